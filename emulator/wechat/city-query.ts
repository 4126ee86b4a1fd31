import type { Handler } from './call'
import { deliveryOf, type CityDelivery, type CityStatus } from './city-deliveries'
import { storeOf } from './city-stores'

/** queryorder: where a same-city delivery stands, and who carries it. */
export const queryDelivery: Handler = (peer, { body }) => {
  const delivery = deliveryOf(peer, body)
  const store = storeOf(peer, delivery.wxStoreId)
  const { receiver } = delivery
  return {
    wx_order_id: delivery.wxOrderId,
    store_order_id: delivery.storeOrderId,
    wx_store_id: delivery.wxStoreId,
    order_status: delivery.status,
    appid: peer.appid,
    user_openid: delivery.openid,
    service_trans_id: delivery.carrier,
    distance: delivery.distance,
    actualfee: delivery.sandbox ? 0 : delivery.feeFen,
    deductfee: delivery.deductedFen,
    ...timesOf(delivery),
    ...(delivery.fetchCode !== undefined && { fetch_code: delivery.fetchCode }),
    ...(delivery.receiveCode !== undefined && { recv_code: delivery.receiveCode }),
    ...(delivery.turns.some(turn => turn.status === 30000) && { transporter_info: { transporter_name: '测试骑手', transporter_phone: '13000000000' } }),
    store_info: { store_name: store.name, wx_store_id: store.wxStoreId, address: store.address, lng: store.lng, lat: store.lat, phone_num: store.phone },
    receiver_info: { receiver_name: receiver.name, address: receiver.address, phone_num: receiver.phone, lng: receiver.lng, lat: receiver.lat },
  }
}

const fields: readonly (readonly [string, readonly CityStatus[]])[] = [
  ['create_time', [10000]], ['accept_time', [30000]], ['fetch_time', [50000]], ['finish_time', [70000]], ['cancel_time', [20000, 20001]],
]

function timesOf({ turns }: CityDelivery): Record<string, number> {
  return Object.fromEntries(fields.flatMap(([name, statuses]) => {
    const last = turns.findLast(turn => statuses.includes(turn.status))
    return last ? [[name, Math.floor(last.at / 1000)]] : []
  }))
}
