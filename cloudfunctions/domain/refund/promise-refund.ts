import type { Effect } from '../effect/effect'
import { addFen, type Fen, subtractFen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import { refundPromisedPosting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import { minFen } from '../pricing/arithmetic'
import { type PaidBack, refundOf } from '../pricing/paid-line'
import { closeOrder } from '../order/move-order'
import type { Order } from '../order/order'
import { type Refund, refundId, type RefundReason } from './refund'

export interface RefundPromise {
  readonly order: Order
  readonly refund: Refund
  readonly posting: Posting
  readonly effects: readonly Effect[]
}

type FullReason = Extract<RefundReason, 'group_failed' | 'paid_late' | 'presale_short'>

/**
 * Closes a paid order and promises all that is left of its money back under the one number this reason gives (X10, I9). Balance and points
 * that were only kept for it and never spent are not given back here: they go with its hold.
 */
export function promiseRefund(order: Order, reason: FullReason, now: Instant): RefundPromise {
  const closed = closeOrder(order, reason, now)
  const all = refundOf(order.lines.map(line => line.left), order.lines.filter(line => line.left.quantity > 0).map(line => ({ lineId: line.skuId, quantity: line.left.quantity })))
  const spent = order.funds.spent ? all : { ...all, amountFen: subtractFen(order.payment.amountFen, order.givenBack.wechatFen), points: 0 }
  const promise = promisePart(closed, reason, refundId(order.id, reason), spent, now)
  return { ...promise, effects: [{ kind: 'release_order', orderId: order.id, version: closed.version }, ...promise.effects] }
}

/**
 * Promises a part of an order's money back, to where it came from (S7, S20): through WeChat as long as any of that is left, then to the
 * balance; points as points. The order keeps what is left of its lines (I1).
 */
export function promisePart(order: Order, reason: RefundReason, id: string, back: PaidBack, now: Instant): RefundPromise {
  if (order.payment.state !== 'succeeded') throw new Error(`order ${order.id} has no payment to give back`)
  if (order.refundIds.includes(id)) throw new Error(`order ${order.id} has already promised ${id}`)
  const throughWechat = minFen(back.amountFen, subtractFen(order.payment.amountFen, order.givenBack.wechatFen))
  const balanceFen = subtractFen(back.amountFen, throughWechat)
  const refund: Refund = {
    id, orderId: order.id, openid: order.openid, reason, amountFen: throughWechat, totalFen: order.payment.amountFen, balanceFen, points: back.points,
    // With nothing to return through WeChat it is done with the promise.
    ...(throughWechat > 0 ? { state: 'requested' } : { state: 'succeeded', succeededAt: now }),
    requestedAt: now, version: 1,
  }
  const next: Order = {
    ...order,
    lines: order.lines.map(line => ({ ...line, left: back.left.find(one => one.lineId === line.skuId) ?? line.left })),
    refundIds: [...order.refundIds, id],
    givenBack: {
      wechatFen: addFen(order.givenBack.wechatFen, throughWechat),
      balanceFen: addFen(order.givenBack.balanceFen, balanceFen),
      points: order.givenBack.points + back.points,
    },
  }
  checkGivenBack(next)
  return { order: next, refund, posting: refundPromisedPosting(refund, now), effects: throughWechat > 0 ? [{ kind: 'send_refund', refundId: id }] : [] }
}

/** No more is given back than was paid, from any source (I1). */
function checkGivenBack({ id, payment, funds, givenBack }: Order): void {
  const limit = (what: string, back: number, paid: number): void => {
    if (back > paid) throw new Error(`order ${id} would give back more ${what} than was paid`)
  }
  limit('money', givenBack.wechatFen, payment.amountFen)
  limit('balance', givenBack.balanceFen, funds.spent ? funds.balanceFen : ZERO_FEN)
  limit('points', givenBack.points, funds.spent ? funds.points : 0)
}

/** The part of a line that a shopper gets back in money, for views. */
export function backFen({ amountFen, balanceFen }: Pick<Refund, 'amountFen' | 'balanceFen'>): Fen {
  return addFen(amountFen, balanceFen)
}
