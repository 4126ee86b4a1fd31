import * as v from 'valibot'
import { OK, type Handler } from './call'
import { ApiError } from './errors'
import { isKnown, nextNumber, type Peer } from './peer'
import { pushEvent } from './pushes'

/** A parcel as the courier knows it. */
export interface Waybill {
  waybillId: string
  orderId: string
  openid: string
  request: string
  createdAt: number
  cancelled: boolean
  path: { at: number, type: number, text: string }[]
}

/** The sandbox, which is all there is here: a courier, an account with it, and one service. */
const DELIVERY_ID = 'TEST'
const BIZ_ID = 'test_biz_id'
const SERVICE_TYPE = 1

const words = v.pipe(v.string(), v.minLength(1), v.maxLength(512))
const person = v.object({ name: words, province: words, city: words, area: words, address: words, mobile: v.optional(words), tel: v.optional(words) })
const party = v.pipe(person, v.check(one => one.mobile !== undefined || one.tel !== undefined, 'mobile'))
const count = v.pipe(v.number(), v.minValue(0))

const addition = v.object({
  add_source: v.picklist([0, 2]),
  order_id: words,
  openid: v.optional(words),
  delivery_id: words,
  biz_id: words,
  sender: party,
  receiver: party,
  cargo: v.object({ count, weight: count, space_x: count, space_y: count, space_z: count, detail_list: v.array(v.object({ name: words, count })) }),
  shop: v.object({ wxa_path: v.optional(v.string()), img_url: v.optional(v.string()), goods_name: v.optional(v.string()), goods_count: v.optional(count) }),
  insured: v.object({ use_insured: v.picklist([0, 1]), insured_value: count }),
  service: v.object({ service_type: v.number(), service_name: words }),
})

/** order/add: a waybill of the sandbox courier. The number must be new; asking again with the same content gives the same waybill. */
export const addWaybill: Handler = (peer, { body }) => {
  const wanted = parsed(addition, body)
  if (wanted.delivery_id !== DELIVERY_ID) throw new ApiError(9300503)
  if (wanted.biz_id !== BIZ_ID) throw new ApiError(9300525)
  if (wanted.service.service_type !== SERVICE_TYPE) throw new ApiError(9300510)
  if (wanted.openid !== undefined && !isKnown(peer, wanted.openid)) throw new ApiError(40003)
  const request = JSON.stringify(wanted)
  return peer.state.atomically(() => {
    const known = peer.tables.waybills.get(wanted.order_id)
    if (known && (known.cancelled || known.request !== request)) throw new ApiError(9300501, 'order_id')
    const waybill = known ?? {
      waybillId: `${DELIVERY_ID}${String(nextNumber(peer, 'waybill')).padStart(12, '0')}`,
      orderId: wanted.order_id,
      openid: wanted.openid ?? '',
      request,
      createdAt: peer.clock.now(),
      cancelled: false,
      path: [],
    }
    peer.tables.waybills.put(waybill.orderId, waybill)
    return { ...OK, order_id: waybill.orderId, waybill_id: waybill.waybillId, waybill_data: [{ key: 'SF_bagAddr', value: '测试集包地' }] }
  })
}

const key = v.object({ order_id: words, openid: v.optional(v.string()), delivery_id: words, waybill_id: v.optional(v.string()) })

export const getWaybill: Handler = (peer, { body }) => {
  const waybill = find(peer, body)
  return { ...OK, order_id: waybill.orderId, delivery_id: DELIVERY_ID, waybill_id: waybill.waybillId, waybill_data: [], order_status: waybill.cancelled ? 1 : 0 }
}

/** order/cancel: only while the courier has not moved it. */
export const cancelWaybill: Handler = (peer, { body }) => {
  const waybill = find(peer, body)
  if (waybill.path.length > 0) throw new ApiError(9300506)
  peer.tables.waybills.put(waybill.orderId, { ...waybill, cancelled: true })
  return { ...OK, delivery_resultcode: 0, delivery_resultmsg: '' }
}

export const getWaybillPath: Handler = (peer, { body }) => {
  const waybill = find(peer, body)
  const list = waybill.path.map(({ at, type, text }) => ({ action_time: Math.floor(at / 1000), action_type: type, action_msg: text }))
  return { openid: waybill.openid, delivery_id: DELIVERY_ID, waybill_id: waybill.waybillId, path_item_num: list.length, path_item_list: list }
}

/** Picked up, not picked up, given to somebody; moved; out for delivery, signed for, refused; cancelled, held up. */
const steps = [100001, 100002, 100003, 200001, 300002, 300003, 300004, 400001, 400002] as const

const movement = v.object({
  biz_id: v.literal(BIZ_ID),
  order_id: words,
  delivery_id: v.literal(DELIVERY_ID),
  waybill_id: words,
  action_time: v.number(),
  action_type: v.picklist(steps),
  action_msg: v.optional(v.string(), ''),
})

/** test_update_order: the sandbox courier reports a step, which reaches the mini-program as the push `add_express_path`. */
export const moveWaybill: Handler = async (peer, { body }) => {
  const wanted = parsed(movement, body)
  const waybill = find(peer, body)
  if (waybill.cancelled) throw new ApiError(9300501, 'cancelled')
  const path = [...waybill.path, { at: wanted.action_time * 1000, type: wanted.action_type, text: wanted.action_msg }]
  peer.tables.waybills.put(waybill.orderId, { ...waybill, path })
  await pushEvent(peer, 'add_express_path', waybill.openid, {
    DeliveryID: DELIVERY_ID,
    WayBillId: waybill.waybillId,
    OrderId: waybill.orderId,
    Version: path.length,
    Count: path.length,
    Actions: path.map(({ at, type, text }) => ({ ActionTime: Math.floor(at / 1000), ActionType: type, ActionMsg: text })),
  })
  return OK
}

function find(peer: Peer, body: Record<string, unknown>): Waybill {
  const { order_id: orderId, delivery_id: deliveryId, waybill_id: waybillId } = parsed(key, body)
  if (deliveryId !== DELIVERY_ID) throw new ApiError(9300503)
  const found = peer.tables.waybills.get(orderId)
  if (!found || (waybillId !== undefined && waybillId !== found.waybillId)) throw new ApiError(40199)
  return found
}

function parsed<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body)
  if (!result.success) throw new ApiError(47001, v.getDotPath(result.issues[0]) ?? '')
  return result.output
}
