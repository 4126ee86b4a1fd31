import { feeYuan, sum, yuan, type Bill } from './bill-text'
import type { Order, Payment, Refund, RefundStatus } from './model'
import type { Peer } from './peer'
import { DAY_MS, localTime } from './time'

export type TradeBillType = 'ALL' | 'SUCCESS' | 'REFUND'

/** One line of a trade bill: a payment, or a refund of one. */
interface Line {
  at: number
  order: Order
  payment: Payment
  refund?: Refund
}

type Column = readonly [name: string, value: (line: Line, context: Context) => string]

interface Context {
  mchid: string
  rate: string
  /** When the bill was made; what happened later does not show. */
  madeAt: number
}

const payments: readonly Column[] = [
  ['交易时间', line => localTime(line.at)],
  ['公众账号ID', line => line.order.appid],
  ['商户号', (_, context) => context.mchid],
  ['特约商户号', () => '0'],
  ['设备号', () => ''],
  ['微信订单号', line => line.payment.transactionId],
  ['商户订单号', line => line.order.outTradeNo],
  ['用户标识', line => line.order.openid],
  ['交易类型', () => 'JSAPI'],
  ['交易状态', line => (line.refund ? 'REFUND' : 'SUCCESS')],
  ['付款银行', () => 'OTHERS'],
  ['货币种类', () => 'CNY'],
  ['应结订单金额', line => yuan(line.refund ? 0 : line.order.totalFen)],
  ['代金券金额', line => yuan(line.refund ? 0 : line.payment.couponFen)],
]

const refunds: readonly Column[] = [
  ['微信退款单号', line => line.refund?.refundId ?? '0'],
  ['商户退款单号', line => line.refund?.outRefundNo ?? '0'],
  ['退款金额', line => yuan(line.refund?.refundFen ?? 0)],
  ['充值券退款金额', line => yuan(line.refund ? line.refund.refundFen - line.refund.payerRefundFen : 0)],
  ['退款类型', line => (line.refund ? typeOf(line.refund) : '')],
  ['退款状态', (line, context) => (line.refund ? statusAt(line.refund, context.madeAt) : '')],
]

const refundTimes: readonly Column[] = [
  ['退款申请时间', line => (line.refund ? localTime(line.refund.createdAt) : '')],
  ['退款成功时间', (line, { madeAt }) => (line.refund?.successAt !== undefined && line.refund.successAt <= madeAt ? localTime(line.refund.successAt) : '')],
]

const goods: readonly Column[] = [
  ['商品名称', line => line.order.description],
  ['商户数据包', line => line.order.attach ?? ''],
  ['手续费', line => feeYuan(feeFen(line))],
  ['费率', (_, context) => context.rate],
  ['订单金额', line => yuan(line.refund ? 0 : line.order.totalFen)],
]

const asked: Column = ['申请退款金额', line => yuan(line.refund?.refundFen ?? 0)]
const rateNote: Column = ['费率备注', () => '']

const columnsOf: Readonly<Record<TradeBillType, readonly Column[]>> = {
  ALL: [...payments, ...refunds, ...goods, asked, rateNote],
  SUCCESS: [...payments, ...goods, rateNote],
  REFUND: [...payments, ...refundTimes, ...refunds, ...goods, asked, rateNote],
}

/** What refunds give back of the fee is negative. */
function feeFen({ payment, refund }: Line): number {
  return refund ? -refund.feeReturnedFen : payment.feeFen
}

function typeOf(refund: Refund): string {
  return refund.channel === 'ORIGINAL' ? 'ORIGINAL' : 'OTHER_BANKCARD'
}

function statusAt(refund: Refund, at: number): RefundStatus {
  return refund.turns ? refund.turns.findLast(turn => turn.at <= at)?.status ?? 'PROCESSING' : refund.status
}

/** Payments by the time they succeeded, refunds by the time they were accepted; undefined when there were none that day. */
export function tradeBillOf(peer: Peer, start: number, madeAt: number, type: TradeBillType): Bill | undefined {
  const lines = linesOf(peer, type).filter(line => line.at >= start && line.at < start + DAY_MS).sort((a, b) => a.at - b.at)
  if (lines.length === 0) return undefined
  const context = { mchid: peer.keys.mchid, rate: `${(peer.settings.feeRate * 100).toFixed(2)}%`, madeAt }
  const columns = columnsOf[type]
  const paid = lines.filter(line => !line.refund)
  const refundedFen = sum(lines.map(line => line.refund?.refundFen ?? 0))
  return {
    columns: columns.map(([name]) => name),
    rows: lines.map(line => columns.map(([, value]) => value(line, context))),
    summaryColumns: ['总交易单数', '应结订单总金额', '退款总金额', '充值券退款总金额', '手续费总金额', '订单总金额', '申请退款总金额'],
    summary: [
      String(lines.length),
      yuan(sum(paid.map(line => line.order.totalFen))),
      yuan(refundedFen),
      yuan(sum(lines.map(({ refund }) => (refund ? refund.refundFen - refund.payerRefundFen : 0)))),
      feeYuan(sum(lines.map(feeFen))),
      yuan(sum(paid.map(line => line.order.totalFen))),
      yuan(refundedFen),
    ],
  }
}

function linesOf(peer: Peer, type: TradeBillType): Line[] {
  const paid = peer.tables.orders.values().flatMap(order => (order.payment ? [{ at: order.payment.paidAt, order, payment: order.payment }] : []))
  const byNumber = new Map(paid.map(line => [line.order.outTradeNo, line]))
  const back = peer.tables.refunds.values().flatMap((refund) => {
    const line = byNumber.get(refund.outTradeNo)
    return line ? [{ ...line, at: refund.createdAt, refund }] : []
  })
  return [...(type === 'REFUND' ? [] : paid), ...(type === 'SUCCESS' ? [] : back)]
}
