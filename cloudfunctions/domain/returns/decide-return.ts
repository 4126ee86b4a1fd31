import type { Effect } from '../effect/effect'
import { startOfDay } from '../kernel/day'
import { type Decision, accept, refuse } from '../kernel/decision'
import { addFen, type Fen, subtractFen, ZERO_FEN } from '../kernel/fen'
import { DAY_MS, type Instant } from '../kernel/instant'
import { assertMove } from '../kernel/transition'
import { closeOrder, moveOrder } from '../order/move-order'
import type { Order } from '../order/order'
import { percentOf, timesOver } from '../pricing/arithmetic'
import { type PaidBack, refundOf } from '../pricing/paid-line'
import type { ServiceTerms } from '../product/product'
import { promisePart, type RefundPromise } from '../refund/promise-refund'
import { refundId } from '../refund/refund'
import { untouchedPieces, type Voucher } from '../voucher/voucher'
import { type GoodsReturn, RETURN_TRANSITIONS, type ReturnLine } from './return'

export type ReturnRefusal = 'order_not_returnable' | 'return_window_over' | 'goods_not_returnable' | 'return_too_many' | 'return_open' | 'codes_revealed' | 'vouchers_used'

/** Days in which goods may be sent back, the day of receipt not counted (S88). */
const RETURN_DAYS = 7

/** The first instant at which goods can no longer be sent back: the end of the seventh Shanghai day after the day of receipt (S88). */
export function returnUntil(receivedAt: Instant): Instant {
  return startOfDay(receivedAt) + (RETURN_DAYS + 1) * DAY_MS
}

/** Orders received before this instant are past their return window. */
export function receivedBeforeWindow(now: Instant): Instant {
  return startOfDay(now) - RETURN_DAYS * DAY_MS
}

/** What comes back of an unused voucher asked back so long before it begins, in per cent; 0 for nothing (S44). The steps run from the longest time down. */
export function refundPercent({ refundSteps }: Pick<ServiceTerms, 'refundSteps'>, validFrom: Instant, now: Instant): number {
  return refundSteps.find(step => validFrom - now >= step.beforeMs)?.percent ?? 0
}

/**
 * Whether goods of an order can be given back now, and on which terms (S88, S44, S45). Goods: received, within seven days, not excluded. Codes: not
 * yet seen. Services: pieces none of whose vouchers was used, by the terms of the service. One return at a time.
 */
export function decideReturn(order: Order, vouchers: readonly Voucher[], lines: readonly ReturnLine[], reason: string, now: Instant): Decision<GoodsReturn, ReturnRefusal> {
  const refusal = whyNotReturnable(order, now)
  if (refusal) return refuse(refusal)
  if (order.openReturnId !== undefined) return refuse('return_open')
  for (const { skuId, quantity } of lines) {
    const line = order.lines.find(one => one.skuId === skuId)
    if (!line || quantity > line.left.quantity) return refuse('return_too_many')
    if (order.goods !== 'service' && line.returnPolicy === 'none') return refuse('goods_not_returnable')
  }
  const terms = order.goods === 'service' ? serviceReturn(order, vouchers, lines, now) : accept({ percent: 100, voucherIds: [] })
  if (!terms.ok) return terms
  const id = refundId(order.id, 'returned', (order.returnIds?.length ?? 0) + 1)
  return accept({ id, orderId: order.id, openid: order.openid, lines, ...terms.value, reason, state: 'requested', requestedAt: now, restock: false, restocked: {}, version: 1 })
}

/** Why nothing of an order can be given back now, whatever it is; undefined when something may. */
export function whyNotReturnable(order: Order, now: Instant): ReturnRefusal | undefined {
  const handedOver = order.state === 'received' || (order.state === 'ready' && order.goods !== 'physical')
  if (!handedOver || order.payment.state !== 'succeeded') return 'order_not_returnable'
  if (order.goods === 'virtual' && order.revealedAt !== undefined) return 'codes_revealed'
  return order.receivedAt !== undefined && now >= returnUntil(order.receivedAt) ? 'return_window_over' : undefined
}

function serviceReturn(order: Order, vouchers: readonly Voucher[], lines: readonly ReturnLine[], now: Instant): Decision<{ percent: number; voucherIds: readonly string[] }, ReturnRefusal> {
  const [line] = order.lines
  const [wanted] = lines
  if (!line?.service || !wanted) return refuse('order_not_returnable')
  const pieces = untouchedPieces(vouchers).slice(0, wanted.quantity)
  if (pieces.length < wanted.quantity) return refuse('vouchers_used')
  const back = pieces.flat()
  const percent = refundPercent(line.service, Math.min(...back.map(voucher => voucher.validFrom)), now)
  return percent > 0 ? accept({ percent, voucherIds: back.map(voucher => voucher.id) }) : refuse('return_window_over')
}

export interface ReturnApproved {
  readonly goodsReturn: GoodsReturn
  readonly promise: RefundPromise
  /** Codes that nobody has seen and nobody shall. */
  readonly voidCodeIds: readonly string[]
}

/**
 * The merchant takes the goods back (S88): what was paid for them is promised to where it came from, and the order closes when nothing is left of
 * it. What a service's terms keep for the shop stays with the order and is earned with it.
 */
export function approveReturn(order: Order, goodsReturn: GoodsReturn, restock: boolean, by: string, now: Instant): ReturnApproved {
  assertMove('return', RETURN_TRANSITIONS, goodsReturn.state, 'approved')
  const { percent, lines } = goodsReturn
  const all = refundOf(order.lines.map(line => line.left), lines.map(({ skuId, quantity }) => ({ lineId: skuId, quantity })))
  const back: PaidBack = percent === 100 ? all : { ...all, amountFen: percentOf(all.amountFen, percent), points: timesOver(all.points, percent, 100).quotient }
  const promised = promisePart({ ...order, openReturnId: undefined }, 'returned', goodsReturn.id, back, now)
  const puts = restock && order.goods !== 'virtual'
  const gone = order.goods === 'virtual' ? lines.reduce((sum, line) => sum + line.quantity, 0) : 0
  const codeIds = order.codeIds ?? []
  const left: Order = {
    ...promised.order,
    lines: promised.order.lines.map((line, index) => index === 0 && all.amountFen > back.amountFen ? { ...line, retainedFen: addFen(line.retainedFen ?? ZERO_FEN, subtractFen(all.amountFen, back.amountFen)) } : line),
    ...(puts && { stock: Object.fromEntries(Object.entries(order.stock).map(([skuId, line]) => [skuId, { ...line, quantity: line.quantity - (lines.find(one => one.skuId === skuId)?.quantity ?? 0) }])) }),
    ...(order.codeIds && { codeIds: codeIds.slice(0, codeIds.length - gone) }),
  }
  const ended = endIfEmpty(left, now)
  const effects: Effect[] = [...promised.effects]
  if (ended.state === 'closed') effects.push({ kind: 'release_order', orderId: order.id, version: ended.version })
  if (puts) effects.push({ kind: 'restock_return', returnId: goodsReturn.id })
  return {
    goodsReturn: { ...goodsReturn, state: 'approved', decidedAt: now, decidedBy: by, restock: puts, version: goodsReturn.version + 1 },
    promise: { ...promised, order: ended, effects },
    voidCodeIds: codeIds.slice(codeIds.length - gone),
  }
}

/** An order of which nothing is left closes; one whose goods are all back while the shop keeps a part of the money has run its course. */
function endIfEmpty(order: Order, now: Instant): Order {
  if (order.lines.some(line => line.left.quantity > 0)) return { ...order, version: order.version + 1 }
  if (retainedFen(order) === 0) return closeOrder(order, 'returned', now)
  return order.state === 'ready' ? moveOrder(order, 'received', { receivedAt: now, readyUntil: undefined }) : { ...order, version: order.version + 1 }
}

function retainedFen(order: Order): Fen {
  return addFen(...order.lines.map(line => line.retainedFen ?? ZERO_FEN))
}

export function rejectReturn(goodsReturn: GoodsReturn, rejectReason: string, by: string, now: Instant): GoodsReturn {
  assertMove('return', RETURN_TRANSITIONS, goodsReturn.state, 'rejected')
  return { ...goodsReturn, state: 'rejected', rejectReason, decidedAt: now, decidedBy: by, version: goodsReturn.version + 1 }
}
