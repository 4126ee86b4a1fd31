import type { Scheduled, VirtualClock } from '../control/clock'
import type { Faults } from '../control/faults'
import type { StateFile, Table } from '../control/state'
import type { Spelling } from './errors'
import type { KeyRecord, PeerKeys } from './keys'
import type { BillDownload } from './bills'
import type { Flow, Notification, Order, Prepay, Refund, RefundOutcome } from './model'
import type { Freeze, Receiver, ShareFailure, Sharing, SharingReturn } from './sharing-model'
import type { Transfer, TransferFailure } from './transfer-model'
import type { KeyMode } from './signing'
import { compactTime } from './time'

export interface Delivery {
  headers: Record<string, string>
  body: string
}

export interface Settings {
  mode: KeyMode
  spelling: Spelling
  merchantName: string
  /** Share of each payment that WeChat keeps, given back pro rata on refunds. */
  feeRate: number
  notifyDelayMs: number
  /** How long, in real time, a merchant may take to answer a notification. */
  notifyTimeoutMs: number
  refundDelayMs: number
  /** How long a profit sharing, its return, a confirmed transfer and a cancelled one are on their way. */
  sharingDelayMs: number
  transferDelayMs: number
  /** How long a transfer stays ACCEPTED before the payee may confirm it. */
  transferReviewMs: number
  /** The largest part of a payment that may be shared out. */
  sharingCap: number
  /** Whether bills begin with a byte order mark, as some readers have met them. */
  billBom: boolean
  /** Whether the mini-program platform still holds a payment back because its goods are not delivered. */
  held(transactionId: string): boolean
  /** Whether this openid belongs to this appid. */
  ownsOpenid(appid: string, openid: string): boolean
}

/** Everything durable. Each table is a map of JSON values. */
export interface Tables {
  keys: Table<KeyRecord>
  /** appids bound to the merchant */
  appids: Table<string>
  orders: Table<Order>
  prepays: Table<Prepay>
  /** transaction_id → out_trade_no, refund_id → out_refund_no */
  transactions: Table<string>
  refundIds: Table<string>
  refunds: Table<Refund>
  outcomes: Table<RefundOutcome>
  notifications: Table<Notification>
  flows: Table<Flow>
  /** addresses of bills, by token */
  downloads: Table<BillDownload>
  /** money of payments that are to be shared out, by transaction_id */
  freezes: Table<Freeze>
  receivers: Table<Receiver>
  /** where a receiving merchant hears of its share, by mchid */
  receiverUrls: Table<string>
  sharings: Table<Sharing>
  sharingReturns: Table<SharingReturn>
  /** how a receiver's next share or return fails, by account or `next` */
  shareFailures: Table<ShareFailure>
  transfers: Table<Transfer>
  /** package_info or transfer_bill_no → out_bill_no */
  transferIds: Table<string>
  transferFailures: Table<TransferFailure>
  /** counters and the account's balance */
  numbers: Table<number>
}

/** What the parts of this peer share. */
export interface Peer {
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly state: StateFile
  readonly tables: Tables
  readonly keys: PeerKeys
  readonly settings: Settings
  readonly random: () => number
  readonly deliver: (url: string, delivery: Delivery) => Promise<{ status: number }>
  /** Notifications waiting for another one to overtake them. */
  readonly heldBack: Set<string>
  /** Deliveries on their way. */
  readonly running: Set<Promise<void>>
  readonly scheduled: Set<Scheduled>
  /** False once closed: what was on its way then may no longer write. */
  open: boolean
}

const TRANSACTIONS = 'wechat-pay.transactions'

export function openTables(state: StateFile): Tables {
  return {
    keys: state.table('wechat-pay.keys'),
    appids: state.table('wechat-pay.appids'),
    orders: state.table('wechat-pay.orders'),
    prepays: state.table('wechat-pay.prepays'),
    transactions: state.table(TRANSACTIONS),
    refundIds: state.table('wechat-pay.refund-ids'),
    refunds: state.table('wechat-pay.refunds'),
    outcomes: state.table('wechat-pay.outcomes'),
    notifications: state.table('wechat-pay.notifications'),
    flows: state.table('wechat-pay.flows'),
    downloads: state.table('wechat-pay.downloads'),
    freezes: state.table('wechat-pay.freezes'),
    receivers: state.table('wechat-pay.receivers'),
    receiverUrls: state.table('wechat-pay.receiver-urls'),
    sharings: state.table('wechat-pay.sharings'),
    sharingReturns: state.table('wechat-pay.sharing-returns'),
    shareFailures: state.table('wechat-pay.share-failures'),
    transfers: state.table('wechat-pay.transfers'),
    transferIds: state.table('wechat-pay.transfer-ids'),
    transferFailures: state.table('wechat-pay.transfer-failures'),
    numbers: state.table('wechat-pay.numbers'),
  }
}

/** The out_trade_no of every payment in the account kept in this state. */
export function paidNumbers(state: StateFile): string[] {
  return state.table<string>(TRANSACTIONS).values()
}

/** Registers what is to happen once the surrounding transaction is durable. */
export type After = (run: () => void) => void

/** Runs `job` in one durable transaction, then what it asked to happen afterwards. */
export function commit<T>(peer: Peer, job: (after: After) => T): T {
  const later: (() => void)[] = []
  const result = peer.state.atomically(() => job(run => later.push(run)))
  for (const run of later) run()
  return result
}

/**
 * Puts a job on the virtual clock. A frozen clock waits for it, so that `advance` returns when all is done; a running clock does not,
 * so that one slow merchant never holds up the others.
 */
export function scheduleJob(peer: Peer, at: number, label: string, job: () => Promise<void>): void {
  const entry = peer.clock.schedule(at, label, () => {
    peer.scheduled.delete(entry)
    const run: Promise<void> = job()
      .catch((error: unknown) => {
        if (peer.open) throw error
      })
      .finally(() => peer.running.delete(run))
    peer.running.add(run)
    return peer.clock.mode === 'frozen' ? run : undefined
  })
  peer.scheduled.add(entry)
}

/** The next number of a durable sequence, so that numbers stay unique over restarts with the same seed. */
export function nextNumber(peer: Peer, sequence: string): number {
  const next = (peer.tables.numbers.get(sequence) ?? 0) + 1
  peer.tables.numbers.put(sequence, next)
  return next
}

const drawn = (peer: Peer, length: number, alphabet: string): string =>
  Array.from({ length }, () => alphabet[Math.floor(peer.random() * alphabet.length)]).join('')

const counted = (peer: Peer, sequence: string, width: number): string => String(nextNumber(peer, sequence)).padStart(width, '0')

export function newPrepayId(peer: Peer): string {
  return `wx${compactTime(peer.clock.now())}${drawn(peer, 10, '0123456789abcdef')}${counted(peer, 'prepay', 8)}0000`
}

/** 28 digits, as payers see it in WeChat. */
export function newTransactionId(peer: Peer): string {
  return `4200${drawn(peer, 6, '0123456789')}${compactTime(peer.clock.now()).slice(0, 8)}${counted(peer, 'transaction', 10)}`
}

export function newRefundId(peer: Peer): string {
  return `5030${drawn(peer, 7, '0123456789')}${compactTime(peer.clock.now()).slice(0, 8)}${counted(peer, 'refund', 10)}`
}

export function newSharingId(peer: Peer): string {
  return `3008${drawn(peer, 6, '0123456789')}${compactTime(peer.clock.now()).slice(0, 8)}${counted(peer, 'sharing', 10)}`
}

export function newTransferId(peer: Peer): string {
  return `1330${drawn(peer, 6, '0123456789')}${compactTime(peer.clock.now()).slice(0, 8)}${counted(peer, 'transfer', 10)}`
}

export function newNotificationId(peer: Peer): string {
  const hex = drawn(peer, 20, '0123456789abcdef') + nextNumber(peer, 'notification').toString(16).padStart(12, '0')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
