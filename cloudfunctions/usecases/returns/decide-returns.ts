import type { AdminReturnView } from '../../contract/after-sales'
import type { Page } from '../../contract/views'
import type { Effect } from '../../domain/effect/effect'
import { CODE_TRANSITIONS } from '../../domain/code/card-code'
import { assertMove } from '../../domain/kernel/transition'
import { approveReturn, rejectReturn } from '../../domain/returns/decide-return'
import type { GoodsReturn, ReturnState } from '../../domain/returns/return'
import { VOUCHER_TRANSITIONS, type VoucherState } from '../../domain/voucher/voucher'
import type { Ports, Transaction } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { runOwn } from '../effects/run-effects'
import { saveRefund } from '../member/credit'
import { readCursor, toPage } from '../paging'
import { finishLeft } from '../stock/move-stock'
import { endService } from '../vouchers/end-service'
import { adminReturnView } from '../views/return-view'
import { vouchersById } from './request-return'

type Refusal = 'return_not_found' | 'return_already_decided'

const PAGE_SIZE = 20

/** Returns of the shop by what became of them, newest first. */
export async function listReturns({ ports }: Call, { state, cursor }: { state: ReturnState; cursor: string | null }): Promise<Answer<Page<AdminReturnView>, never>> {
  const after = readCursor(cursor)
  const returns = await ports.store.page({
    collection: 'returns',
    where: [{ field: 'state', is: 'eq', value: state }],
    order: { field: 'requestedAt', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  const views = new Map<string, AdminReturnView>()
  for (const view of await showAll(ports, returns)) views.set(view.returnId, view)
  return answer(toPage(returns, PAGE_SIZE, one => one.requestedAt, one => views.get(one.id) as AdminReturnView))
}

/**
 * The merchant takes goods back (S88): return, order, refund, and the vouchers or codes that are worth nothing from now on, in one transaction; the money
 * goes by the refund's own number, pieces back on sale only if the merchant says so. Deciding again the same way changes nothing.
 */
export async function approve({ ports, openid }: Call, { returnId, restock }: { returnId: string; restock: boolean }): Promise<Answer<AdminReturnView, Refusal>> {
  const { store, clock } = ports
  if (restock) await finishSale(ports, returnId)
  const result = await store.transaction(async (tx): Promise<Refusal | { readonly effects: readonly Effect[] }> => {
    const goodsReturn = await tx.get('returns', returnId)
    const order = goodsReturn && await tx.get('orders', goodsReturn.orderId)
    if (!order) return 'return_not_found'
    if (goodsReturn.state !== 'requested') return goodsReturn.state === 'approved' ? { effects: [] } : 'return_already_decided'
    const now = clock.now()
    const approved = approveReturn(order, goodsReturn, restock, openid, now)
    await saveRefund(tx, approved.promise, now)
    await tx.replace('returns', approved.goodsReturn)
    await moveVouchers(tx, goodsReturn, 'void')
    for (const id of approved.voidCodeIds) {
      const code = await tx.get('card_codes', id)
      if (!code) throw new Error('an order names a code that is not there')
      assertMove('code', CODE_TRANSITIONS, code.state, 'void')
      await tx.replace('card_codes', { ...code, state: 'void', voidedAt: now })
    }
    return { effects: approved.promise.effects }
  })
  if (typeof result === 'string') return refused(result)
  await runOwn(ports, result.effects)
  return answer(await showAfter(ports, returnId))
}

/** A sale may be marked on its order and not yet counted, see `moveStock`; giving its pieces back first would leave a counter below zero. */
async function finishSale(ports: Ports, returnId: string): Promise<void> {
  const goodsReturn = await ports.store.get('returns', returnId)
  const order = goodsReturn?.state === 'requested' ? await ports.store.get('orders', goodsReturn.orderId) : undefined
  if (order) await finishLeft(ports, order)
}

/** The merchant does not take the goods back, and says why; vouchers are good again. */
export async function reject({ ports, openid }: Call, { returnId, reason }: { returnId: string; reason: string }): Promise<Answer<AdminReturnView, Refusal>> {
  const { store, clock } = ports
  const result = await store.transaction(async (tx): Promise<Refusal | undefined> => {
    const goodsReturn = await tx.get('returns', returnId)
    const order = goodsReturn && await tx.get('orders', goodsReturn.orderId)
    if (!order) return 'return_not_found'
    if (goodsReturn.state !== 'requested') return goodsReturn.state === 'rejected' ? undefined : 'return_already_decided'
    await tx.replace('returns', rejectReturn(goodsReturn, reason, openid, clock.now()))
    await tx.replace('orders', { ...order, openReturnId: undefined, version: order.version + 1 })
    await moveVouchers(tx, goodsReturn, 'unused')
    return undefined
  })
  return result ? refused(result) : answer(await showAfter(ports, returnId))
}

async function moveVouchers(tx: Transaction, { voucherIds }: GoodsReturn, to: VoucherState): Promise<void> {
  for (const voucher of await vouchersById(tx, voucherIds)) {
    assertMove('voucher', VOUCHER_TRANSITIONS, voucher.state, to)
    await tx.replace('vouchers', { ...voucher, state: to, version: voucher.version + 1 })
  }
}

/** The return after its decision; a service of which nothing is left to use has run its course. */
async function showAfter(ports: Ports, returnId: string): Promise<AdminReturnView> {
  const goodsReturn = await ports.store.get('returns', returnId)
  if (!goodsReturn) throw new Error('a return vanished')
  await endService(ports, goodsReturn.orderId)
  const [view] = await showAll(ports, [goodsReturn])
  if (!view) throw new Error('a return vanished')
  return view
}

/** Returns with their orders, buyers and refunds: three round trips side by side. */
async function showAll({ store }: Ports, returns: readonly GoodsReturn[]): Promise<AdminReturnView[]> {
  if (returns.length === 0) return []
  const [orders, buyers, refunds] = await Promise.all([
    store.getMany('orders', [...new Set(returns.map(one => one.orderId))]),
    store.getMany('members', [...new Set(returns.map(one => one.openid))]),
    store.getMany('refunds', returns.map(one => one.id)),
  ])
  return returns.map(one => adminReturnView(one, orders.find(order => order.id === one.orderId), buyers.find(buyer => buyer.id === one.openid), refunds.find(refund => refund.id === one.id)))
}
