import * as v from 'valibot'
import { OK, type Handler } from './call'
import { ApiError } from './errors'
import { nextNumber, type Peer } from './peer'

/** A shop from which same-city deliveries start, with money for them paid in advance. */
export interface CityStore {
  wxStoreId: string
  outStoreId: string
  name: string
  address: string
  phone: string
  lat: number
  lng: number
  balanceFen: number
}

const words = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
/** Degrees as a number, or as the documented example has it, a string. */
export const degrees = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite())

const creation = v.object({
  out_store_id: words,
  store_name: words,
  order_pattern: v.optional(v.picklist([1, 2])),
  address_info: v.object({ province: words, city: words, area: words, street: words, house: words, lat: degrees, lng: degrees, phone: words }),
})

export const createStore: Handler = (peer, { body }) => {
  const wanted = cityBody(creation, body)
  return peer.state.atomically(() => {
    if (peer.tables.cityStores.values().some(store => store.outStoreId === wanted.out_store_id)) throw new ApiError(934010)
    const { province, city, area, street, house, lat, lng, phone } = wanted.address_info
    const wxStoreId = `4000000${String(nextNumber(peer, 'city-store')).padStart(12, '0')}`
    const store = { wxStoreId, outStoreId: wanted.out_store_id, name: wanted.store_name, address: `${province}${city}${area}${street}${house}`, phone, lat, lng, balanceFen: 0 }
    peer.tables.cityStores.put(wxStoreId, store)
    return { ...OK, wx_store_id: wxStoreId, appid: peer.appid, out_store_id: wanted.out_store_id }
  })
}

export const queryBalance: Handler = (peer, { body }) => {
  const { wx_store_id: id } = cityBody(v.object({ wx_store_id: words }), body)
  return { ...OK, wx_store_id: id, appid: peer.appid, all_balance: storeOf(peer, id).balanceFen }
}

export function storeOf(peer: Peer, wxStoreId: string): CityStore {
  const store = peer.tables.cityStores.get(wxStoreId)
  if (!store) throw new ApiError(934021)
  return store
}

/** Adds to a store's money, or takes from it; refuses to go below nothing. */
export function chargeStore(peer: Peer, wxStoreId: string, fen: number): void {
  const store = storeOf(peer, wxStoreId)
  if (store.balanceFen + fen < 0) throw new ApiError(934013)
  peer.tables.cityStores.put(wxStoreId, { ...store, balanceFen: store.balanceFen + fen })
}

/** Checks a body of the same-city interfaces, which name a wrong field in the message. */
export function cityBody<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body)
  if (!result.success) throw new ApiError(934001, v.getDotPath(result.issues[0]) ?? '')
  return result.output
}
