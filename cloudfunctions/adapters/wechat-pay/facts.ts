import * as v from 'valibot'
import type { PaymentFacts } from '../../domain/payment/payment'
import type { RefundFacts } from '../../ports/payments'

/** RFC 3339 as WeChat writes it, as epoch milliseconds. */
const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/),
  v.transform(text => Date.parse(text)),
  v.number(),
)
const wholeFen = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const number = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_\-|*@]{1,64}$/))

const trade = v.object({
  appid: v.string(),
  mchid: v.string(),
  out_trade_no: number,
  transaction_id: number,
  success_time: instant,
  payer: v.object({ openid: v.string() }),
  amount: v.object({ total: wholeFen, currency: v.optional(v.string(), 'CNY') }),
})

const unpaidTrade = v.object({ out_trade_no: number, trade_state: v.string() })

const REFUND_STATES = { PROCESSING: 'processing', SUCCESS: 'succeeded', ABNORMAL: 'abnormal', CLOSED: 'closed' } as const
const refundStatus = v.picklist(['PROCESSING', 'SUCCESS', 'ABNORMAL', 'CLOSED'])
const refund = v.object({
  mchid: v.optional(v.string()),
  out_refund_no: number,
  out_trade_no: number,
  refund_id: number,
  /** Queries say `status`, notifications `refund_status`. */
  status: v.optional(refundStatus),
  refund_status: v.optional(refundStatus),
  success_time: v.optional(v.union([instant, v.pipe(v.literal(''), v.transform(() => undefined))])),
  amount: v.object({ refund: wholeFen, total: wholeFen }),
})

/** The trade's state, and its facts if it was paid. `REFUND` means paid too: it only says that some refund was accepted. */
export function readTrade(data: unknown): { outTradeNo: string; state: string; facts?: PaymentFacts } | undefined {
  const head = v.safeParse(unpaidTrade, data)
  if (!head.success) return undefined
  const { out_trade_no: outTradeNo, trade_state: state } = head.output
  if (state !== 'SUCCESS' && state !== 'REFUND') return { outTradeNo, state }
  const paid = v.safeParse(trade, data)
  if (!paid.success) return undefined
  const { appid, mchid, transaction_id: transactionId, success_time: paidAt, payer, amount } = paid.output
  const facts = { outTradeNo, appid, mchid, openid: payer.openid, amountFen: amount.total, currency: amount.currency, transactionId, paidAt }
  return { outTradeNo, state, facts }
}

/** A refund's facts, or nothing when the data is not a refund in WeChat's form. */
export function readRefund(data: unknown): RefundFacts | undefined {
  const parsed = v.safeParse(refund, data)
  if (!parsed.success) return undefined
  const { mchid, out_refund_no: outRefundNo, out_trade_no: outTradeNo, refund_id: providerRefundId, status, refund_status, success_time: succeededAt, amount } = parsed.output
  const stated = refund_status ?? status
  if (!stated) return undefined
  return {
    outRefundNo, outTradeNo, providerRefundId,
    state: REFUND_STATES[stated],
    amountFen: amount.refund,
    totalFen: amount.total,
    ...(mchid !== undefined && { mchid }),
    ...(succeededAt !== undefined && { succeededAt }),
  }
}
