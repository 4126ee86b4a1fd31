import type { Effect } from '../../domain/effect/effect'
import { supplierShares } from '../../domain/ledger/postings'
import type { Order } from '../../domain/order/order'
import type { ShopSetup } from '../../domain/shop/setup'
import { newSplit } from '../../domain/split/split'
import type { Ports, Transaction } from '../../ports'
import { saveEffects } from '../effects/outbox'

/** Whether an order's payment is to be shared out: some of its goods are a supplier's whom WeChat pays (S55). Free of reads for the shop's own goods. */
export async function isToShare({ store }: Ports, { lines }: Order): Promise<boolean> {
  if (lines.every(line => line.supplierId === '')) return false
  const { payees = [] } = await store.get('shop_setup', 'shop') ?? {}
  return lines.some(line => payees.some(payee => payee.supplierId === line.supplierId))
}

/** With the sale that is complete begins the sharing out of its payment, in the same transaction. */
export async function beginSplit(tx: Transaction, order: Order, { payees = [] }: ShopSetup, now: number): Promise<void> {
  const split = newSplit(order, supplierShares(order), payees, now)
  if (!split) return
  const effects: Effect[] = [{ kind: 'pay_split', orderId: order.id }]
  await tx.insert('splits', split)
  await saveEffects(tx, effects, now)
}
