import { type Fen, fen, ZERO_FEN } from '../kernel/fen'
import { DAY_MS, type Instant } from '../kernel/instant'
import { assertMove, type Transitions } from '../kernel/transition'
import { type Order, paidLeftFen } from '../order/order'
import { percentOf, timesOver } from '../pricing/arithmetic'

/** Whom WeChat pays a supplier's shares to: a merchant of WeChat Pay, or a person by the openid in our mini-program (S55). */
export interface Payee {
  readonly supplierId: string
  readonly type: 'merchant' | 'person'
  readonly account: string
  /** A merchant's registered name, which WeChat compares. */
  readonly name?: string
}

export type SplitState = 'due' | 'sharing' | 'unfreezing' | 'done' | 'missed'

/** `missed`: the thirty days were over before WeChat took it, so that all the money is the merchant's and the suppliers are paid by other means. */
export const SPLIT_TRANSITIONS: Transitions<SplitState> = {
  due: ['sharing', 'unfreezing', 'missed'],
  sharing: ['unfreezing', 'missed'],
  unfreezing: ['done'],
  done: [],
  missed: [],
}

export interface SplitShare {
  readonly supplierId: string
  readonly payee: Payee
  /** What the supplier is owed, and what of it is asked of WeChat, which caps the sum. */
  readonly owedFen: Fen
  readonly amountFen: Fen
  readonly result: 'waiting' | 'paid' | 'failed'
  readonly detailId?: string
  readonly why?: string
  readonly returnedFen: Fen
  /** Paid by the merchant by other means. */
  readonly byHandFen?: Fen
}

/** A share asked back before a refund; its number derives from the refund, so that it is asked for once. */
export interface SplitReturn {
  readonly id: string
  readonly refundId: string
  readonly supplierId: string
  readonly amountFen: Fen
  readonly state: 'asked' | 'returned' | 'failed' | 'returned_by_hand'
}

/** Sharing out one order's payment (S55, I13); id = order id. Its numbers at WeChat derive from it. */
export interface Split {
  readonly id: string
  readonly transactionId: string
  readonly paidAt: Instant
  readonly state: SplitState
  /** What was paid through WeChat and not given back when the shares were worked out. */
  readonly baseFen: Fen
  /** Given back through WeChat by then; refunds beyond it take shares back. */
  readonly givenBackFen: Fen
  readonly shares: readonly SplitShare[]
  readonly returns: readonly SplitReturn[]
  readonly createdAt: Instant
  readonly version: number
}

/** WeChat's own limit, if the shop sets no other. */
export const DEFAULT_CAP_PERCENT = 30
/** After so long WeChat gives the rest to the merchant by itself (L7). */
const SHARING_LIFE_MS = 30 * DAY_MS

export function shareNumber({ id }: Split): string {
  return `${id}-S`
}

/** Unfreezing wants a number of its own: under a share's, WeChat says yes and does nothing. */
export function unfreezeNumber({ id }: Split): string {
  return `${id}-U`
}

export function isMissed({ paidAt }: Split, now: Instant): boolean {
  return now >= paidAt + SHARING_LIFE_MS
}

/** The split of an order that is complete: what each supplier with a payee is owed. Undefined for an order whose payment was not made to be shared. */
export function newSplit(order: Order, owed: readonly { readonly supplierId: string; readonly shareFen: Fen }[], payees: readonly Payee[], now: Instant): Split | undefined {
  const { shared, transactionId, paidAt } = order.payment
  if (!shared || transactionId === undefined || paidAt === undefined) return undefined
  const shares = owed.flatMap(({ supplierId, shareFen }): SplitShare[] => {
    const payee = payees.find(one => one.supplierId === supplierId)
    return payee ? [{ supplierId, payee, owedFen: shareFen, amountFen: ZERO_FEN, result: 'waiting', returnedFen: ZERO_FEN }] : []
  })
  return { id: order.id, transactionId, paidAt, state: 'due', baseFen: paidLeftFen(order), givenBackFen: order.givenBack.wechatFen, shares, returns: [], createdAt: now, version: 1 }
}

export function moveSplit(split: Split, to: SplitState, known: Partial<Split> = {}): Split {
  assertMove('split', SPLIT_TRANSITIONS, split.state, to)
  return { ...split, ...known, state: to, version: split.version + 1 }
}

/**
 * How much each supplier gets through WeChat: what is owed, less the part of what was given back meanwhile, all of it never above the cap of
 * what is there to share (I13). Beyond the cap everyone gets less in proportion, rounded down; the rest stays owed. Nothing to share goes straight on.
 */
export function decideShares(split: Split, order: Order, unsplitFen: Fen, capPercent: number): Split {
  const leftFen = paidLeftFen(order)
  const owed = split.shares.map(share => split.baseFen > 0 ? timesOver(share.owedFen, leftFen, split.baseFen).quotient : 0)
  const sum = owed.reduce((total, one) => total + one, 0)
  const capFen = percentOf(unsplitFen, capPercent)
  const shares = split.shares.map((share, index): SplitShare => {
    const wanted = owed[index] ?? 0
    const amountFen = fen(sum > capFen ? timesOver(wanted, capFen, sum).quotient : wanted)
    return amountFen > 0 ? { ...share, amountFen } : { ...share, amountFen, result: 'failed', why: 'NOTHING_LEFT' }
  })
  const known = { shares, baseFen: leftFen, givenBackFen: order.givenBack.wechatFen }
  return moveSplit(split, shares.some(share => share.amountFen > 0) ? 'sharing' : 'unfreezing', known)
}

/** What WeChat says became of each share; those without a clear end are taken as failed only once the whole request has ended. */
export function recordShares(split: Split, results: readonly { readonly account: string; readonly result: 'pending' | 'succeeded' | 'failed'; readonly detailId: string; readonly why?: string }[]): Split {
  const shares = split.shares.map((share): SplitShare => {
    if (share.result !== 'waiting') return share
    const found = results.find(one => one.account === share.payee.account)
    return found?.result === 'succeeded' ? { ...share, result: 'paid', detailId: found.detailId } : { ...share, result: 'failed', why: found?.why ?? 'REFUSED' }
  })
  return moveSplit(split, 'unfreezing', { shares })
}

/**
 * The shares to ask back before a refund, as large as the part of the payment that has been given back since (I13): rounded up, so that a full
 * refund takes everything. Only merchants can be asked; a person's share is `failed` at once and goes to the merchant's list.
 */
export function planReturns(split: Split, refundId: string, givenBackFen: Fen): Split {
  if (split.returns.some(one => one.refundId === refundId)) return split
  const since = givenBackFen - split.givenBackFen
  const returns = split.shares.flatMap((share, index): SplitReturn[] => {
    if (share.result !== 'paid' || split.baseFen <= 0 || since <= 0) return []
    const { quotient, remainder } = timesOver(share.amountFen, Math.min(since, split.baseFen), split.baseFen)
    const asked = split.returns.filter(one => one.supplierId === share.supplierId && one.state !== 'failed').reduce((sum, one) => sum + one.amountFen, 0)
    const amountFen = fen(quotient + (remainder > 0 ? 1 : 0) - asked)
    return amountFen > 0 ? [{ id: `${refundId}-B${index}`, refundId, supplierId: share.supplierId, amountFen, state: share.payee.type === 'merchant' ? 'asked' : 'failed' }] : []
  })
  return returns.length === 0 ? split : { ...split, returns: [...split.returns, ...returns], version: split.version + 1 }
}

/** The end of one return. */
export function recordReturn(split: Split, id: string, state: 'returned' | 'failed' | 'returned_by_hand'): Split {
  const ended = split.returns.find(one => one.id === id)
  return {
    ...split,
    returns: split.returns.map(one => one.id === id ? { ...one, state } : one),
    shares: split.shares.map(share => state !== 'failed' && share.supplierId === ended?.supplierId ? { ...share, returnedFen: fen(share.returnedFen + ended.amountFen) } : share),
    version: split.version + 1,
  }
}
