import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { OK, type Handler } from './call'
import { chargeStore, cityBody, degrees, storeOf, type CityStore } from './city-stores'
import { ApiError } from './errors'
import { isKnown, nextNumber, type Peer } from './peer'
import { attempt } from './pushes'

/** Created; cancelled by the shop, by the courier; taken, at the shop, on the way, given back by the courier, delivered, in trouble. */
const statuses = [10000, 20000, 20001, 30000, 40000, 50000, 60000, 70000, 90000] as const
export type CityStatus = (typeof statuses)[number]

const ended: readonly CityStatus[] = [20000, 20001, 70000]

export interface CityDelivery {
  wxOrderId: string
  wxStoreId: string
  storeOrderId: string
  openid: string
  receiver: { name: string, phone: string, address: string, lat: number, lng: number }
  carrier: 'DADA' | 'SFTC'
  distance: number
  feeFen: number
  deductedFen: number
  sandbox: boolean
  callbackUrl?: string
  fetchCode?: string
  receiveCode?: string
  status: CityStatus
  turns: { at: number, status: CityStatus }[]
  /** Why the shop's server did not take the last report. */
  callbackError?: string
}

const MAX_METRES = 20_000
const MAX_GRAMS = 50_000
/** Cancelling costs this once somebody is on the way to the shop. */
const CANCEL_FEN = 200

const words = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const cargo = v.object({ cargo_name: words, cargo_weight: whole, cargo_price: whole, cargo_type: whole, cargo_num: whole })
const receiver = { wx_store_id: words, user_name: words, user_phone: words, user_lng: degrees, user_lat: degrees, user_address: words }

const quote = v.object({ ...receiver, cargo, use_sandbox: v.optional(v.picklist([0, 1])) })
const addition = v.object({
  ...receiver,
  store_order_id: words,
  user_openid: words,
  order_seq: v.optional(words),
  verify_code_type: v.optional(v.picklist([0, 1, 2, 3]), 0),
  order_detail_path: v.optional(v.string()),
  callback_url: v.optional(words),
  use_sandbox: v.optional(v.picklist([0, 1]), 0),
  cargo: v.optional(cargo),
})

/** preaddorder: what the cheaper of the two carriers would take. */
export const quoteDelivery: Handler = (peer, { body }) => {
  const wanted = cityBody(quote, body)
  const store = storeOf(peer, wanted.wx_store_id)
  const { carrier, distance, feeFen } = offerFor(store, wanted.user_lat, wanted.user_lng, wanted.cargo.cargo_weight)
  return { ...OK, wx_store_id: store.wxStoreId, appid: peer.appid, service_trans_id: carrier, distance, est_fee: feeFen }
}

/** addorder: orders a courier, paid from the store's money except in the sandbox. The same store_order_id is the same delivery. */
export const addDelivery: Handler = (peer, { body }) => {
  const wanted = cityBody(addition, body)
  if (!isKnown(peer, wanted.user_openid)) throw new ApiError(40003)
  return peer.state.atomically(() => {
    const store = storeOf(peer, wanted.wx_store_id)
    const known = peer.tables.cityDeliveries.values().find(one => one.wxStoreId === store.wxStoreId && one.storeOrderId === wanted.store_order_id)
    if (known) return addedView(known)
    const offer = offerFor(store, wanted.user_lat, wanted.user_lng, wanted.cargo?.cargo_weight ?? 0)
    const sandbox = wanted.use_sandbox === 1
    if (!sandbox) chargeStore(peer, store.wxStoreId, -offer.feeFen)
    const code = (): string => String(1000 + Math.floor(peer.random() * 9000))
    const delivery: CityDelivery = {
      wxOrderId: `4018${String(nextNumber(peer, 'city-delivery')).padStart(15, '0')}`,
      wxStoreId: store.wxStoreId,
      storeOrderId: wanted.store_order_id,
      openid: wanted.user_openid,
      receiver: { name: wanted.user_name, phone: wanted.user_phone, address: wanted.user_address, lat: wanted.user_lat, lng: wanted.user_lng },
      ...offer,
      deductedFen: 0,
      sandbox,
      ...(wanted.callback_url !== undefined && { callbackUrl: wanted.callback_url }),
      ...([1, 3].includes(wanted.verify_code_type) && { fetchCode: code() }),
      ...([2, 3].includes(wanted.verify_code_type) && { receiveCode: code() }),
      status: 10000,
      turns: [{ at: peer.clock.now(), status: 10000 }],
    }
    peer.tables.cityDeliveries.put(delivery.wxOrderId, delivery)
    return addedView(delivery)
  })
}

function addedView(delivery: CityDelivery): Record<string, unknown> {
  return {
    ...OK,
    wx_store_id: delivery.wxStoreId,
    wx_order_id: delivery.wxOrderId,
    store_order_id: delivery.storeOrderId,
    service_trans_id: delivery.carrier,
    distance: delivery.distance,
    trans_order_id: `JS${delivery.wxOrderId.slice(-8)}`,
    fee: delivery.feeFen,
    ...(delivery.fetchCode !== undefined && { fetch_code: delivery.fetchCode }),
  }
}

/** ¥4.32 for the first kilometre and ¥1 for every other begun; the second carrier is dearer near by and cheaper beyond five. */
function offerFor(store: CityStore, lat: number, lng: number, grams: number): Pick<CityDelivery, 'carrier' | 'distance' | 'feeFen'> {
  const distance = metresBetween(store.lat, store.lng, lat, lng)
  if (distance > MAX_METRES) throw new ApiError(934019)
  if (grams > MAX_GRAMS) throw new ApiError(934020)
  const more = Math.max(Math.ceil(distance / 1000) - 1, 0)
  const dada = 432 + 100 * more
  const sf = 650 + 50 * more
  return dada <= sf ? { carrier: 'DADA', distance, feeFen: dada } : { carrier: 'SFTC', distance, feeFen: sf }
}

function metresBetween(lat1: number, lng1: number, lat2: number, lng2: number): number {
  const radians = (angle: number): number => (angle * Math.PI) / 180
  const half = Math.sin(radians(lat2 - lat1) / 2) ** 2 + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lng2 - lng1) / 2) ** 2
  return Math.round(2 * 6_371_000 * Math.asin(Math.sqrt(half)))
}

const key = v.object({ wx_order_id: v.optional(words), wx_store_id: v.optional(words), store_order_id: v.optional(words) })

export function deliveryOf(peer: Peer, body: Record<string, unknown>): CityDelivery {
  const { wx_order_id: id, wx_store_id: store, store_order_id: order } = cityBody(key, body)
  if (id === undefined && (store === undefined || order === undefined)) throw new ApiError(934001, 'wx_order_id')
  const found = id === undefined
    ? peer.tables.cityDeliveries.values().find(one => one.wxStoreId === store && one.storeOrderId === order)
    : peer.tables.cityDeliveries.get(id)
  if (!found) throw new ApiError(934016)
  return found
}

/** cancelorder: free until somebody took it, with a penalty until it is on the way, not after. */
export const cancelDelivery: Handler = async (peer, { body }) => {
  cityBody(v.object({ cancel_reason_id: v.picklist([1, 2, 3, 99]) }), body)
  const found = deliveryOf(peer, body)
  if (found.status === 20000 || found.status === 20001) throw new ApiError(934018)
  if (![10000, 30000, 40000, 60000].includes(found.status)) throw new ApiError(934017)
  const deductedFen = found.status === 30000 || found.status === 40000 ? CANCEL_FEN : 0
  const cancelled = peer.state.atomically(() => {
    if (!found.sandbox) chargeStore(peer, found.wxStoreId, found.feeFen - deductedFen)
    return turn(peer, { ...found, deductedFen }, 20000)
  })
  await report(peer, cancelled)
  return { ...OK, wx_store_id: found.wxStoreId, wx_order_id: found.wxOrderId, store_order_id: found.storeOrderId, order_status: 20000, appid: peer.appid, deductfee: deductedFen }
}

/** mocknotify: moves a delivery of the sandbox, which nobody carries. */
export const mockNotify: Handler = async (peer, { body }) => {
  const { order_status: status } = cityBody(v.object({ order_status: v.picklist(statuses) }), body)
  const found = deliveryOf(peer, body)
  if (!found.sandbox) throw new ApiError(934001, 'use_sandbox')
  await moveDelivery(peer, found, status)
  return OK
}

/** The courier gets on with a delivery; the shop's server is told. */
export async function moveDelivery(peer: Peer, found: CityDelivery, status: CityStatus): Promise<void> {
  if (ended.includes(found.status)) throw new ApiError(934007)
  const moved = peer.state.atomically(() => turn(peer, found, status))
  await report(peer, moved)
}

function turn(peer: Peer, found: CityDelivery, status: CityStatus): CityDelivery {
  const moved = { ...found, status, turns: [...found.turns, { at: peer.clock.now(), status }] }
  peer.tables.cityDeliveries.put(moved.wxOrderId, moved)
  return moved
}

/** Reports the status to the address given with the order, signed with the token of the mini-program's message push. */
async function report(peer: Peer, delivery: CityDelivery): Promise<void> {
  if (delivery.callbackUrl === undefined) return
  const seconds = Math.floor(peer.clock.now() / 1000)
  const news: Record<string, string | number> = {
    appid: peer.appid,
    order_status: delivery.status,
    service_trans_id: delivery.carrier,
    status_change_time: seconds,
    store_order_id: delivery.storeOrderId,
    timestamp: seconds,
    wx_order_id: delivery.wxOrderId,
    wx_store_id: delivery.wxStoreId,
  }
  const pairs = Object.keys(news).sort().map(name => `${name}=${news[name]}`).join('&')
  const sign = createHash('md5').update(`${pairs}&token=${peer.pushToken}`).digest('hex')
  const url = delivery.callbackUrl
  const error = await attempt(() => peer.callback(url, { ...news, sign }))
  const { callbackError: _, ...rest } = peer.tables.cityDeliveries.get(delivery.wxOrderId) ?? delivery
  peer.tables.cityDeliveries.put(delivery.wxOrderId, { ...rest, ...(error !== undefined && { callbackError: error }) })
}
