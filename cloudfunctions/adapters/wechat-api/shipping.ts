import type { ShippingInfo } from '../../ports/wechat'

const ITEM_CHARACTERS = 120
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000
const BY_TRANSACTION_ID = 2
const EXPRESS = 1
const IN_ONE_GO = 1

/** The body of `upload_shipping_info` for one parcel sent by express (X8). The phone number goes out masked, as the carriers print it. */
export function shippingBody(info: ShippingInfo): Record<string, unknown> {
  return {
    order_key: { order_number_type: BY_TRANSACTION_ID, transaction_id: info.transactionId },
    logistics_type: EXPRESS,
    delivery_mode: IN_ONE_GO,
    shipping_list: [{
      tracking_no: info.trackingNo,
      express_company: info.company,
      item_desc: [...info.itemDescription].slice(0, ITEM_CHARACTERS).join(''),
      contact: { receiver_contact: info.receiverPhone.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2') },
    }],
    upload_time: `${new Date(info.uploadedAt + CHINA_OFFSET_MS).toISOString().slice(0, -1)}+08:00`,
    payer: { openid: info.openid },
  }
}
