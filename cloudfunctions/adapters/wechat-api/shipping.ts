import type { ShippingInfo } from '../../ports/wechat'

const ITEM_CHARACTERS = 120
/** WeChat takes no more parcels of one payment. */
const MAX_PARCELS = 15
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000
const BY_TRANSACTION_ID = 2
const EXPRESS = 1
const IN_ONE_GO = 1
const IN_PARTS = 2

/**
 * The body of `upload_shipping_info` for what was sent by express (X8): one parcel in one go, several as parts that are all there is. The phone number
 * goes out masked, as the carriers print it.
 */
export function shippingBody({ transactionId, openid, receiverPhone, parcels, uploadedAt }: ShippingInfo): Record<string, unknown> {
  const contact = { receiver_contact: receiverPhone.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2') }
  return {
    order_key: { order_number_type: BY_TRANSACTION_ID, transaction_id: transactionId },
    logistics_type: EXPRESS,
    ...(parcels.length > 1 ? { delivery_mode: IN_PARTS, is_all_delivered: true } : { delivery_mode: IN_ONE_GO }),
    shipping_list: parcels.slice(0, MAX_PARCELS).map(({ company, trackingNo, itemDescription }) => ({
      tracking_no: trackingNo,
      express_company: company,
      item_desc: [...itemDescription].slice(0, ITEM_CHARACTERS).join(''),
      contact,
    })),
    upload_time: `${new Date(uploadedAt + CHINA_OFFSET_MS).toISOString().slice(0, -1)}+08:00`,
    payer: { openid },
  }
}
