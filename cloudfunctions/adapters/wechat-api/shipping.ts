import type { ShippingInfo } from '../../ports/wechat'

const ITEM_CHARACTERS = 120
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000
const BY_TRANSACTION_ID = 2
const EXPRESS = 1
const VIRTUAL = 3
const IN_ONE_GO = 1

/**
 * The body of `upload_shipping_info` for one parcel sent by express, or for what was handed over without one (X8). The phone number goes out masked, as
 * the carriers print it.
 */
export function shippingBody(info: ShippingInfo): Record<string, unknown> {
  return {
    order_key: { order_number_type: BY_TRANSACTION_ID, transaction_id: info.transactionId },
    logistics_type: info.parcel ? EXPRESS : VIRTUAL,
    delivery_mode: IN_ONE_GO,
    shipping_list: [{
      item_desc: [...info.itemDescription].slice(0, ITEM_CHARACTERS).join(''),
      ...(info.parcel && {
        tracking_no: info.parcel.trackingNo,
        express_company: info.parcel.company,
        contact: { receiver_contact: info.parcel.receiverPhone.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2') },
      }),
    }],
    upload_time: `${new Date(info.uploadedAt + CHINA_OFFSET_MS).toISOString().slice(0, -1)}+08:00`,
    payer: { openid: info.openid },
  }
}
