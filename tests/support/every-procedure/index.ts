import { adminProcedures, type Caller, type Reply, shopProcedures } from '../../../cloudfunctions/contract'
import type { Ports } from '../../../cloudfunctions/ports'
import type { TestShop } from '../shop'
import { ADMIN_ROWS } from './admin-rows'
import type { Row } from './row'
import { SHOP_ROWS } from './shop-rows'

export interface Proved {
  readonly table: 'shop' | 'admin'
  readonly procedure: string
  readonly row: Row
  readonly caller: Caller
}

/** Whose the samples are. */
export const OWNER: Readonly<Record<Caller, string>> = { shopper: 'alice', merchant: 'merchant', supplier: 'farmer', operator: 'overseer' }

const of = (table: Proved['table'], rows: object, procedures: Readonly<Record<string, { caller: Caller }>>): Proved[] =>
  Object.entries(procedures).map(([procedure, { caller }]) => ({ table, procedure, caller, row: (rows as Record<string, Row>)[procedure] as Row }))

/** Every procedure of the contract with its row. */
export const EVERY_PROCEDURE: readonly Proved[] = [...of('shop', SHOP_ROWS, shopProcedures), ...of('admin', ADMIN_ROWS, adminProcedures)]

export const schemaOf = ({ table, procedure }: Proved): (typeof shopProcedures)[keyof typeof shopProcedures]['input'] =>
  (table === 'shop' ? shopProcedures : adminProcedures as unknown as typeof shopProcedures)[procedure as keyof typeof shopProcedures].input

export function ask(shop: TestShop, { table, procedure }: Pick<Proved, 'table' | 'procedure'>, openid: string | undefined, input: unknown, worker?: Ports): Promise<Reply> {
  return table === 'shop' ? shop.call(openid, { procedure, input }, worker) : shop.admin(openid, { procedure, input }, worker)
}

/** Brings a world to the moment before, and answers what is asked for then. */
export async function sampleOf({ row }: Proved, world: TestShop): Promise<unknown> {
  await row.before?.(world)
  return typeof row.input === 'function' ? (row.input as (world: TestShop) => unknown)(world) : row.input
}
