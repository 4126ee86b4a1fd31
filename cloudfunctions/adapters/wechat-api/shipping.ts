import type { ShippingInfo } from '../../ports/wechat'

const ITEM_CHARACTERS = 120
/** WeChat takes no more parcels of one payment. */
const MAX_PARCELS = 15
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000
const BY_TRANSACTION_ID = 2
const EXPRESS = 1
const VIRTUAL = 3
const IN_ONE_GO = 1
const IN_PARTS = 2

/** The body of `upload_shipping_info` (X8). */
export function shippingBody(info: ShippingInfo): Record<string, unknown> {
  return {
    order_key: { order_number_type: BY_TRANSACTION_ID, transaction_id: info.transactionId },
    ...('handedOver' in info ? handedOver(info.handedOver) : byExpress(info)),
    upload_time: `${new Date(info.uploadedAt + CHINA_OFFSET_MS).toISOString().slice(0, -1)}+08:00`,
    payer: { openid: info.openid },
  }
}

/** Card codes and vouchers: nothing was carried. */
function handedOver(itemDescription: string): Record<string, unknown> {
  return { logistics_type: VIRTUAL, delivery_mode: IN_ONE_GO, shipping_list: [{ item_desc: shortened(itemDescription) }] }
}

/** One parcel in one go, several as parts that are all there is. The phone number goes out masked, as the carriers print it. */
function byExpress({ receiverPhone, parcels }: Extract<ShippingInfo, { readonly receiverPhone: string }>): Record<string, unknown> {
  const contact = { receiver_contact: receiverPhone.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2') }
  return {
    logistics_type: EXPRESS,
    ...(parcels.length > 1 ? { delivery_mode: IN_PARTS, is_all_delivered: true } : { delivery_mode: IN_ONE_GO }),
    shipping_list: parcels.slice(0, MAX_PARCELS).map(({ company, trackingNo, itemDescription }) => ({
      tracking_no: trackingNo,
      express_company: company,
      item_desc: shortened(itemDescription),
      contact,
    })),
  }
}

function shortened(itemDescription: string): string {
  return [...itemDescription].slice(0, ITEM_CHARACTERS).join('')
}
