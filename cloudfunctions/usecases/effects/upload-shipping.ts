import { shippingInfoTime } from '../../domain/order/correct-parcel'
import type { Order, OrderLine } from '../../domain/order/order'
import { linesOf } from '../../domain/order/parcel'
import type { Clause, Ports, ShippingInfo, ShippingUploaded } from '../../ports'
import { raiseWork } from '../work/raise-work'
import type { EffectResult } from './run-effects'

type Parcels = Pick<Extract<ShippingInfo, { readonly receiverPhone: string }>, 'receiverPhone' | 'parcels'>

/**
 * Tells WeChat that all the goods left, or that codes or vouchers were handed over, or the one correction of it; without it the payment stays frozen (X8).
 * Tried until WeChat takes or refuses it, under one time however often, so that a repeated upload is never taken for a correction.
 */
export async function uploadShipping(ports: Ports, orderId: string): Promise<EffectResult> {
  const { store, wechat } = ports
  const order = await store.get('orders', orderId)
  const sent = order && whatLeft(order)
  const correcting = order?.shippingCorrection === 'asked'
  if (!sent || order.shippingRefused !== undefined || (order.shippingUploadedAt !== undefined && !correcting) || !order.payment.transactionId) return 'done'
  const answer = await wechat.uploadShipping({ transactionId: order.payment.transactionId, openid: order.openid, ...sent, uploadedAt: shippingInfoTime(order) })
  if (answer.outcome === 'unknown') return 'later'
  return correcting ? endCorrection(ports, order, answer) : endUpload(ports, order, answer)
}

type Ended = Exclude<ShippingUploaded, { readonly outcome: 'unknown' }>

/** Whatever it has of a payment that was uploaded once is this upload. */
async function endUpload({ store, clock }: Ports, order: Order, answer: Ended): Promise<EffectResult> {
  const now = clock.now()
  const waiting: readonly Clause[] = [{ field: 'shippingUploadedAt', is: 'absent' }, { field: 'shippingRefused', is: 'absent' }]
  if (answer.outcome === 'rejected') {
    // The item first: an order that says it was refused must be on somebody's list.
    await raise({ store }, order, answer.code, now)
    await store.update('orders', order.id, { set: { shippingRefused: answer.code }, inc: { version: 1 } }, waiting)
    return 'done'
  }
  await store.update('orders', order.id, { set: { shippingUploadedAt: now }, inc: { version: 1 } }, waiting)
  if (order.shippingInfoAt !== undefined) await store.update('work_items', itemId(order), { set: { state: 'closed' } })
  return 'done'
}

/** A correction comes too late once the receipt is confirmed. That the one correction is used up means that this one was, for none other is asked for. */
async function endCorrection({ store, clock }: Ports, order: Order, answer: Ended): Promise<EffectResult> {
  const now = clock.now()
  const asked: readonly Clause[] = [{ field: 'shippingCorrection', is: 'eq', value: 'asked' }]
  if (answer.outcome === 'rejected' || (answer.outcome === 'already' && answer.why === 'confirmed')) {
    await raise({ store }, order, answer.outcome === 'rejected' ? answer.code : answer.why, now)
    await store.update('orders', order.id, { set: { shippingCorrection: 'refused' }, inc: { version: 1 } }, asked)
    return 'done'
  }
  await store.update('orders', order.id, { set: { shippingCorrection: 'taken', shippingUploadedAt: now }, inc: { version: 1 } }, asked)
  return 'done'
}

function itemId({ id, shippingCorrection }: Order): string {
  return `${shippingCorrection ? 'sc' : 'sh'}-${id}`
}

function raise(ports: Pick<Ports, 'store'>, order: Order, why: number | string, now: number): Promise<void> {
  return raiseWork(ports, { id: itemId(order), kind: 'shipping_refused', subject: order.id, detail: String(why), at: now })
}

/** What WeChat is to be told, undefined while nothing has left. */
function whatLeft(order: Order): Parcels | { readonly handedOver: string } | undefined {
  if (order.readyAt !== undefined && order.goods !== 'physical') return { handedOver: describe(order.lines) }
  if (!order.address || order.shippedAt === undefined) return undefined
  const parcels = Object.entries(order.parcels).map(([sender, { company, trackingNo }]) => ({ company, trackingNo, itemDescription: describe(linesOf(order, sender)) }))
  return { receiverPhone: order.address.phone, parcels }
}

function describe(lines: readonly OrderLine[]): string {
  return lines.map(line => `${line.title} ${line.specText} ×${line.quantity}`).join('；')
}
