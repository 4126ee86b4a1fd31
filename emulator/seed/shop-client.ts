import type { AdminProcedures, InputOf, OutputOf, Reply, ShopProcedures } from '../../cloudfunctions/contract'

/** What seeding needs of the local cloud: calling a function as a person. */
export interface CallsFunctions {
  call: (name: string, event: unknown, as: { person: string }) => Promise<unknown>
}

/** Calls the shop as a phone would and insists on success: a demo shop that cannot be set up is a defect worth seeing. */
export async function asShopper<Name extends keyof ShopProcedures>(cloud: CallsFunctions, person: string, procedure: Name, input: InputOf<ShopProcedures[Name]>): Promise<OutputOf<ShopProcedures[Name]>> {
  return insist(procedure, await cloud.call('shop', { procedure, input }, { person })) as OutputOf<ShopProcedures[Name]>
}

export async function asMerchant<Name extends keyof AdminProcedures>(cloud: CallsFunctions, procedure: Name, input: InputOf<AdminProcedures[Name]>): Promise<OutputOf<AdminProcedures[Name]>> {
  return insist(procedure, await cloud.call('admin', { procedure, input }, { person: 'merchant' })) as OutputOf<AdminProcedures[Name]>
}

function insist(procedure: string, answer: unknown): unknown {
  const reply = answer as Reply
  if (reply.outcome !== 'ok') throw new Error(`seeding: ${procedure} answered ${JSON.stringify(reply)}`)
  return reply.value
}
