import { describe, expect, it } from 'vitest'
import { ALICE, openApi, START, type Phone } from './support/api'

const place = { name: '王老板', mobile: '13900000000', province: '云南省', city: '昆明市', area: '五华区', address: '某路 1 号' }

const ORDER = {
  add_source: 0, order_id: 'order-0001', openid: ALICE, delivery_id: 'TEST', biz_id: 'test_biz_id', sender: place, receiver: { ...place, name: '李女士' },
  cargo: { count: 1, weight: 2.5, space_x: 20, space_y: 20, space_z: 20, detail_list: [{ name: '小土豆', count: 1 }] },
  shop: { wxa_path: 'pages/home/index', goods_name: '小土豆', goods_count: 1 }, insured: { use_insured: 0, insured_value: 0 },
  service: { service_type: 1, service_name: '标准快递' },
}

const call = (phone: Phone, path: string, body: Record<string, unknown>) => phone.post(`/cgi-bin/express/business/${path}`, body)
const add = (phone: Phone, changes: Record<string, unknown> = {}) => call(phone, 'order/add', { ...ORDER, ...changes })

async function added(phone: Phone): Promise<{ order_id: string, delivery_id: string, waybill_id: string }> {
  const answer = await add(phone)
  return { order_id: 'order-0001', delivery_id: 'TEST', waybill_id: String(answer.waybill_id) }
}

describe('waybills', () => {
  it('are made once for an order', async () => {
    const phone = openApi()
    const first = await add(phone)
    expect(first).toMatchObject({ errcode: 0, order_id: 'order-0001', waybill_id: expect.stringMatching(/^TEST\d+$/) as string })
    expect(await add(phone)).toEqual(first)
    expect(await add(phone, { insured: { use_insured: 1, insured_value: 100 } })).toMatchObject({ errcode: 9300501 })
    expect(phone.api.waybills()).toHaveLength(1)
    expect((await add(phone, { order_id: 'order-0002' })).waybill_id).not.toBe(first.waybill_id)
  })

  it.each<[string, Record<string, unknown>, number]>([
    ['another courier', { delivery_id: 'SF' }, 9300503],
    ['another account', { biz_id: 'mine' }, 9300525],
    ['another service', { service: { service_type: 9, service_name: '特快' } }, 9300510],
    ['an unknown person', { openid: 'x' }, 40003],
    ['a sender without a phone', { sender: { ...place, mobile: undefined } }, 47001],
    ['no receiver', { receiver: undefined }, 47001],
  ])('are refused for %s', async (_, changes, errcode) => {
    const phone = openApi()
    expect(await add(phone, changes)).toMatchObject({ errcode })
    expect(phone.api.waybills()).toEqual([])
  })

  it('are cancelled until they move', async () => {
    const phone = openApi()
    const key = await added(phone)
    expect(await call(phone, 'order/get', key)).toMatchObject({ errcode: 0, order_status: 0, waybill_id: key.waybill_id })
    expect(await call(phone, 'order/cancel', key)).toMatchObject({ errcode: 0, delivery_resultcode: 0 })
    expect(await call(phone, 'order/get', key)).toMatchObject({ order_status: 1 })
    expect(await add(phone)).toMatchObject({ errcode: 9300501 })
  })

  it('tell the mini-program of every step', async () => {
    const phone = openApi()
    const key = await added(phone)
    const step = (type: number, text: string) => call(phone, 'test_update_order', {
      ...key, biz_id: 'test_biz_id', action_time: START / 1000, action_type: type, action_msg: text,
    })
    expect(await step(100001, '揽件成功')).toMatchObject({ errcode: 0 })
    expect(await step(300003, '已签收')).toMatchObject({ errcode: 0 })
    expect(await step(1, '?')).toMatchObject({ errcode: 47001 })
    expect(phone.api.pushes().map(({ event }) => [event.Event, event.WayBillId, event.Count])).toEqual([['add_express_path', key.waybill_id, 1], ['add_express_path', key.waybill_id, 2]])
    expect(await call(phone, 'path/get', key)).toMatchObject({ path_item_num: 2, path_item_list: [{ action_type: 100001 }, { action_type: 300003, action_msg: '已签收' }] })
    expect(await call(phone, 'order/cancel', key)).toMatchObject({ errcode: 9300506 })
  })

  it('are not found under another number', async () => {
    const phone = openApi()
    const key = await added(phone)
    for (const path of ['order/get', 'order/cancel', 'path/get']) {
      expect(await call(phone, path, { ...key, order_id: 'order-0009' })).toMatchObject({ errcode: 40199 })
      expect(await call(phone, path, { ...key, waybill_id: 'TEST1' })).toMatchObject({ errcode: 40199 })
      expect(await call(phone, path, { ...key, delivery_id: 'SF' })).toMatchObject({ errcode: 9300503 })
    }
  })
})
