import * as v from 'valibot'
import { fen, text } from './params'

const number = v.pipe(text(64), v.regex(/^[0-9A-Za-z_\-|*@]+$/))
const kind = v.picklist(['MERCHANT_ID', 'PERSONAL_OPENID'])

export const MAX_RECEIVERS = 50

export const sharingBody = v.object({
  appid: text(32),
  transaction_id: text(32),
  out_order_no: number,
  receivers: v.pipe(
    v.array(v.object({ type: kind, account: text(64), name: v.optional(text(1024)), amount: fen, description: text(80) })),
    v.minLength(1),
    v.maxLength(MAX_RECEIVERS),
    v.check(list => new Set(list.map(one => `${one.type} ${one.account}`)).size === list.length, '同一接收方只能出现一次'),
  ),
  unfreeze_unsplit: v.boolean(),
})

export const unfreezeBody = v.object({ transaction_id: text(32), out_order_no: number, description: text(80) })

export const returnBody = v.pipe(
  v.object({
    order_id: v.optional(text(64)),
    out_order_no: v.optional(number),
    out_return_no: number,
    return_mchid: text(32),
    amount: fen,
    description: text(80),
  }),
  v.check(body => body.order_id !== undefined || body.out_order_no !== undefined, 'order_id或out_order_no必填其一'),
)

const relations = [
  'STORE', 'STAFF', 'STORE_OWNER', 'PARTNER', 'HEADQUARTER', 'BRAND', 'DISTRIBUTOR', 'USER', 'SUPPLIER', 'SERVICE_PROVIDER', 'CUSTOM',
] as const

export const receiverBody = v.pipe(
  v.object({
    appid: text(32),
    type: kind,
    account: text(64),
    name: v.optional(text(1024)),
    relation_type: v.picklist(relations),
    custom_relation: v.optional(text(10)),
  }),
  v.check(body => body.relation_type !== 'CUSTOM' || body.custom_relation !== undefined, 'custom_relation必填'),
  v.check(body => body.type !== 'MERCHANT_ID' || body.name !== undefined, '商户接收方的name必填'),
)

export const receiverKeyBody = v.object({ appid: text(32), type: kind, account: text(64) })
