import { Hono } from 'hono'
import type { VirtualClock } from '../control/clock'
import type { Faults } from '../control/faults'
import type { StateFile } from '../control/state'
import { applyAbnormalRefund } from './abnormal-refunds'
import { accountOf, balanceFen, book, type Account } from './account'
import { cashierApp } from './cashier'
import { certificates } from './certificates'
import { deliverByFetch } from './deliveries'
import type { Spelling } from './errors'
import { exchange } from './exchange'
import { forgeNotification } from './forgeries'
import { newKeyRecord, readyKeys, type KeyRecord } from './keys'
import type { Attempt, Flow, Notification, Order, Refund, RefundOutcome } from './model'
import { resendNow, resumeNotifications } from './notifications'
import { close, prepay, queryById, queryByNumber } from './orders'
import { payOrder, type PayOutcome } from './payments'
import { commit, openTables, type Delivery, type Peer, type Settings } from './peer'
import { resumeRefunds } from './refund-outcomes'
import { queryRefund, refund, refundedFenOf } from './refunds'
import type { KeyMode } from './signing'

export type { Account } from './account'
export type { Spelling } from './errors'
export type { KeyRecord } from './keys'
export type { Attempt, Flow, Notification, Order, Refund, RefundOutcome } from './model'
export type { PayOutcome, PayRefusal } from './payments'
export type { Delivery } from './peer'
export type { KeyMode } from './signing'
export { newKeyRecord } from './keys'
export { retrySchedule } from './notifications'

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

  /** Opens the account kept in `state`, or a new one, and takes up the notifications and refunds that were on their way. */
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
        ownsOpenid: () => true,
        ...settings,
      },
    }
    resumeRefunds(peer)
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
      if (fen > balanceFen(this.#peer)) throw new Error('more than the balance')
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

function apiApp(peer: Peer): Hono {
  const app = new Hono()
  app.onError((error) => {
    throw error
  })
  app.post('/v3/pay/transactions/jsapi', exchange(peer, 'prepay', prepay))
  app.get('/v3/pay/transactions/out-trade-no/:no', exchange(peer, 'query', queryByNumber))
  app.get('/v3/pay/transactions/id/:id', exchange(peer, 'query', queryById))
  app.post('/v3/pay/transactions/out-trade-no/:no/close', exchange(peer, 'close', close))
  app.post('/v3/refund/domestic/refunds', exchange(peer, 'refund', refund))
  app.get('/v3/refund/domestic/refunds/:no', exchange(peer, 'refund-query', queryRefund))
  app.post('/v3/refund/domestic/refunds/:refundId/apply-abnormal-refund', exchange(peer, 'abnormal-refund', applyAbnormalRefund))
  app.get('/v3/certificates', exchange(peer, 'certificates', certificates))
  return app
}
