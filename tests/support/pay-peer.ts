import type { PayParamsView } from '../../cloudfunctions/contract/views'
import type { PaymentFacts } from '../../cloudfunctions/domain/payment/payment'
import { MoneyPeer } from './money-peer'
import type { Payments, PaymentRequest, RefundFacts } from '../../cloudfunctions/ports'

export const APPID = 'wx0123456789abcdef'
export const MCHID = '1900000001'

interface PayOrder { readonly request: PaymentRequest; state: 'unpaid' | 'paid' | 'closed'; facts?: PaymentFacts }

/** WeChat Pay as a small state machine: orders and refunds by their merchant numbers, and the merchant's account to the fen. */
export class PayPeer {
  readonly orders = new Map<string, PayOrder>()
  readonly refunds = new Map<string, RefundFacts>()
  /** What became of a refund when it is asked for. */
  refundOutcome: 'succeeded' | 'processing' | 'abnormal' | 'rejected' = 'succeeded'
  /** While down, every call ends without a known outcome and without effect. */
  down = false
  accountFen = 0
  /** Fees, bills and sharing out. */
  readonly money = new MoneyPeer(() => this.now(), amountFen => this.accountFen += amountFen, no => this.refunds.get(no)?.state)

  constructor(private readonly now: () => number) {}

  /** Knows from now on what another one knows. */
  take(other: PayPeer): void {
    for (const [no, order] of other.orders) this.orders.set(no, { ...order })
    for (const [no, refund] of other.refunds) this.refunds.set(no, refund)
    this.refundOutcome = other.refundOutcome
    this.accountFen = other.accountFen
    this.money.take(other.money)
  }

  /** Equal texts mean that WeChat knows the same. */
  digest(): string {
    return JSON.stringify([[...this.orders], [...this.refunds], this.accountFen, this.money.digest()])
  }

  /** The shopper pays in the sheet. False when WeChat no longer takes it. */
  pay(outTradeNo: string): PaymentFacts | undefined {
    const order = this.orders.get(outTradeNo)
    if (order?.state !== 'unpaid' || this.now() >= order.request.expiresAt) return undefined
    return this.force(outTradeNo)
  }

  /** Money that comes whatever state the order is in, as it can when paying and closing cross. */
  force(outTradeNo: string): PaymentFacts {
    const order = this.orders.get(outTradeNo)
    if (!order) throw new Error(`WeChat knows no ${outTradeNo}`)
    const { openid, amountFen } = order.request
    order.state = 'paid'
    const first = order.facts === undefined
    order.facts ??= { outTradeNo, appid: APPID, mchid: MCHID, openid, amountFen, currency: 'CNY', transactionId: `42000${outTradeNo}`, paidAt: this.now() }
    this.accountFen += amountFen
    if (first) this.money.paid(order.facts, order.request.shared === true)
    return order.facts
  }

  /** How a refund that was being processed, or was stuck, ends. */
  endRefund(outRefundNo: string, state: RefundFacts['state']): RefundFacts {
    const refund = this.refunds.get(outRefundNo)
    if (!refund || refund.state === 'succeeded') throw new Error(`WeChat has no open refund ${outRefundNo}`)
    const ended: RefundFacts = { ...refund, state, ...(state === 'succeeded' && { succeededAt: this.now() }) }
    this.refunds.set(outRefundNo, ended)
    if (state === 'succeeded') this.money.refunded(ended)
    if (state === 'closed') {
      this.money.refunded(ended)
      this.money.refundClosed(ended)
    }
    return ended
  }

  /** The money of a refund that is being processed leaves the account, as WeChat takes it off when it accepts one. */
  takesOff(outRefundNo: string): void {
    const refund = this.refunds.get(outRefundNo)
    if (refund?.state !== 'processing') throw new Error(`WeChat has no open refund ${outRefundNo}`)
    this.money.refunded(refund)
  }

  /** The port of one worker; `gate` surrounds its calls. */
  connect(gate: <T>(call: string, effect: () => T) => Promise<T>): Payments {
    const asked = <T extends { outcome: string }>(call: string, effect: () => T): Promise<T | { outcome: 'unknown' }> =>
      gate(call, () => this.down ? { outcome: 'unknown' as const } : effect())
    return {
      appid: APPID,
      mchid: MCHID,
      create: request => asked('pay.create', () => this.create(request)),
      query: no => asked('pay.query', () => {
        const order = this.orders.get(no)
        return order?.facts ? { outcome: 'paid' as const, facts: order.facts } : { outcome: order ? order.state === 'closed' ? 'closed' as const : 'unpaid' as const : 'absent' as const }
      }),
      close: no => asked('pay.close', () => {
        const order = this.orders.get(no)
        if (!order) return { outcome: 'absent' as const }
        if (order.state === 'paid') return { outcome: 'already_paid' as const }
        order.state = 'closed'
        return { outcome: 'closed' as const }
      }),
      refund: request => asked('pay.refund', () => {
        if (!this.refunds.has(request.outRefundNo)) {
          if (this.refundOutcome === 'rejected') return { outcome: 'rejected' as const, code: 'USER_ACCOUNT_ABNORMAL' }
          const { outRefundNo, outTradeNo, amountFen, totalFen } = request
          if (this.orders.get(outTradeNo)?.state !== 'paid') return { outcome: 'rejected' as const, code: 'RESOURCE_NOT_EXISTS' }
          this.refunds.set(outRefundNo, { outRefundNo, outTradeNo, amountFen, totalFen, state: 'processing', providerRefundId: `50000${outRefundNo}` })
          this.money.refundAccepted(this.refunds.get(outRefundNo) as RefundFacts)
          if (this.refundOutcome !== 'processing') this.endRefund(outRefundNo, this.refundOutcome)
        }
        return { outcome: 'known' as const, facts: this.refunds.get(request.outRefundNo) as RefundFacts }
      }),
      queryRefund: no => asked('pay.queryRefund', () => {
        const facts = this.refunds.get(no)
        return facts ? { outcome: 'known' as const, facts } : { outcome: 'absent' as const }
      }),
      refundToCard: ({ outRefundNo }) => asked('pay.refundToCard', () => {
        const facts = this.refunds.get(outRefundNo)
        return { outcome: 'known' as const, facts: facts?.state === 'succeeded' ? facts : this.endRefund(outRefundNo, 'succeeded') }
      }),
      ...this.money.connect(asked),
      openNotification: () => Promise.reject(new Error('notifications are opened by the adapter, which has tests of its own')),
    }
  }

  private create(request: PaymentRequest): { outcome: 'created'; params: PayParamsView } | { outcome: 'already_paid' } | { outcome: 'closed' } {
    const order = this.orders.get(request.outTradeNo)
    if (order && order.state !== 'unpaid') return { outcome: order.state === 'paid' ? 'already_paid' : 'closed' }
    this.orders.set(request.outTradeNo, { request, state: 'unpaid' })
    const params: PayParamsView = { appId: APPID, timeStamp: String(this.now()), nonceStr: 'n', package: `prepay_id=${request.outTradeNo}`, signType: 'RSA', paySign: 's' }
    return { outcome: 'created', params }
  }
}
