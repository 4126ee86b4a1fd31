import type { Scheduled, VirtualClock } from '../control/clock'
import type { Faults } from '../control/faults'
import type { StateFile, Table } from '../control/state'
import type { Spelling } from './errors'
import type { KeyRecord, PeerKeys } from './keys'
import type { Flow, Notification, Order, Prepay, Refund, RefundOutcome } from './model'
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
  /** Deliveries on their way. */
  readonly running: Set<Promise<void>>
  readonly scheduled: Set<Scheduled>
  /** False once closed: what was on its way then may no longer write. */
  open: boolean
}

export function openTables(state: StateFile): Tables {
  return {
    keys: state.table('wechat-pay.keys'),
    appids: state.table('wechat-pay.appids'),
    orders: state.table('wechat-pay.orders'),
    prepays: state.table('wechat-pay.prepays'),
    transactions: state.table('wechat-pay.transactions'),
    refundIds: state.table('wechat-pay.refund-ids'),
    refunds: state.table('wechat-pay.refunds'),
    outcomes: state.table('wechat-pay.outcomes'),
    notifications: state.table('wechat-pay.notifications'),
    flows: state.table('wechat-pay.flows'),
    numbers: state.table('wechat-pay.numbers'),
  }
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

export function newNotificationId(peer: Peer): string {
  const hex = drawn(peer, 20, '0123456789abcdef') + nextNumber(peer, 'notification').toString(16).padStart(12, '0')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
