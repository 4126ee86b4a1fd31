import * as v from 'valibot'
import { parseRfc3339 } from '../wechat-pay/time'
import type { PaidOrder } from '../wechat-pay'
import { OK, type Handler } from './call'
import { ApiError } from './errors'
import type { Peer } from './peer'

export interface Parcel {
  trackingNo?: string
  expressCompany?: string
  itemDesc: string
  contact?: string
}

/** What the merchant has told WeChat about the delivery of one payment. */
export interface Shipment {
  transactionId: string
  outTradeNo: string
  openid: string
  logisticsType: number
  deliveryMode: number
  parcels: Parcel[]
  /** Everything is on its way; after that there is one correction. */
  complete: boolean
  corrected: boolean
  uploadTime: number
  uploadedAt: number
  confirmedAt?: number
  /** The payer was asked to confirm. */
  remindedAt?: number
}

const MAX_PARCELS = 15
export const EXPRESS = 1

export const text = v.pipe(v.string(), v.minLength(1), v.maxLength(128))
const contact = v.optional(v.object({ consignor_contact: v.optional(text), receiver_contact: v.optional(text) }))

const orderKey = v.variant('order_number_type', [
  v.object({ order_number_type: v.literal(1), mchid: text, out_trade_no: text }),
  v.object({ order_number_type: v.literal(2), transaction_id: text }),
])

const upload = v.object({
  order_key: orderKey,
  logistics_type: v.number(),
  delivery_mode: v.picklist([1, 2]),
  is_all_delivered: v.optional(v.boolean()),
  shipping_list: v.pipe(
    v.array(v.object({ tracking_no: v.optional(text), express_company: v.optional(text), item_desc: v.optional(v.string(), ''), contact })),
    v.minLength(1),
  ),
  upload_time: text,
  payer: v.object({ openid: text }),
})

type Upload = v.InferOutput<typeof upload>

/** upload_shipping_info: only for a payment, by its payer, once, with one correction; parts only for express. */
export const uploadShippingInfo: Handler = (peer, { body }) => {
  const parsed = v.safeParse(upload, body)
  if (!parsed.success) throw new ApiError(10060014, v.getDotPath(parsed.issues[0]) ?? '')
  const wanted = parsed.output
  const uploadTime = parseRfc3339(wanted.upload_time)
  if (uploadTime === undefined) throw new ApiError(10060014, 'upload_time')
  const order = orderOf(peer, wanted.order_key)
  if (order.openid !== wanted.payer.openid) throw new ApiError(10060031)
  if (order.refundedFen >= order.totalFen) throw new ApiError(10060004)
  const parcels = parcelsOf(wanted)
  peer.state.atomically(() => {
    const next = merged(peer.tables.shipments.get(order.transactionId), wanted, parcels, uploadTime)
    peer.tables.shipments.put(order.transactionId, {
      transactionId: order.transactionId,
      outTradeNo: order.outTradeNo,
      openid: order.openid,
      logisticsType: wanted.logistics_type,
      deliveryMode: wanted.delivery_mode,
      uploadTime,
      uploadedAt: peer.clock.now(),
      ...next,
    })
  })
  return OK
}

/** The payment that a key names; refuses one that is not this merchant's or not paid. */
export function orderOf(peer: Peer, key: Upload['order_key']): PaidOrder {
  const order = peer.paidOrder(key.order_number_type === 1 ? key.out_trade_no : key.transaction_id)
  if (!order || (key.order_number_type === 1 && key.mchid !== order.mchid)) throw new ApiError(10060001)
  return order
}

function parcelsOf(wanted: Upload): Parcel[] {
  const { logistics_type: type, delivery_mode: mode, shipping_list: list } = wanted
  if (![1, 2, 3, 4].includes(type)) throw new ApiError(10060005)
  if (mode === 2 && type !== EXPRESS) throw new ApiError(10060006)
  if (mode === 2 && wanted.is_all_delivered === undefined) throw new ApiError(10060007)
  if (list.length > MAX_PARCELS) throw new ApiError(10060024)
  if (mode === 1 && list.length > 1) throw new ApiError(10060014, 'shipping_list')
  return list.map((parcel) => {
    if (parcel.item_desc === '') throw new ApiError(10060008)
    if ([...parcel.item_desc].length > 120) throw new ApiError(10060009)
    const company = parcel.express_company
    const person = parcel.contact?.receiver_contact ?? parcel.contact?.consignor_contact
    if (type === EXPRESS && (!parcel.tracking_no || !company)) throw new ApiError(10060014, 'tracking_no, express_company')
    // SF asks for a phone number with its middle hidden before it tells where a parcel is.
    if (type === EXPRESS && company === 'SF' && !/\*/.test(person ?? '')) throw new ApiError(10060014, 'contact')
    return {
      itemDesc: parcel.item_desc,
      ...(parcel.tracking_no !== undefined && { trackingNo: parcel.tracking_no }),
      ...(company !== undefined && { expressCompany: company }),
      ...(person !== undefined && { contact: person }),
    }
  })
}

type Merged = Pick<Shipment, 'parcels' | 'complete' | 'corrected'>

/** Parts add up until all are delivered; after that one upload may replace everything. */
function merged(known: Shipment | undefined, wanted: Upload, parcels: Parcel[], uploadTime: number): Merged {
  const complete = wanted.delivery_mode === 1 || wanted.is_all_delivered === true
  if (!known) return { parcels, complete, corrected: false }
  if (known.confirmedAt !== undefined) throw new ApiError(10060002)
  if (known.complete && known.corrected) throw new ApiError(10060003)
  if (uploadTime <= known.uploadTime) throw new ApiError(10060023)
  if (known.complete) return { parcels, complete, corrected: true }
  const all = [...known.parcels, ...parcels]
  if (all.length > MAX_PARCELS) throw new ApiError(10060024)
  return { parcels: all, complete, corrected: known.corrected }
}

/** The payer says that the goods have come. */
export function confirmReceipt(peer: Peer, transactionId: string): void {
  const shipment = peer.tables.shipments.get(transactionId)
  if (!shipment?.complete) throw new Error(`${transactionId} is not shipped`)
  peer.tables.shipments.put(transactionId, { ...shipment, confirmedAt: shipment.confirmedAt ?? peer.clock.now() })
}
