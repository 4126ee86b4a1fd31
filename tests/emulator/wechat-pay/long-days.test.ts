import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../emulator/control/faults'
import { APPID, openShop, order, OPENID, refundParams, signed, type Shop } from './support/shop'
import { addReceiver, MCH, share } from './support/sharing'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const STEPS = 160

interface Sale {
  no: string
  tx: string
  total: number
}

/** A merchant's days drawn from a seed: sales, refunds, shares, returns and transfers, many of them refused. */
class Days {
  readonly #random: () => number
  readonly #sales: Sale[] = []
  readonly #shares: string[] = []
  readonly #bills: string[] = []
  #next = 1000

  constructor(readonly shop: Shop, seed: number) {
    this.#random = seededRandom(seed)
  }

  async step(): Promise<void> {
    const steps = [this.sell, this.sell, this.refund, this.share, this.share, this.unfreeze, this.giveBack, this.transfer, this.answer, this.cancel]
    await this.#pick(steps)!.call(this)
    await this.shop.clock.advance(this.#upTo(90) * MINUTE)
  }

  async sell(): Promise<void> {
    const no = this.#number('order')
    const total = 1 + this.#upTo(90_000)
    const prepayId = await order(this.shop, no, { amount: { total, currency: 'CNY' }, settle_info: { profit_sharing: this.#upTo(4) > 0 } })
    const paid = await this.shop.pay.pay(prepayId, OPENID, { couponFen: this.#upTo(Math.min(total, 200)) })
    if (paid.ok) this.#sales.push({ no, tx: paid.transactionId, total })
  }

  async refund(): Promise<void> {
    const sale = this.#pick(this.#sales)
    if (!sale) return
    this.shop.pay.setRefundOutcome('next', this.#pick(['SUCCESS', 'CLOSED', 'ABNORMAL'] as const)!)
    await this.shop.client.refunds(refundParams(sale.no, this.#number('refund'), 1 + this.#upTo(sale.total), sale.total))
  }

  async share(): Promise<void> {
    const sale = this.#pick(this.#sales.slice(-3))
    if (!sale) return
    if (this.#upTo(3) === 0) this.shop.pay.failShare('next', 'RECEIVER_HIGH_RISK')
    const no = this.#number('share')
    this.#shares.push(no)
    await share(this.shop, sale.tx, no, [{ account: MCH, amount: 1 + this.#upTo(sale.total * 0.4) }], { unfreeze_unsplit: this.#upTo(6) === 0 })
  }

  async unfreeze(): Promise<void> {
    const sale = this.#pick(this.#sales)
    if (sale) await this.shop.client.profitsharing_orders_unfreeze({ transaction_id: sale.tx, out_order_no: this.#number('rest'), description: '解冻' })
  }

  async giveBack(): Promise<void> {
    const no = this.#pick(this.#shares.slice(-4))
    if (no) await this.shop.client.profitsharing_return_orders({ out_order_no: no, out_return_no: this.#number('return'), return_mchid: MCH, amount: 1 + this.#upTo(900), description: '退' })
  }

  async transfer(): Promise<void> {
    const no = this.#number('bill').replace('-', '')
    this.#bills.push(no)
    await signed(this.shop, 'POST', '/v3/fund-app/mch-transfer/transfer-bills', {
      appid: APPID, out_bill_no: no, transfer_scene_id: '1004', openid: OPENID, transfer_amount: 10 + this.#upTo(9000), transfer_remark: '佣金',
      transfer_scene_report_infos: [{ info_type: '说明', info_content: '佣金' }],
    })
  }

  async answer(): Promise<void> {
    const waiting = this.#pick(this.shop.pay.transfers())
    if (this.#upTo(2) === 0) this.shop.pay.failTransfer('next', 'TRANSFER_RISK')
    if (waiting) this.shop.pay.answerTransfer(waiting.packageInfo, OPENID, 'confirm')
  }

  async cancel(): Promise<void> {
    const no = this.#pick(this.#bills)
    if (no) await signed(this.shop, 'POST', `/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${no}/cancel`, {})
  }

  #number(prefix: string): string {
    return `${prefix}-${this.#next++}`
  }

  #upTo(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[this.#upTo(list.length)]
  }
}

/** What must be so at every moment. */
function checkBooks({ pay }: Shop): void {
  const { balanceFen, frozenFen, availableFen, ...sums } = pay.account()
  const flows = pay.flows()
  expect(flows.reduce((sum, flow) => sum + flow.amountFen, 0)).toBe(balanceFen)
  expect(flows.at(-1)?.balanceFen ?? 0).toBe(balanceFen)
  expect(sums.paymentsFen - sums.refundsFen - sums.feesFen - sums.sharedFen - sums.transferredFen).toBe(balanceFen)
  expect(frozenFen).toBe(pay.freezes().reduce((sum, one) => sum + one.leftFen + one.pendingFen, 0))
  expect(availableFen).toBe(balanceFen - frozenFen)
  for (const one of [...pay.freezes().flatMap(({ leftFen, pendingFen, sharedFen, capFen }) => [leftFen, pendingFen, sharedFen, capFen - sharedFen]), availableFen]) {
    expect(one).toBeGreaterThanOrEqual(0)
  }
}

describe('the books', () => {
  it.each([1, 2])('balance at every step of the days of seed %i, and nothing stays frozen', async (seed) => {
    const shop = openShop({ feeRate: 0.006 })
    await addReceiver(shop, 'MERCHANT_ID', MCH, '某某自提点')
    const days = new Days(shop, seed)
    for (let i = 0; i < STEPS; i++) {
      await days.step()
      checkBooks(shop)
    }
    await shop.clock.advance(31 * DAY)
    checkBooks(shop)
    expect(shop.pay.account().frozenFen).toBe(0)
    const kinds = new Set(shop.pay.flows().map(flow => flow.kind))
    expect([...kinds].sort()).toEqual(['fee', 'fee-returned', 'payment', 'refund', 'refund-closed', 'share', 'share-returned', 'transfer', 'transfer-returned'])
    expect(shop.pay.transfers().every(one => ['SUCCESS', 'FAIL', 'CANCELLED'].includes(one.state))).toBe(true)
  })
})
