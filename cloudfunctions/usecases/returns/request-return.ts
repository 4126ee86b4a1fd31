import type { ReturnView } from '../../contract/after-sales'
import { decideReturn, type ReturnRefusal } from '../../domain/returns/decide-return'
import type { GoodsReturn, ReturnLine } from '../../domain/returns/return'
import type { Voucher } from '../../domain/voucher/voucher'
import type { Transaction } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { returnView } from '../views/return-view'

interface ReturnInput { readonly orderId: string; readonly lines: readonly ReturnLine[]; readonly reason: string }

/**
 * A shopper asks to give goods back (S88). Order, return and the vouchers that must not be used meanwhile change in one transaction. Asking for the same
 * again while it is open gives the same answer.
 */
export async function requestReturn({ ports, openid }: Call, { orderId, lines, reason }: ReturnInput): Promise<Answer<ReturnView, 'order_not_found' | ReturnRefusal>> {
  const { store, clock } = ports
  const result = await store.transaction(async (tx): Promise<GoodsReturn | 'order_not_found' | ReturnRefusal> => {
    const order = await tx.get('orders', orderId)
    if (order?.openid !== openid || order.state === 'placing') return 'order_not_found'
    const open = order.openReturnId === undefined ? undefined : await tx.get('returns', order.openReturnId)
    if (open && sameLines(open.lines, lines)) return open
    const vouchers = await vouchersById(tx, order.voucherIds ?? [])
    const now = clock.now()
    const decision = decideReturn(order, vouchers, lines, reason, now)
    if (!decision.ok) return decision.refusal
    const { value } = decision
    await tx.insert('returns', value)
    await tx.replace('orders', { ...order, returnIds: [...order.returnIds ?? [], value.id], openReturnId: value.id, version: order.version + 1 })
    for (const voucher of vouchers.filter(one => value.voucherIds.includes(one.id))) await tx.replace('vouchers', { ...voucher, state: 'returning', version: voucher.version + 1 })
    return value
  })
  return typeof result === 'string' ? refused(result) : answer(returnView(result))
}

export async function vouchersById(tx: Transaction, ids: readonly string[]): Promise<Voucher[]> {
  const vouchers: Voucher[] = []
  for (const id of ids) {
    const voucher = await tx.get('vouchers', id)
    if (voucher) vouchers.push(voucher)
  }
  return vouchers
}

function sameLines(a: readonly ReturnLine[], b: readonly ReturnLine[]): boolean {
  return a.length === b.length && a.every(line => b.some(one => one.skuId === line.skuId && one.quantity === line.quantity))
}
