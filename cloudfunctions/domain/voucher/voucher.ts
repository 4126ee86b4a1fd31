import { type Decision, accept, refuse } from '../kernel/decision'
import type { DurationMs, Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'
import type { Order, OrderLine } from '../order/order'

export type VoucherState = 'unused' | 'used' | 'returning' | 'void'

/** Used once (S44). While its shopper asks for the money back it cannot be used; a refused return makes it good again. */
export const VOUCHER_TRANSITIONS: Transitions<VoucherState> = {
  unused: ['used', 'returning'],
  returning: ['unused', 'void'],
  used: [],
  void: [],
}

/** The right to one use of a service (S44). The id is its code: sixteen digits that cannot be guessed. */
export interface Voucher {
  readonly id: string
  readonly orderId: string
  readonly openid: string
  readonly productId: string
  readonly skuId: string
  readonly title: string
  readonly specText: string
  /** Which of the order's pieces it belongs to, from 0, and which use of that piece, from 1. */
  readonly piece: number
  readonly use: number
  readonly uses: number
  readonly state: VoucherState
  /** First and last instant, the end itself already over. */
  readonly validFrom: Instant
  readonly validUntil: Instant
  /** As agreed on when it was bought, see `ServiceTerms`. */
  readonly changeBeforeMs?: DurationMs
  readonly usedAt?: Instant
  readonly usedBy?: string
  /** The call that used it: the same call again gets the same answer. */
  readonly requestId?: string
  readonly version: number
}

/** Vouchers one order may bring: so many documents are changed at once when it is given back. */
export const MAX_VOUCHERS_AN_ORDER = 40

export type RedeemRefusal = 'voucher_used' | 'voucher_not_yet' | 'voucher_expired' | 'voucher_not_valid'

/** Whether a voucher may be used at this instant (S44): once, not before its first instant, no longer at its end. */
export function decideRedeem(voucher: Voucher, now: Instant): Decision<Voucher, RedeemRefusal> {
  if (voucher.state === 'used') return refuse('voucher_used')
  if (voucher.state !== 'unused') return refuse('voucher_not_valid')
  if (now < voucher.validFrom) return refuse('voucher_not_yet')
  return now < voucher.validUntil ? accept(voucher) : refuse('voucher_expired')
}

/** Whether the time of an unused voucher may still be changed (S44). */
export function mayChange({ validFrom, changeBeforeMs }: Voucher, now: Instant): boolean {
  return changeBeforeMs === undefined || now <= validFrom - changeBeforeMs
}

/** The vouchers an order line brings: its uses, for every piece (S44). `codeOf` names the one at a place. */
export function vouchersOf(order: Order, line: OrderLine, codeOf: (place: number) => string): Voucher[] {
  const { service } = line
  if (!service) throw new Error(`line ${line.skuId} of ${order.id} is no service`)
  return Array.from({ length: line.quantity * service.uses }, (_, place): Voucher => ({
    id: codeOf(place), orderId: order.id, openid: order.openid, productId: line.productId, skuId: line.skuId, title: line.title, specText: line.specText,
    piece: Math.floor(place / service.uses), use: place % service.uses + 1, uses: service.uses,
    state: 'unused', validFrom: service.validFrom, validUntil: service.validUntil, ...(typeof service.changeBeforeMs === 'number' && { changeBeforeMs: service.changeBeforeMs }), version: 1,
  }))
}

/** Pieces none of whose vouchers has been used, given back or asked back, the last ones first: what can still be given back (S44). */
export function untouchedPieces(vouchers: readonly Voucher[]): readonly (readonly Voucher[])[] {
  const pieces = [...new Set(vouchers.map(voucher => voucher.piece))].sort((a, b) => b - a)
  return pieces.map(piece => vouchers.filter(voucher => voucher.piece === piece)).filter(mine => mine.every(voucher => voucher.state === 'unused'))
}

/** Until when an order of vouchers waits: to the end of the last one that can still be used; undefined when there is none. */
export function waitsUntil(vouchers: readonly Voucher[]): Instant | undefined {
  const open = vouchers.filter(voucher => voucher.state === 'unused' || voucher.state === 'returning')
  return open.length > 0 ? Math.max(...open.map(voucher => voucher.validUntil)) : undefined
}

/** Someone's wrong guesses at voucher codes. */
export interface RedeemGuard {
  /** The openid. */
  readonly id: string
  readonly wrong: number
  /** When the last of them was made; an hour later they are forgotten. */
  readonly lastAt: Instant
}

export const WRONG_GUESSES_ALLOWED = 5
export const GUESS_LOCK_MS = 60 * 60 * 1000
