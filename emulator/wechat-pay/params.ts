import * as v from 'valibot'
import { PayError } from './errors'
import type { Peer } from './peer'

export const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max))
export const fen = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000_000_000))
const number = v.pipe(v.string(), v.minLength(6), v.maxLength(32), v.regex(/^[0-9A-Za-z_\-|*]+$/))
const currency = v.optional(v.literal('CNY'))

/** An absolute address without a query string. WeChat also wants https and a public host, which a local shop cannot have. */
export const callback = (max: number) => v.pipe(text(max), v.check(url => URL.canParse(url) && /^https?:\/\/[^?#]+$/.test(url)))

export const prepayBody = v.object({
  appid: text(32),
  mchid: text(32),
  description: text(127),
  out_trade_no: number,
  time_expire: v.optional(text(64)),
  attach: v.optional(v.pipe(v.string(), v.maxLength(128))),
  notify_url: callback(255),
  goods_tag: v.optional(text(32)),
  support_fapiao: v.optional(v.boolean()),
  amount: v.object({ total: fen, currency }),
  payer: v.object({ openid: text(128) }),
  settle_info: v.optional(v.object({ profit_sharing: v.optional(v.boolean()) })),
})

export const closeBody = v.object({ mchid: text(32) })

export const refundBody = v.pipe(
  v.object({
    transaction_id: v.optional(text(32)),
    out_trade_no: v.optional(number),
    out_refund_no: v.pipe(text(64), v.regex(/^[0-9A-Za-z_\-|*@]+$/)),
    reason: v.optional(text(80)),
    notify_url: v.optional(callback(256)),
    funds_account: v.optional(v.literal('AVAILABLE')),
    amount: v.object({ refund: fen, total: fen, currency: v.literal('CNY') }),
  }),
  v.check(body => body.transaction_id !== undefined || body.out_trade_no !== undefined, 'transaction_id或out_trade_no必填其一'),
)

export const abnormalRefundBody = v.variant('type', [
  v.object({ out_refund_no: text(64), type: v.literal('MERCHANT_BANK_CARD') }),
  v.object({
    out_refund_no: text(64),
    type: v.literal('USER_BANK_CARD'),
    bank_type: text(16),
    bank_account: text(1024),
    real_name: text(1024),
  }),
])

/** Checks a body against its schema; refuses with PARAM_ERROR naming the field, as WeChat does. */
export function checked<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  const [issue] = result.issues
  const path = (issue.path ?? []).map(part => `/${String((part as { key: unknown }).key)}`).join('')
  throw new PayError('PARAM_ERROR', undefined, { field: path, value: issue.input ?? null, issue: issue.message, location: 'body' })
}

/** The merchant named in a body or a query must be the one that signed. */
export function checkMchid(peer: Peer, mchid: string | undefined): void {
  if (mchid !== peer.keys.mchid) throw new PayError('PARAM_ERROR', '商户号与请求签名的商户号不一致', { field: 'mchid', value: mchid ?? null })
}

/** One spelling of a set of parameters, whatever the order in which they were written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part)
}
