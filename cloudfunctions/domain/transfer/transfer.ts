import { type Decision, accept, refuse } from '../kernel/decision'
import { dayOf } from '../kernel/day'
import { addFen, fen, type Fen, subtractFen, ZERO_FEN } from '../kernel/fen'
import { HOUR_MS, type Instant } from '../kernel/instant'
import { assertMove, canMove, type Transitions } from '../kernel/transition'
import { posting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import type { CommissionTerms } from '../commission/commission'
import type { Member } from '../member/member'

/** WeChat transfers no less, and from this amount on wants to compare the payee's real name. */
export const MIN_TRANSFER_FEN = 10
export const NAME_FROM_FEN = 200_000
/** So long the payee has to confirm. */
export const CONFIRM_MS = 24 * HOUR_MS

/** `promised` here and not known to be at WeChat; `moving` there; `waiting` for the payee to confirm. */
export type TransferState = 'promised' | 'moving' | 'waiting' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled'

export const TRANSFER_TRANSITIONS: Transitions<TransferState> = {
  promised: ['moving', 'waiting', 'cancelling', 'succeeded', 'failed', 'cancelled'],
  moving: ['waiting', 'cancelling', 'succeeded', 'failed', 'cancelled'],
  waiting: ['moving', 'cancelling', 'succeeded', 'failed', 'cancelled'],
  cancelling: ['succeeded', 'failed', 'cancelled'],
  succeeded: [],
  failed: [],
  cancelled: [],
}

/** Commission on its way to a leader; its id is WeChat's `out_bill_no`, so that asking again never makes a second one. */
export interface Transfer {
  readonly id: string
  readonly openid: string
  readonly amountFen: Fen
  /** The Shanghai day it counts for. */
  readonly day: string
  /** The real name, sealed; kept until WeChat has it. */
  readonly sealedName?: string
  readonly state: TransferState
  /** With it the payee confirms, while `waiting`. */
  readonly packageInfo?: string
  /** When WeChat first said that it has it: from then on the money has left the account. */
  readonly sentAt?: Instant
  readonly why?: string
  readonly createdAt: Instant
  readonly endedAt?: Instant
  readonly version: number
}

export type TransferRefusal = 'commission_too_low' | 'transfer_over_limit' | 'transfer_over_day' | 'transfer_name_missing'

interface Wanted { readonly id: string; readonly amountFen: Fen; readonly sealedName?: string }

/** A leader takes commission out: not more than there is, within the limits of a transfer and of a day, with the real name where WeChat wants it. */
export function promiseTransfer(member: Member, { id, amountFen, sealedName }: Wanted, terms: CommissionTerms, now: Instant): Decision<{ readonly member: Member; readonly transfer: Transfer; readonly posting: Posting }, TransferRefusal> {
  const day = dayOf(now)
  const today = transferredOn(member, day)
  if (amountFen > terms.perTransferFen) return refuse('transfer_over_limit')
  if (amountFen > (member.commissionFen ?? ZERO_FEN)) return refuse('commission_too_low')
  if (today + amountFen > terms.perDayFen) return refuse('transfer_over_day')
  if (amountFen >= NAME_FROM_FEN && sealedName === undefined) return refuse('transfer_name_missing')
  return accept({
    member: { ...member, commissionFen: subtractFen(member.commissionFen ?? ZERO_FEN, amountFen), transferred: { day, amountFen: addFen(today, amountFen) } },
    transfer: { id, openid: member.id, amountFen, day, ...(sealedName !== undefined && amountFen >= NAME_FROM_FEN && { sealedName }), state: 'promised', createdAt: now, version: 1 },
    posting: moved(`${id}.transfer_promised`, 'transfer_promised', now, { account: 'commission_payable', party: member.id }, { account: 'transfer_payable' }, amountFen),
  })
}

/** What a leader has taken out on a day and not got back. */
export function transferredOn({ transferred }: Pick<Member, 'transferred'>, day: string): Fen {
  return transferred?.day === day ? transferred.amountFen : ZERO_FEN
}

export interface TransferStatement {
  readonly state: 'accepted' | 'processing' | 'waiting' | 'transferring' | 'succeeded' | 'failed' | 'cancelling' | 'cancelled' | 'refused'
  readonly packageInfo?: string
  readonly why?: string
}

export interface TransferRecorded { readonly transfer: Transfer; readonly postings: readonly Posting[]; /** It came to nothing: the amount is the leader's again. */ readonly restored: boolean }

/**
 * What WeChat's word about a transfer changes; undefined when it says nothing new. Money leaves the account when WeChat takes the transfer on, and comes back
 * when it fails or is cancelled. `refused` is a number WeChat never took.
 */
export function decideTransfer(transfer: Transfer, { state: said, packageInfo, why }: TransferStatement, now: Instant): TransferRecorded | undefined {
  const state = STATES[said]
  if (state === transfer.state ? packageInfo === undefined || packageInfo === transfer.packageInfo : !canMove(TRANSFER_TRANSITIONS, transfer.state, state)) return undefined
  if (said === 'refused' && transfer.sentAt !== undefined) return undefined
  if (state !== transfer.state) assertMove('transfer', TRANSFER_TRANSITIONS, transfer.state, state)
  const { id, amountFen, openid } = transfer
  const [leader, payable, clearing] = [{ account: 'commission_payable', party: openid }, { account: 'transfer_payable' }, { account: 'wechat_clearing' }] as const
  const ended = TRANSFER_TRANSITIONS[state].length === 0
  const restored = state === 'failed' || state === 'cancelled'
  const taken = said !== 'refused'
  const postings = [
    ...taken && transfer.sentAt === undefined ? [moved(`${id}.transfer`, 'transfer', now, payable, clearing, amountFen)] : [],
    ...taken && restored ? [moved(`${id}.transfer_returned`, 'transfer_returned', now, clearing, payable, amountFen)] : [],
    ...restored ? [moved(`${id}.transfer_restored`, 'transfer_restored', now, payable, leader, amountFen)] : [],
  ]
  const { packageInfo: _old, sealedName, ...rest } = transfer
  return {
    restored,
    postings,
    transfer: {
      ...rest,
      state,
      ...(!taken && !restored && sealedName !== undefined && { sealedName }),
      ...(state === 'waiting' && packageInfo !== undefined && { packageInfo }),
      ...(taken && { sentAt: transfer.sentAt ?? now }),
      ...(why !== undefined && { why }),
      ...(ended && { endedAt: now }),
      version: transfer.version + 1,
    },
  }
}

const STATES: Readonly<Record<TransferStatement['state'], TransferState>> = {
  accepted: 'moving', processing: 'moving', transferring: 'moving', waiting: 'waiting', cancelling: 'cancelling',
  succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled', refused: 'failed',
}

/** The leader as a transfer that came to nothing leaves them. */
export function restoreCommission(member: Member, { amountFen, day }: Transfer): Member {
  return {
    ...member,
    commissionFen: addFen(member.commissionFen ?? ZERO_FEN, amountFen),
    ...(member.transferred?.day === day && { transferred: { day, amountFen: subtractFen(member.transferred.amountFen, amountFen) } }),
  }
}

type Side = Pick<Posting['entries'][number], 'account' | 'party'>

function moved(id: string, kind: Posting['kind'], at: Instant, debit: Side, credit: Side, amountFen: Fen): Posting {
  return posting(id, kind, '', at, [{ ...debit, amountFen }, { ...credit, amountFen: fen(0 - amountFen) }])
}
