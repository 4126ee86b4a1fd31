import { sendersOf } from '../../../cloudfunctions/domain/order/parcel'
import type { Documents } from '../cloud/documents'

/** Goods count as sent once every sender has sent its part (X9). */
export function parcelsBroken(documents: Documents): string[] {
  return documents.all('orders')
    .filter(order => order.goods === 'physical' && ['shipped', 'received', 'completed'].includes(order.state))
    .flatMap(order => sendersOf(order.lines).filter(sender => !order.parcels[sender]).map(sender => `X9: ${order.id} is ${order.state} and ${sender} has sent nothing`))
}
