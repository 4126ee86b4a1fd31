import * as v from 'valibot'
import type { PaidOrder } from '../wechat-pay'
import { OK, type Handler } from './call'
import { ApiError } from './errors'
import { orderView, stateOf } from './shipping-orders'

const time = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))

const filter = v.object({
  pay_time_range: v.optional(v.object({ begin_time: time, end_time: time })),
  order_state: v.optional(v.picklist([1, 2, 3, 4, 5, 6])),
  openid: v.optional(v.string()),
  last_index: v.optional(v.string()),
  page_size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 100),
})

/** get_order_list: payments in the order in which they were made, a page at a time. Times are in seconds and include the last. */
export const getOrderList: Handler = (peer, { body }) => {
  const parsed = v.safeParse(filter, body)
  if (!parsed.success) throw new ApiError(10060014, v.getDotPath(parsed.issues[0]) ?? '')
  const { pay_time_range: range, order_state: state, openid, last_index: index, page_size: size } = parsed.output
  const now = peer.clock.now()
  const { begin_time: begin = 0, end_time: end = 0xFFFF_FFFF } = range ?? {}
  const shipmentOf = (order: PaidOrder) => peer.tables.shipments.get(order.transactionId)
  const found = peer.paidOrders()
    .filter(({ paidAt }) => Math.floor(paidAt / 1000) >= begin && Math.floor(paidAt / 1000) <= end)
    .filter(order => !openid || order.openid === openid)
    .filter(order => state === undefined || stateOf(order, shipmentOf(order), now) === state)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const from = index ? after(index) : ''
  const rest = found.filter(order => keyOf(order) > from)
  const page = rest.slice(0, size)
  const last = page.at(-1)
  return {
    ...OK,
    order_list: page.map(order => orderView(order, shipmentOf(order), now)),
    last_index: last ? Buffer.from(keyOf(last)).toString('hex') : '',
    has_more: rest.length > size,
  }
}

function keyOf(order: PaidOrder): string {
  return `${String(order.paidAt).padStart(15, '0')} ${order.transactionId}`
}

function after(index: string): string {
  const key = Buffer.from(index, 'hex').toString()
  if (!/^\d{15} \w+$/.test(key)) throw new ApiError(10060011)
  return key
}
