import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ALICE, APPID, openApi, START, type Phone } from './support/api'

const HOUR = 3_600_000
const call = (phone: Phone, name: string, body: Record<string, unknown>) => phone.post(`/cgi-bin/express/intracity/${name}`, body)

const address = { province: '云南省', city: '昆明市', area: '五华区', street: '某路', house: '1 号', lat: 25.04, lng: 102.7, phone: '13900000000' }

async function withStore(options: Parameters<typeof openApi>[0] = {}): Promise<{ phone: Phone, store: string }> {
  const phone = openApi(options)
  const answer = await call(phone, 'createstore', { out_store_id: 'store-1', store_name: '邻团五华店', address_info: address })
  return { phone, store: String(answer.wx_store_id) }
}

/** Some 2.2 kilometres north of the store. */
const order = (store: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  wx_store_id: store, store_order_id: 'order-0001', user_openid: ALICE, user_name: '李女士', user_phone: '13900000001', user_lng: '102.7', user_lat: '25.06',
  user_address: '某小区', order_detail_path: 'pages/order/index', cargo: { cargo_name: '小土豆', cargo_weight: 2500, cargo_price: 1990, cargo_type: 6, cargo_num: 1 },
  use_sandbox: 1, ...changes,
})

const balance = async (phone: Phone, store: string) => (await call(phone, 'balancequery', { wx_store_id: store })).all_balance

describe('same-city stores', () => {
  it('are made once, and charged', async () => {
    const { phone, store } = await withStore()
    expect(await call(phone, 'createstore', { out_store_id: 'store-1', store_name: '又一家', address_info: address })).toMatchObject({ errcode: 934010 })
    phone.api.chargeStore(store, 5000)
    expect(await balance(phone, store)).toBe(5000)
    expect(phone.api.cityStores()).toMatchObject([{ wxStoreId: store, outStoreId: 'store-1', balanceFen: 5000 }])
    expect(await call(phone, 'balancequery', { wx_store_id: '4' })).toMatchObject({ errcode: 934021 })
  })
})

describe('same-city deliveries', () => {
  it.each([['25.06', 'DADA', 632], ['25.11', 'SFTC', 1000], ['25.04', 'DADA', 432]])('to %s cost what the cheaper carrier takes: %s, %i fen', async (lat, carrier, fee) => {
    const { phone, store } = await withStore()
    const quote = await call(phone, 'preaddorder', order(store, { user_lat: lat }))
    expect(quote).toMatchObject({ errcode: 0, service_trans_id: carrier, est_fee: fee })
    expect(await call(phone, 'addorder', order(store, { user_lat: lat }))).toMatchObject({ errcode: 0, service_trans_id: carrier, fee, distance: quote.distance })
  })

  it('are one for a store_order_id, and paid once', async () => {
    const { phone, store } = await withStore()
    phone.api.chargeStore(store, 700)
    const first = await call(phone, 'addorder', order(store, { use_sandbox: 0, verify_code_type: 3 }))
    expect(first).toMatchObject({ errcode: 0, store_order_id: 'order-0001', fee: 632, fetch_code: expect.stringMatching(/^\d{4}$/) as string })
    expect(await call(phone, 'addorder', order(store, { use_sandbox: 0, verify_code_type: 3 }))).toEqual(first)
    expect(await balance(phone, store)).toBe(68)
    expect(await call(phone, 'addorder', order(store, { use_sandbox: 0, store_order_id: 'order-0002' }))).toMatchObject({ errcode: 934013 })
    expect(phone.api.cityDeliveries()).toHaveLength(1)
  })

  it('cost nothing in the sandbox', async () => {
    const { phone, store } = await withStore()
    const { wx_order_id: id } = await call(phone, 'addorder', order(store))
    expect(await call(phone, 'queryorder', { wx_order_id: id })).toMatchObject({ actualfee: 0, order_status: 10000 })
    expect(await call(phone, 'queryorder', { wx_store_id: store, store_order_id: 'order-0001' })).toMatchObject({ wx_order_id: id })
  })

  it.each<[string, Record<string, unknown>, number]>([
    ['beyond 20 kilometres', { user_lat: '25.3' }, 934019],
    ['of more than 50 kilos', { cargo: { cargo_name: '土豆', cargo_weight: 50_001, cargo_price: 1, cargo_type: 6, cargo_num: 1 } }, 934020],
    ['from an unknown store', { wx_store_id: '4' }, 934021],
    ['to nobody', { user_openid: 'x' }, 40003],
    ['without an address', { user_address: undefined }, 934001],
    ['to nowhere', { user_lat: 'north' }, 934001],
  ])('are refused %s', async (_, changes, errcode) => {
    const { phone, store } = await withStore()
    expect(await call(phone, 'addorder', order(store, changes))).toMatchObject({ errcode })
    expect(phone.api.cityDeliveries()).toEqual([])
  })

  it('are cancelled for nothing, then for a penalty, then not at all', async () => {
    const cases = [[undefined, 0, 5000, 0], [30000, 0, 4800, 200], [40000, 0, 4800, 200], [50000, 934017, 4368, undefined], [70000, 934017, 4368, undefined]] as const
    for (const [status, errcode, left, deductfee] of cases) {
      const { phone, store } = await withStore()
      phone.api.chargeStore(store, 5000)
      const { wx_order_id: id } = await call(phone, 'addorder', order(store, { use_sandbox: 0 }))
      if (status) await phone.api.moveDelivery(String(id), status)
      const answer = await call(phone, 'cancelorder', { wx_order_id: id, cancel_reason_id: 1 })
      expect([answer.errcode, await balance(phone, store), answer.deductfee]).toEqual([errcode, left, deductfee])
    }
  })

  it('are not cancelled twice, nor without a reason', async () => {
    const { phone, store } = await withStore()
    const key = { wx_store_id: store, store_order_id: 'order-0001' }
    await call(phone, 'addorder', order(store))
    expect(await call(phone, 'cancelorder', key)).toMatchObject({ errcode: 934001 })
    expect(await call(phone, 'cancelorder', { ...key, cancel_reason_id: 2 })).toMatchObject({ errcode: 0, order_status: 20000 })
    expect(await call(phone, 'cancelorder', { ...key, cancel_reason_id: 2 })).toMatchObject({ errcode: 934018 })
    expect(await call(phone, 'mocknotify', { ...key, order_status: 30000 })).toMatchObject({ errcode: 934007 })
    expect(await call(phone, 'queryorder', { wx_order_id: '1' })).toMatchObject({ errcode: 934016 })
    expect(await call(phone, 'queryorder', { wx_store_id: store })).toMatchObject({ errcode: 934001 })
  })

  it('report every step to the shop, signed with the push token', async () => {
    const reports: [string, Record<string, unknown>][] = []
    const { phone, store } = await withStore({ pushToken: 'abcdefghi', callback: (url, body) => reports.push([url, body]) })
    const { wx_order_id: id } = await call(phone, 'addorder', order(store, { callback_url: 'http://127.0.0.1:1/http/delivery' }))
    for (const status of [30000, 40000, 50000, 70000]) {
      await phone.clock.advance(HOUR)
      expect(await call(phone, 'mocknotify', { wx_order_id: id, order_status: status })).toMatchObject({ errcode: 0 })
    }
    expect(reports.map(([url, body]) => [url, body.order_status])).toEqual([30000, 40000, 50000, 70000].map(status => ['http://127.0.0.1:1/http/delivery', status]))
    const { sign, ...news } = reports[0]![1]
    expect(news).toEqual({
      appid: APPID, order_status: 30000, service_trans_id: 'DADA', status_change_time: START / 1000 + 3600, store_order_id: 'order-0001', timestamp: START / 1000 + 3600,
      wx_order_id: id, wx_store_id: store,
    })
    const text = `${Object.entries(news).map(([name, value]) => `${name}=${String(value)}`).join('&')}&token=abcdefghi`
    expect(sign).toBe(createHash('md5').update(text).digest('hex'))
    expect(await call(phone, 'queryorder', { wx_order_id: id })).toMatchObject({
      order_status: 70000, create_time: START / 1000, accept_time: START / 1000 + 3600, finish_time: START / 1000 + 4 * 3600, store_info: { store_name: '邻团五华店' },
      transporter_info: { transporter_name: '测试骑手' },
    })
  })

  it('keep why a report was not taken, and are moved by hand outside the sandbox only', async () => {
    const { phone, store } = await withStore({ callback: () => Promise.reject(new Error('HTTP 500')) })
    phone.api.chargeStore(store, 5000)
    const { wx_order_id: id } = await call(phone, 'addorder', order(store, { use_sandbox: 0, callback_url: 'http://127.0.0.1:1/x' }))
    expect(await call(phone, 'mocknotify', { wx_order_id: id, order_status: 30000 })).toMatchObject({ errcode: 934001 })
    await phone.api.moveDelivery(String(id), 30000)
    expect(phone.api.cityDeliveries()).toMatchObject([{ status: 30000, callbackError: 'HTTP 500' }])
  })
})
