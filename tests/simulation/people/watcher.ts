import type { WeChatSide } from '../cloud/wechat-side'
import type { Faults } from '../engine/faults'
import type { Sometimes } from '../sometimes'

/** Looks at what passes between the shop and WeChat: what must happen now and then, and how WeChat is to take a refund. */
export class Watcher {
  sweeping = 0
  readonly broken: string[] = []
  /** Orders that were closed here when WeChat took the money. */
  readonly late = new Set<string>()
  /** Orders of which WeChat said that they are closed, and went on taking money. */
  readonly crossed = new Set<string>()
  /** Payments being asked for, by order. */
  readonly #asking = new Map<string, number>()

  constructor(private readonly sometimes: Sometimes) {}

  complain(what: string): void {
    this.broken.push(what)
  }

  calls(label: string, path: string, body: string | undefined, wechat: WeChatSide, faults: Faults): void {
    if (label === 'pay.refund') this.#fateOfRefund(body, wechat, faults)
    if (label === 'wechat.upload_shipping_info') this.sometimes.saw('shipping info uploaded')
    if (label === 'pay.close' && wechat.pay.paidOrder(path.split('/').at(-2) ?? '')) this.sometimes.saw('close found the order paid')
  }

  /** From the shopper's tap until the answer is there. */
  async whileAsking<T>(orderId: string, ask: Promise<T>): Promise<T> {
    this.#asking.set(orderId, (this.#asking.get(orderId) ?? 0) + 1)
    try {
      return await ask
    }
    finally {
      this.#asking.set(orderId, (this.#asking.get(orderId) ?? 1) - 1)
    }
  }

  #paidLast: string | undefined

  paid(orderId: string): void {
    this.#paidLast = orderId
  }

  notified(kind: string): void {
    if (kind === 'payment' && this.#paidLast && (this.#asking.get(this.#paidLast) ?? 0) > 0) this.sometimes.saw('notified while the payment was still being asked for')
  }

  #fateOfRefund(body: string | undefined, { pay }: WeChatSide, faults: Faults): void {
    const { out_refund_no: no } = JSON.parse(body ?? '{}') as { out_refund_no: string }
    if (pay.refunds().some(refund => refund.outRefundNo === no)) return
    if (faults.strikes('refund_refused')) {
      this.sometimes.saw('refund refused outright')
      pay.setRefundOutcome(no, 'USER_ACCOUNT_ABNORMAL')
    }
    else if (faults.strikes('refund_abnormal')) pay.setRefundOutcome(no, 'ABNORMAL')
    else if (faults.strikes('refund_closed')) pay.setRefundOutcome(no, 'CLOSED')
  }
}
