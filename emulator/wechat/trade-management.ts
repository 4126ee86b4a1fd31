import * as v from 'valibot'
import { DAY_MS } from '../wechat-pay/time'
import { OK, type Handler } from './call'
import { ApiError } from './errors'
import { EXPRESS } from './shipments'
import { findOrder, stateOf } from './shipping-orders'

/** A payment that ships late or never because it was filed so. */
export interface SpecialOrder {
  transactionId: string
  type: 'presale' | 'test'
  delayTo?: number
}

/** notify_confirm_receive: asks the payer once to confirm, for express that was signed for. */
export const remindOfReceipt: Handler = (peer, { body }) => {
  const order = findOrder(peer, body)
  if (typeof body.received_time !== 'number') throw new ApiError(10060014, 'received_time')
  const receivedAt = body.received_time * 1000
  peer.state.atomically(() => {
    const shipment = peer.tables.shipments.get(order.transactionId)
    if (!shipment || stateOf(order, shipment, peer.clock.now()) !== 2) throw new ApiError(10060028)
    if (shipment.logisticsType !== EXPRESS) throw new ApiError(10060032)
    if (shipment.remindedAt !== undefined) throw new ApiError(10060030)
    if (receivedAt < shipment.uploadTime) throw new ApiError(10060029)
    peer.tables.shipments.put(order.transactionId, { ...shipment, remindedAt: peer.clock.now() })
  })
  return OK
}

/** set_msg_jump_path: where the messages about shipping lead; a page that does not exist leads to WeChat's own. */
export const setJumpPath: Handler = (peer, { body }) => {
  if (typeof body.path !== 'string') throw new ApiError(40097)
  peer.tables.settings.put('jump-path', body.path)
  return OK
}

export const isTradeManaged: Handler = (peer, { body }) => {
  checkAppid(peer.appid, body.appid)
  return { ...OK, is_trade_managed: peer.tradeManaged }
}

export const isManagementConfirmed: Handler = (peer, { body }) => {
  checkAppid(peer.appid, body.appid)
  return { ...OK, completed: peer.tradeManaged }
}

function checkAppid(own: string, asked: unknown): void {
  if (typeof asked !== 'string' || asked === '') throw new ApiError(40097)
  if (asked !== own) throw new ApiError(40013)
}

const special = v.object({ order_id: v.string(), type: v.number(), delay_to: v.optional(v.number()) })

/** opspecialorder: files an unshipped payment as a presale, to ship between 15 and 330 days after it was paid, or as a test. */
export const fileSpecialOrder: Handler = (peer, { body }) => {
  const parsed = v.safeParse(special, body)
  if (!parsed.success || ![1, 2].includes(parsed.output.type)) throw new ApiError(268546000)
  const { order_id: id, type, delay_to: delayTo } = parsed.output
  const order = peer.paidOrder(id)
  if (!order || stateOf(order, peer.tables.shipments.get(order.transactionId), peer.clock.now()) !== 1) throw new ApiError(268546002)
  const days = delayTo === undefined ? 0 : (delayTo * 1000 - order.paidAt) / DAY_MS
  if (type === 1 && (days < 15 || days > 330)) throw new ApiError(268546001)
  const { transactionId } = order
  peer.tables.specials.put(transactionId, { transactionId, ...(type === 1 ? { type: 'presale', delayTo: Number(delayTo) * 1000 } : { type: 'test' }) })
  return OK
}
