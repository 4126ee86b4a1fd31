import { accept, type Decision, refuse } from '../kernel/decision'
import { addFen, fen, type Fen } from '../kernel/fen'
import { type DurationMs, type Instant, MINUTE_MS } from '../kernel/instant'
import { assertMove, type Transitions } from '../kernel/transition'
import { topUpPosting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import type { Member } from '../member/member'
import { nextAsk } from '../payment/ask-ladder'
import type { Expected } from '../payment/check-facts'
import type { PaymentFacts } from '../payment/payment'
import { type ShopSetup, topUpBonusFen } from '../shop/setup'

export type TopUpState = 'requested' | 'paid' | 'closed'

/** `closed` may still be paid: money that came after all is the shopper's. */
export const TOP_UP_TRANSITIONS: Transitions<TopUpState> = {
  requested: ['paid', 'closed'],
  closed: ['paid'],
  paid: [],
}

/** Money a shopper puts in to spend later (S20). Its id is WeChat's `out_trade_no`. */
export interface TopUp {
  readonly id: string
  readonly openid: string
  /** What is paid through WeChat. */
  readonly amountFen: Fen
  /** What the shop adds, by the steps shown when it was asked for. */
  readonly bonusFen: Fen
  readonly state: TopUpState
  /** Written before WeChat is asked: no top-up is ever unknown here and payable there. */
  readonly requestedAt: Instant
  /** Last moment to pay, given to WeChat. */
  readonly expiresAt: Instant
  /** When WeChat is to be asked next what became of it, while nobody has told us. */
  readonly askAt?: Instant
  readonly transactionId?: string
  readonly paidAt?: Instant
  readonly closedAt?: Instant
  readonly version: number
}

/** Every top-up's id starts like this and is longer than any order's, so that a payment's number says which machine it belongs to. */
const TOP_UP_PREFIX = 'topup-'

/** Whether an `out_trade_no` is that of a top-up; order ids have at most 24 characters, top-ups' at least 25. */
export function isTopUpId(outTradeNo: string): boolean {
  return outTradeNo.startsWith(TOP_UP_PREFIX) && outTradeNo.length > 24
}

/** The least that can be put in at once. */
export const MIN_TOP_UP_FEN = fen(100)
/** The most that can be put in at once. */
export const MAX_TOP_UP_FEN = fen(100_000)
/** A balance that a top-up may not exceed: what one registered prepaid card may hold in China, ¥5000. */
export const MAX_BALANCE_FEN = fen(500_000)
/** How long the shopper has to pay. */
export const TOP_UP_TIME_MS: DurationMs = 15 * MINUTE_MS

export type TopUpRefusal = 'stored_value_off' | 'top_up_amount' | 'balance_limit' | 'account_leaving' | 'method_off' | 'shop_restricted'

/** A new top-up at the bonus the shop gives now, if the shop takes stored value and the balance may hold so much (S20). Amounts in fen. */
export function decideTopUp(topUpId: string, openid: string, amountFen: Fen, facts: { readonly member: Member | undefined; readonly setup: ShopSetup }, now: Instant): Decision<TopUp, TopUpRefusal> {
  const { member, setup } = facts
  if (member?.leaving) return refuse('account_leaving')
  if (setup.restrictions?.shop) return refuse('shop_restricted')
  if (setup.methods?.wechat === false) return refuse('method_off')
  if (!setup.switches.storedValue) return refuse('stored_value_off')
  if (amountFen < MIN_TOP_UP_FEN || amountFen > MAX_TOP_UP_FEN) return refuse('top_up_amount')
  const bonusFen = topUpBonusFen(setup.topUpBonuses, amountFen)
  if ((member?.balanceFen ?? 0) + amountFen + bonusFen > MAX_BALANCE_FEN) return refuse('balance_limit')
  return accept({ id: topUpId, openid, amountFen, bonusFen, state: 'requested', requestedAt: now, expiresAt: now + TOP_UP_TIME_MS, ...askNext(now), version: 1 })
}

function askNext(now: Instant): Pick<TopUp, 'askAt'> {
  const askAt = nextAsk(now, now)
  return askAt === undefined ? {} : { askAt }
}

/** What a notification of its payment is compared with (X11). */
export function expectedFor({ id, openid, amountFen, requestedAt, transactionId }: TopUp): Expected {
  return { id, openid, amountFen, requestedAt, ...(transactionId !== undefined && { transactionId }) }
}

export interface TopUpRecorded {
  readonly topUp: TopUp
  readonly member: Member
  readonly posting: Posting
}

/** The money came: it and the bonus are the shopper's, once, also when the top-up was closed meanwhile or stored value switched off. Undefined when it is already recorded. */
export function decideTopUpPaid(topUp: TopUp, member: Member, { transactionId, paidAt }: Pick<PaymentFacts, 'transactionId' | 'paidAt'>, now: Instant): TopUpRecorded | undefined {
  if (topUp.state === 'paid') return undefined
  const { id, openid, amountFen, bonusFen } = topUp
  return {
    topUp: move(topUp, 'paid', { transactionId, paidAt }),
    member: { ...member, balanceFen: addFen(member.balanceFen, amountFen, bonusFen) },
    posting: topUpPosting(id, openid, amountFen, bonusFen, now),
  }
}

/** Nobody paid in time, and WeChat takes no money for it any more. Undefined when it has ended otherwise. */
export function closeTopUp(topUp: TopUp, now: Instant): TopUp | undefined {
  return topUp.state === 'requested' ? move(topUp, 'closed', { closedAt: now }) : undefined
}

function move(topUp: TopUp, to: TopUpState, known: Partial<TopUp>): TopUp {
  assertMove('top-up', TOP_UP_TRANSITIONS, topUp.state, to)
  const { askAt: _, ...rest } = topUp
  return { ...rest, ...known, state: to, version: topUp.version + 1 }
}
