import type { Hono } from 'hono'
import type { VirtualClock } from '../control/clock'
import type { Faults } from '../control/faults'
import type { StateFile } from '../control/state'
import { accountOf, book, type Account } from './account'
import { billsOf } from './bills'
import { cashierApp } from './cashier'
import { deliverByFetch } from './deliveries'
import type { Spelling } from './errors'
import { forgeNotification } from './forgeries'
import { resumeFreezes } from './freezes'
import { newKeyRecord, readyKeys, type KeyRecord } from './keys'
import type { Attempt, Flow, Notification, Order, Refund, RefundOutcome } from './model'
import { resendNow, resumeNotifications } from './notifications'
import { payOrder, type PayOutcome } from './payments'
import { commit, openTables, type Delivery, type Peer, type Settings } from './peer'
import { resumeRefunds } from './refund-outcomes'
import { refundedFenOf } from './refunds'
import { apiApp } from './routes'
import type { Freeze, Receiver, ShareFailure, Sharing, SharingReturn } from './sharing-model'
import { resumeSharings } from './sharing-outcomes'
import type { KeyMode } from './signing'
import type { Transfer, TransferFailure } from './transfer-model'
import { answerTransfer, resumeTransfers, type TransferAnswer } from './transfer-outcomes'

export type { Account } from './account'
export type { Spelling } from './errors'
export type { KeyRecord } from './keys'
export type { Attempt, Flow, Notification, Order, Refund, RefundOutcome } from './model'
export type { PayOutcome, PayRefusal } from './payments'
export type { Delivery } from './peer'
export type { Freeze, Receiver, Share, ShareFailure, Sharing, SharingReturn } from './sharing-model'
export type { KeyMode } from './signing'
export type { Transfer, TransferFailure, TransferState } from './transfer-model'
export type { TransferAnswer } from './transfer-outcomes'
export { newKeyRecord } from './keys'
export { retrySchedule } from './notifications'
export { paidNumbers } from './peer'

export interface PayPeerOptions extends Partial<Settings> {
  clock: VirtualClock
  faults: Faults
  state: StateFile
  /** Seeded for repeatable numbers; keys and nonces are always truly random. */
  random?: () => number
  /** How a notification reaches the merchant; default HTTP. */
  deliver?: (url: string, delivery: Delivery) => Promise<{ status: number }>
  /** Keys to use when the state holds none yet; default new ones. */
  keys?: KeyRecord
}

/** What a merchant's server is configured with. The two last are empty for a merchant with platform certificates only. */
export interface MerchantConfig {
  appid: string
  mchid: string
  merchantSerial: string
  merchantPrivateKeyDer: string
  apiV3Key: string
  payKeyId: string
  payPublicKeyDer: string
}

/** A paid order, as the open API's shipping endpoints need to know it. */
export interface PaidOrder {
  transactionId: string
  outTradeNo: string
  mchid: string
  openid: string
  description: string
  totalFen: number
  createdAt: number
  paidAt: number
  /** Sum of accepted refunds that were not closed. */
  refundedFen: number
}

/** The far end of WeChat Pay v3 for one merchant: the API, the payment sheet, and the levers of the payer and of WeChat. */
export class WeChatPay {
  readonly app: Hono
  readonly cashier: Hono
  readonly #peer: Peer

  private constructor(peer: Peer) {
    this.#peer = peer
    this.app = apiApp(peer)
    this.cashier = cashierApp(peer)
  }

  /** Opens the account kept in `state`, or a new one, and takes up what was on its way: notifications, refunds, shares and transfers. */
  static open(options: PayPeerOptions): WeChatPay {
    const { clock, faults, state, random = Math.random, deliver = deliverByFetch, keys, ...settings } = options
    const tables = openTables(state)
    const kept = tables.keys.get('merchant') ?? keys ?? newKeyRecord(clock.now())
    tables.keys.put('merchant', kept)
    const peer: Peer = {
      clock,
      faults,
      state,
      tables,
      random,
      deliver,
      keys: readyKeys(kept),
      heldBack: new Set(),
      running: new Set(),
      scheduled: new Set(),
      open: true,
      settings: {
        mode: 'public-key',
        spelling: 'underscored',
        merchantName: '邻团',
        feeRate: 0,
        notifyDelayMs: 200,
        notifyTimeoutMs: 5000,
        refundDelayMs: 3000,
        sharingDelayMs: 3000,
        transferDelayMs: 3000,
        transferReviewMs: 0,
        sharingCap: 0.3,
        billBom: false,
        held: () => false,
        ownsOpenid: () => true,
        ...settings,
      },
    }
    resumeRefunds(peer)
    resumeFreezes(peer)
    resumeSharings(peer)
    resumeTransfers(peer)
    resumeNotifications(peer)
    return new WeChatPay(peer)
  }

  /** Binds the appid to the merchant and says what its server needs to know. */
  merchant(appid: string): MerchantConfig {
    const { keys, settings, tables } = this.#peer
    tables.appids.put(appid, appid)
    const withKey = settings.mode !== 'platform-certificate'
    return {
      appid,
      mchid: keys.mchid,
      merchantSerial: keys.merchantSerial,
      merchantPrivateKeyDer: keys.merchantPrivateKeyDer,
      apiV3Key: keys.apiV3Key,
      payKeyId: withKey ? keys.payKeyId : '',
      payPublicKeyDer: withKey ? keys.payPublicKeyDer : '',
    }
  }

  /** Changes the key mode or the spelling of error codes while running. */
  configure(change: { mode?: KeyMode, spelling?: Spelling }): void {
    Object.assign(this.#peer.settings, change)
  }

  /** The payer confirms on the payment sheet; with a coupon WeChat pays part of it. */
  async pay(prepayId: string, openid?: string, options: { couponFen?: number } = {}): Promise<PayOutcome> {
    return payOrder(this.#peer, prepayId, openid, options.couponFen)
  }

  account(): Account {
    return accountOf(this.#peer)
  }

  /** The merchant puts money in, or takes it to the bank, which is how a refund meets NOT_ENOUGH. */
  topUp(fen: number): void {
    commit(this.#peer, () => book(this.#peer, 'top-up', fen, 'top-up'))
  }

  withdraw(fen: number): void {
    commit(this.#peer, () => {
      if (fen > accountOf(this.#peer).availableFen) throw new Error('more than the available balance')
      book(this.#peer, 'withdrawal', -fen, 'withdrawal')
    })
  }

  orders(): Order[] {
    return this.#peer.tables.orders.values()
  }

  refunds(): Refund[] {
    return this.#peer.tables.refunds.values()
  }

  /** Oldest first. */
  notifications(): Notification[] {
    return this.#peer.tables.notifications.values().sort((a, b) => a.createdAt - b.createdAt)
  }

  flows(): Flow[] {
    return this.#peer.tables.flows.values()
  }

  /** Every paid order, oldest first. */
  paidOrders(): PaidOrder[] {
    return this.orders().flatMap(order => (order.payment ? [this.paidOrder(order.outTradeNo)] : [])).filter(one => one !== undefined).sort((a, b) => a.paidAt - b.paidAt)
  }

  /** The paid order with this transaction_id or out_trade_no. */
  paidOrder(number: string): PaidOrder | undefined {
    const { tables } = this.#peer
    const order = tables.orders.get(tables.transactions.get(number) ?? number)
    if (!order?.payment) return undefined
    const { outTradeNo, mchid, openid, description, totalFen, createdAt, payment: { transactionId, paidAt } } = order
    const refundedFen = refundedFenOf(this.#peer, order)
    return { transactionId, outTradeNo, mchid, openid, description, totalFen, createdAt, paidAt, refundedFen }
  }

  /** How a refund, or whichever comes next, is to end. Takes effect when it is asked for or when it settles. */
  setRefundOutcome(outRefundNo: string | 'next', outcome: RefundOutcome): void {
    this.#peer.tables.outcomes.put(outRefundNo, outcome)
  }

  /** What the bills of a day, `2026-03-01`, say so far. */
  bills(date: string): { trades?: string, funds?: string } {
    return billsOf(this.#peer, date)
  }

  receivers(): Receiver[] {
    return this.#peer.tables.receivers.values()
  }

  profitSharings(): Sharing[] {
    return this.#peer.tables.sharings.values()
  }

  sharingReturns(): SharingReturn[] {
    return this.#peer.tables.sharingReturns.values()
  }

  /** What is frozen of payments that are to be shared out. */
  freezes(): Freeze[] {
    return this.#peer.tables.freezes.values()
  }

  /** Lets the next share to this account, or to whichever comes next, or the next return from it, fail. */
  failShare(account: string | 'next', failure: ShareFailure): void {
    this.#peer.tables.shareFailures.put(account, failure)
  }

  /** Where a receiving merchant hears of its shares. */
  setReceiverUrl(mchid: string, url: string): void {
    this.#peer.tables.receiverUrls.put(mchid, url)
  }

  transfers(): Transfer[] {
    return this.#peer.tables.transfers.values()
  }

  /** The payee takes the transfer behind a package_info, or goes away from it, as in `wx.requestMerchantTransfer`. */
  answerTransfer(packageInfo: string, openid: string, answer: 'confirm' | 'decline'): TransferAnswer {
    return answerTransfer(this.#peer, packageInfo, openid, answer === 'confirm')
  }

  /** Lets a transfer, or whichever is confirmed next, fail after it is confirmed. */
  failTransfer(outBillNo: string | 'next', failure: TransferFailure): void {
    this.#peer.tables.transferFailures.put(outBillNo, failure)
  }

  /** Sends a notification once more, out of turn. */
  async resend(notificationId: string): Promise<Notification> {
    return resendNow(this.#peer, notificationId)
  }

  /** Sends what a forger would: a payment notification, signed with a key that is not WeChat's. */
  async forge(outTradeNo: string, changes: Record<string, unknown> = {}): Promise<Attempt> {
    return forgeNotification(this.#peer, outTradeNo, changes)
  }

  /** Resolves when no delivery is on its way. */
  async settle(): Promise<void> {
    while (this.#peer.running.size > 0) await Promise.allSettled(this.#peer.running)
  }

  /** Takes everything off the clock; the state keeps it for the next `open`. */
  close(): void {
    this.#peer.open = false
    for (const entry of this.#peer.scheduled) entry.cancel()
    this.#peer.scheduled.clear()
  }
}
