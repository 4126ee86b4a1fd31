import * as v from 'valibot'
import type { PaidOrder } from '../wechat-pay'
import { OK, type Handler } from './call'
import { ApiError } from './errors'
import type { Peer } from './peer'
import { settlesAt } from './settlement'
import { orderOf, text, type Shipment } from './shipments'

const lookup = v.union([v.object({ transaction_id: text }), v.object({ merchant_id: text, merchant_trade_no: text })])

/** get_order: the payment and what was uploaded for it. */
export const getOrder: Handler = (peer, { body }) => {
  const order = findOrder(peer, body)
  const shipment = peer.tables.shipments.get(order.transactionId)
  return { ...OK, order: orderView(order, shipment, peer.clock.now()) }
}

/** The payment that a body names by either number. */
export function findOrder(peer: Peer, body: Record<string, unknown>): PaidOrder {
  const parsed = v.safeParse(lookup, body)
  if (!parsed.success) throw new ApiError(10060014)
  const key = parsed.output
  return 'transaction_id' in key
    ? orderOf(peer, { order_number_type: 2, transaction_id: key.transaction_id })
    : orderOf(peer, { order_number_type: 1, mchid: key.merchant_id, out_trade_no: key.merchant_trade_no })
}

export function orderView(order: PaidOrder, shipment: Shipment | undefined, now: number): Record<string, unknown> {
  return {
    transaction_id: order.transactionId,
    merchant_id: order.mchid,
    merchant_trade_no: order.outTradeNo,
    description: order.description,
    paid_amount: order.totalFen,
    openid: order.openid,
    trade_create_time: Math.floor(order.createdAt / 1000),
    pay_time: Math.floor(order.paidAt / 1000),
    order_state: stateOf(order, shipment, now),
    in_complaint: false,
    shipping: shipment === undefined ? {} : {
      delivery_mode: shipment.deliveryMode,
      logistics_type: shipment.logisticsType,
      finish_shipping: shipment.complete,
      finish_shipping_count: shipment.complete ? (shipment.corrected ? 2 : 1) : 0,
      goods_desc: shipment.parcels.map(parcel => parcel.itemDesc).join(';'),
      shipping_list: shipment.parcels.map(parcel => ({
        tracking_no: parcel.trackingNo ?? '',
        express_company: parcel.expressCompany ?? '',
        goods_desc: parcel.itemDesc,
        upload_time: Math.floor(shipment.uploadTime / 1000),
        contact: parcel.contact === undefined ? {} : { receiver_contact: parcel.contact },
      })),
    },
  }
}

/** 1 to be shipped, 2 shipped, 3 received, 4 settled (10 days after the upload for express, else 2), 5 refunded. */
export function stateOf(order: PaidOrder, shipment: Shipment | undefined, now: number): 1 | 2 | 3 | 4 | 5 {
  if (order.refundedFen >= order.totalFen) return 5
  if (!shipment?.complete) return 1
  if (now >= settlesAt(shipment)) return 4
  return shipment.confirmedAt === undefined ? 2 : 3
}
