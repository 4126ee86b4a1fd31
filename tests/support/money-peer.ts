import { startOfDay } from '../../cloudfunctions/domain/kernel/day'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { feeFen } from '../../cloudfunctions/domain/settlement/fee'
import type { FundRow, TradeRow } from '../../cloudfunctions/domain/settlement/bill'
import type { BillAnswer, MoneyAnswer, Payments, RefundFacts, ReturnFacts, ShareFacts, TransferFacts, TransferRequest } from '../../cloudfunctions/ports'
import type { PaymentFacts } from '../../cloudfunctions/domain/payment/payment'

type Money = Pick<Payments, 'tradeBill' | 'fundBill' | 'addReceiver' | 'share' | 'queryShare' | 'unfreeze' | 'unsplit' | 'returnShare' | 'queryReturn' | 'transfer' | 'queryTransfer' | 'cancelTransfer'>
type Asked = <T extends { outcome: string }>(call: string, effect: () => T) => Promise<T | { outcome: 'unknown' }>

interface Frozen { readonly paidAt: number; leftFen: number; released: boolean }

/** The rest of WeChat Pay as a small state machine: its account movement by movement, the bills made of it, and sharing out. */
export class MoneyPeer {
  /** Parts in ten thousand WeChat takes of payments. */
  feePerMyriad = 0
  /** Whether the platform still holds every payment, so that nothing can be shared. */
  held = false
  readonly trades: TradeRow[] = []
  readonly flows: (FundRow & { readonly business: string })[] = []
  readonly receivers = new Set<string>()
  readonly shares = new Map<string, ShareFacts>()
  readonly returns = new Map<string, ReturnFacts>()
  readonly frozen = new Map<string, Frozen>()
  readonly transfers = new Map<string, { readonly amountFen: number; readonly state: 'waiting' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled'; readonly at: number; readonly name?: string }>()
  /** While set, no new transfer is taken, with this code. */
  transferRefused: string | undefined
  /** Accounts whose next share or return fails. */
  readonly failing = new Set<string>()
  #number = 0

  constructor(private readonly now: () => number, private readonly move: (amountFen: number) => void, private readonly stateOf: (outRefundNo: string) => RefundFacts['state'] | undefined) {}

  /** Knows from now on what another one knows. */
  take(other: MoneyPeer): void {
    this.feePerMyriad = other.feePerMyriad
    this.held = other.held
    this.trades.push(...other.trades)
    this.flows.push(...other.flows)
    for (const account of other.receivers) this.receivers.add(account)
    for (const [no, share] of other.shares) this.shares.set(no, share)
    for (const [no, one] of other.returns) this.returns.set(no, one)
    for (const [no, frozen] of other.frozen) this.frozen.set(no, { ...frozen })
    for (const [no, transfer] of other.transfers) this.transfers.set(no, transfer)
    for (const account of other.failing) this.failing.add(account)
    this.#number = other.#number
  }

  digest(): string {
    return JSON.stringify([this.flows, [...this.receivers], [...this.shares], [...this.returns], [...this.frozen], [...this.transfers]])
  }

  get balanceFen(): number {
    return this.flows.at(-1)?.balanceFen ?? 0
  }

  /** What the fee of a payment is; the caller has put the payment itself on the account. */
  paid(facts: PaymentFacts, shared: boolean): void {
    const feeOf = feeFen(fen(facts.amountFen), { from: 0, method: 'wechat', perMyriad: this.feePerMyriad })
    this.trades.push({ kind: 'payment', at: facts.paidAt, transactionId: facts.transactionId, outTradeNo: facts.outTradeNo, openid: facts.openid, bank: 'OTHERS', amountFen: fen(facts.amountFen), feeFen: feeOf })
    this.book('交易', facts.amountFen, facts.transactionId, facts.outTradeNo)
    this.book('扣除交易手续费', 0 - feeOf, facts.transactionId, facts.outTradeNo)
    this.move(0 - feeOf)
    if (shared) this.frozen.set(facts.transactionId, { paidAt: facts.paidAt, leftFen: facts.amountFen - feeOf, released: false })
  }

  /** Money of an order that is not ours, as when another system uses the same merchant number. */
  foreign(outTradeNo: string, amountFen: number): PaymentFacts {
    const facts: PaymentFacts = { outTradeNo, appid: 'wx-other', mchid: 'ours', openid: 'stranger', amountFen, currency: 'CNY', transactionId: `49999${outTradeNo}`, paidAt: this.now() }
    this.move(amountFen)
    this.paid(facts, false)
    return facts
  }

  refundAccepted({ outTradeNo, outRefundNo, amountFen, providerRefundId }: RefundFacts): void {
    const payment = this.trades.find(row => row.kind === 'payment' && row.outTradeNo === outTradeNo)
    if (!payment) return
    const back = Math.round(payment.feeFen * amountFen / payment.amountFen)
    this.trades.push({ ...payment, kind: 'refund', at: this.now(), amountFen: fen(amountFen), feeFen: fen(0 - back), outRefundNo, refundId: providerRefundId, state: 'processing' })
  }

  refunded({ outRefundNo, amountFen, providerRefundId }: RefundFacts): void {
    if (this.hasLeft(outRefundNo)) return
    this.move(0 - amountFen)
    const row = this.trades.find(one => one.kind === 'refund' && one.outRefundNo === outRefundNo)
    this.book('退款', 0 - amountFen, providerRefundId, outRefundNo)
    if (!row) return
    this.book('退回交易手续费', 0 - row.feeFen, providerRefundId, outRefundNo)
    this.move(0 - row.feeFen)
    const frozen = this.frozen.get(row.transactionId)
    if (frozen && !frozen.released) frozen.leftFen -= amountFen + row.feeFen
  }

  /** A refund that came to nothing: what has left for it comes back, and the fee is taken again. */
  refundClosed({ outRefundNo, amountFen, providerRefundId }: RefundFacts): void {
    const row = this.trades.find(one => one.kind === 'refund' && one.outRefundNo === outRefundNo)
    this.book('退款退回', amountFen, providerRefundId, outRefundNo)
    this.book('退回交易手续费', row?.feeFen ?? 0, providerRefundId, outRefundNo)
    this.move(amountFen + (row?.feeFen ?? 0))
  }

  private hasLeft(outRefundNo: string): boolean {
    return this.flows.some(flow => flow.business === '退款' && flow.voucher === outRefundNo)
  }

  /** The merchant takes money to the bank in the merchant portal. */
  withdraw(amountFen: number): void {
    this.book('提现', 0 - amountFen, `W${amountFen}`, `W${amountFen}`)
    this.move(0 - amountFen)
  }

  connect(asked: Asked): Money {
    return {
      tradeBill: day => asked('pay.tradeBill', () => this.bill(day, this.trades, rows => ({ hash: `sha-${day}`, rows: rows.map(row => row.kind === 'refund' ? { ...row, state: this.stateOf(row.outRefundNo) ?? 'processing' } : row) }))),
      fundBill: day => asked('pay.fundBill', () => this.bill(day, this.flows, rows => ({ rows }))),
      addReceiver: ({ account }) => asked('pay.addReceiver', () => {
        this.receivers.add(account)
        return { outcome: 'known' as const, facts: { account } }
      }),
      share: request => asked('pay.share', () => this.share(request)),
      queryShare: (_transactionId, no) => asked('pay.queryShare', () => this.queryShare(no)),
      unfreeze: (transactionId, outOrderNo) => asked('pay.unfreeze', () => this.unfreeze(transactionId, outOrderNo)),
      unsplit: transactionId => asked('pay.unsplit', (): MoneyAnswer<{ unsplitFen: number }> => {
        const frozen = this.frozen.get(transactionId)
        return frozen ? { outcome: 'known', facts: { unsplitFen: frozen.leftFen } } : { outcome: 'absent' }
      }),
      returnShare: ({ outReturnNo, outOrderNo, mchid, amountFen }) => asked('pay.returnShare', (): MoneyAnswer<ReturnFacts> => {
        const share = this.shares.get(outOrderNo)?.receivers.find(one => one.account === mchid && one.result === 'succeeded')
        if (!share) return { outcome: 'rejected', code: 'INVALIDREQUEST' }
        const failed = this.failing.delete(mchid)
        if (!this.returns.has(outReturnNo) && !failed) {
          this.book('分账回退', amountFen, `R${outReturnNo}`, outReturnNo)
          this.move(amountFen)
        }
        this.returns.set(outReturnNo, this.returns.get(outReturnNo) ?? { outReturnNo, amountFen, result: failed ? 'failed' : 'succeeded' })
        return { outcome: 'known', facts: { ...this.returns.get(outReturnNo) as ReturnFacts, result: 'processing' } }
      }),
      queryReturn: no => asked('pay.queryReturn', (): MoneyAnswer<ReturnFacts> => {
        const facts = this.returns.get(no)
        return facts ? { outcome: 'known', facts } : { outcome: 'absent' }
      }),
      transfer: request => asked('pay.transfer', () => this.transfer(request)),
      queryTransfer: no => asked('pay.queryTransfer', () => this.queryTransfer(no)),
      cancelTransfer: no => asked('pay.cancelTransfer', (): MoneyAnswer<TransferFacts> => {
        const transfer = this.transfers.get(no)
        if (!transfer) return { outcome: 'absent' }
        if (transfer.state !== 'waiting') return { outcome: 'rejected', code: 'INVALIDREQUEST' }
        this.transfers.set(no, { ...transfer, state: 'cancelling' })
        return { outcome: 'known', facts: { outBillNo: no, state: 'cancelling' } }
      }),
    }
  }

  /** The payee looks at the transfer and takes it. */
  confirmTransfer(no: string): void {
    const transfer = this.transfers.get(no)
    if (transfer?.state !== 'waiting') throw new Error(`${no} waits for nobody`)
    this.transfers.set(no, { ...transfer, state: 'succeeded' })
  }

  /** Money leaves the account with the request, and comes back when nobody takes it. */
  private transfer({ outBillNo, amountFen, name }: TransferRequest): MoneyAnswer<TransferFacts> {
    if (!this.transfers.has(outBillNo)) {
      if (this.transferRefused !== undefined) return { outcome: 'rejected', code: this.transferRefused }
      if (amountFen >= 200_000 && name === undefined) return { outcome: 'rejected', code: 'PARAMERROR' }
      if (this.balanceFen < amountFen) return { outcome: 'later', code: 'NOTENOUGH' }
      this.transfers.set(outBillNo, { amountFen, state: 'waiting', at: this.now(), ...(name !== undefined && { name }) })
      this.book('商家转账', 0 - amountFen, `T${outBillNo}`, outBillNo)
      this.move(0 - amountFen)
    }
    return this.queryTransfer(outBillNo)
  }

  private queryTransfer(no: string): MoneyAnswer<TransferFacts> {
    const transfer = this.transfers.get(no)
    if (!transfer) return { outcome: 'absent' }
    if (transfer.state === 'waiting' && this.now() >= transfer.at + DAY_MS) this.giveBack(no, 'failed')
    if (transfer.state === 'cancelling') this.giveBack(no, 'cancelled')
    const { state } = this.transfers.get(no) ?? transfer
    return { outcome: 'known', facts: { outBillNo: no, state, ...(state === 'waiting' && { packageInfo: `package-${no}` }), ...(state === 'failed' && { why: 'OVERDUE_CLOSE' }) } }
  }

  private giveBack(no: string, state: 'failed' | 'cancelled'): void {
    const transfer = this.transfers.get(no)
    if (!transfer) return
    this.transfers.set(no, { ...transfer, state })
    this.book('商家转账退回', transfer.amountFen, `TB${no}`, no)
    this.move(transfer.amountFen)
  }

  /** The first answer is that it is under way; only the query tells how each receiver fared. */
  private share({ transactionId, outOrderNo, receivers }: Parameters<Money['share']>[0]): MoneyAnswer<ShareFacts> {
    const frozen = this.frozen.get(transactionId)
    const sum = receivers.reduce((total, one) => total + one.amountFen, 0)
    if (this.shares.has(outOrderNo)) return this.queryShare(outOrderNo)
    if (!frozen || frozen.released || this.held || this.now() < frozen.paidAt + MINUTE_MS || this.now() >= frozen.paidAt + 30 * DAY_MS) return { outcome: 'rejected', code: 'INVALIDREQUEST' }
    if (sum > frozen.leftFen * 0.3 || receivers.some(one => !this.receivers.has(one.account))) return { outcome: 'rejected', code: 'RULELIMIT' }
    const results = receivers.map(({ account, amountFen }) => {
      const detailId = `D${++this.#number}`
      if (this.failing.delete(account)) return { account, amountFen, result: 'failed' as const, detailId, why: 'ACCOUNT_ABNORMAL' }
      frozen.leftFen -= amountFen
      this.book('分账', 0 - amountFen, detailId, outOrderNo)
      this.move(0 - amountFen)
      return { account, amountFen, result: 'succeeded' as const, detailId }
    })
    this.shares.set(outOrderNo, { outOrderNo, transactionId, finished: true, receivers: results })
    return { outcome: 'known', facts: { outOrderNo, transactionId, finished: false, receivers: results.map(one => ({ ...one, result: 'pending' as const })) } }
  }

  private queryShare(no: string): MoneyAnswer<ShareFacts> {
    const facts = this.shares.get(no)
    return facts ? { outcome: 'known', facts } : { outcome: 'absent' }
  }

  private unfreeze(transactionId: string, outOrderNo: string): MoneyAnswer<ShareFacts> {
    const frozen = this.frozen.get(transactionId)
    if (!this.shares.has(outOrderNo)) {
      if (!frozen || frozen.released) return { outcome: 'rejected', code: 'INVALIDREQUEST' }
      frozen.released = true
      frozen.leftFen = 0
      this.shares.set(outOrderNo, { outOrderNo, transactionId, finished: true, receivers: [] })
    }
    return this.queryShare(outOrderNo)
  }

  private bill<Row extends { at: number }, Bill>(day: string, rows: readonly Row[], made: (rows: readonly Row[]) => Bill): BillAnswer<Bill> {
    const start = startOfDay(Date.parse(`${day}T12:00:00+08:00`))
    if (this.now() < start + DAY_MS + 9 * HOUR_MS) return { outcome: 'creating' }
    const mine = rows.filter(row => row.at >= start && row.at < start + DAY_MS)
    return mine.length > 0 ? { outcome: 'bill', bill: made(mine) } : { outcome: 'none' }
  }

  private book(business: string, amountFen: number, reference: string, voucher: string): void {
    if (amountFen === 0) return
    this.flows.push({ at: this.now(), flowId: `F${++this.#number}`, reference, voucher, business, bank: business === '提现', amountFen: fen(amountFen), balanceFen: fen(this.balanceFen + amountFen) })
  }
}
