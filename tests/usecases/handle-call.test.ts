import { describe, expect, it } from 'vitest'
import { handleCall } from '../../cloudfunctions/usecases/handle-call'
import { shopImplementations } from '../../cloudfunctions/usecases/shop'
import { adminProcedures, type Caller, type OrderView, shopProcedures } from '../../cloudfunctions/contract'
import { HOUR_MS } from '../../cloudfunctions/domain/kernel/instant'
import { OWNER } from '../support/every-procedure'
import { saysTurnedAway } from '../support/memory-store'
import { APPID } from '../support/pay-peer'
import { TestShop } from '../support/shop'
import { withSuppliers } from '../support/suppliers'

/** Things that are no plain field values: operators of the database and of its SDK, and keys that reach into objects. */
const HOSTILE: readonly unknown[] = [
  { $gt: '' }, { $ne: null }, { $regex: '.*' }, { $in: [] }, { $where: '1' }, {}, [], ['order-1'],
  { operator: 'neq', operands: [null], _internalType: 'QueryCommand' }, { $date: 0 }, { $numberLong: '1' },
  JSON.parse('{"__proto__":{"admin":true}}'), null, true, 1, '', 'a.b.c.d.e', '$where', '../../etc', 'order 1', 'order-1\u0000', '\ud800order',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty',
]

describe('the five replies of a function', () => {
  it('answers a value with the server clock', async () => {
    const shop = new TestShop()
    expect(await shop.call('alice', { procedure: 'home.get', input: {} })).toMatchObject({ outcome: 'ok', serverNow: shop.now, value: { shopName: '邻里' } })
  })

  it('answers a refusal by its code, with what the phone needs to go on', async () => {
    const shop = new TestShop()
    const input = { ...await shop.placeInput('alice', 'order-1'), quoteKey: 'another price' }
    expect(await shop.call('alice', { procedure: 'order.place', input })).toMatchObject({ outcome: 'refused', refusal: 'quote_changed', detail: { payableFen: 3990 } })
  })

  it('answers bad input with the paths that are wrong and nothing of what was sent', async () => {
    const shop = new TestShop()
    const reply = await shop.call('alice', { procedure: 'goods.get', input: { productId: 'no such id!', secret: '13800001234' } })
    expect(reply).toMatchObject({ outcome: 'bad_input' })
    expect(JSON.stringify(reply)).not.toContain('13800001234')
    expect(JSON.stringify(reply)).not.toContain('no such id')
  })

  it('answers an unknown procedure as unknown, also one that every object has', async () => {
    const shop = new TestShop()
    for (const procedure of ['order.destroy', 'toString', '__proto__', 'constructor', '']) {
      expect(await shop.call('alice', { procedure, input: {} })).toEqual({ outcome: 'unknown_procedure', serverNow: shop.now })
    }
  })

  it('answers a fault with the request id alone and logs it once', async () => {
    const shop = new TestShop()
    const failing = shop.worker({ before: () => Promise.reject(new Error('the database is gone, key=secret')) })
    const reply = await shop.call('alice', { procedure: 'me.get', input: {} }, failing)
    expect(reply).toEqual({ outcome: 'internal', requestId: 'req-1', serverNow: shop.now })
    expect(shop.faults).toHaveLength(1)
  })

  it('answers busy when the store cannot keep up', async () => {
    const shop = new TestShop()
    const { Busy } = await import('../../cloudfunctions/ports')
    const busy = shop.worker({ before: () => Promise.reject(new Busy('now')) })
    expect(await shop.call('alice', { procedure: 'me.get', input: {} }, busy)).toMatchObject({ outcome: 'refused', refusal: 'busy' })
    expect(shop.faults).toEqual([])
  })
})

describe('who is calling', () => {
  it('turns away a call without an openid, or of another mini-program', async () => {
    const shop = new TestShop()
    const refusal = { outcome: 'refused', refusal: 'not_allowed' }
    expect(await shop.call(undefined, { procedure: 'home.get', input: {} })).toMatchObject(refusal)
    const source = { openid: 'alice', appid: 'wxsomebodyelse', requestId: 'r' }
    expect(await handleCall(shop.worker(), shopProcedures, shopImplementations, source, { procedure: 'home.get', input: {} })).toMatchObject(refusal)
    expect(await handleCall(shop.worker(), shopProcedures, shopImplementations, { ...source, appid: APPID }, { procedure: 'home.get', input: {} })).toMatchObject({ outcome: 'ok' })
  })

  it('takes nobody from the payload: who says to be a merchant there is none', async () => {
    const shop = new TestShop()
    const event = { procedure: 'work.list', input: { cursor: null }, openid: 'merchant', userInfo: { openId: 'merchant' } }
    expect(await shop.admin('alice', event)).toMatchObject({ outcome: 'refused', refusal: 'not_allowed' })
  })

  it('I18: being turned away is written down, once an hour, and whoever cannot write it down turns away all the same', async () => {
    const shop = new TestShop()
    const event = { procedure: 'work.list', input: { cursor: '13800001234' } }
    for (let time = 0; time < 3; time++) expect(await shop.admin('alice', event)).toMatchObject({ refusal: 'not_allowed' })
    expect(shop.database.all('audits')).toMatchObject([{ act: 'access.deny', openid: 'alice', subject: 'work.list', detail: '', at: shop.now }])
    shop.now += HOUR_MS
    const failing = shop.worker({ before: (call) => {
      if (call.startsWith('insert')) throw new Error('the database is gone')
    } })
    expect(await shop.admin('alice', event, failing)).toMatchObject({ outcome: 'refused', refusal: 'not_allowed' })
    expect(await shop.admin('alice', event)).toMatchObject({ refusal: 'not_allowed' })
    expect(shop.database.all('audits')).toHaveLength(2)
  })

  it('every procedure of merchants is closed to shoppers and leaders, and changes nothing', async () => {
    const shop = new TestShop()
    shop.database.put('staff', { id: 'lily', role: 'leader' })
    const before = shop.database.digest()
    for (const procedure of Object.keys(adminProcedures)) {
      for (const openid of ['alice', 'lily']) expect(await shop.admin(openid, { procedure, input: {} })).toMatchObject({ outcome: 'refused', refusal: 'not_allowed' })
    }
    expect(shop.database.digest(saysTurnedAway)).toBe(before)
  })

  it('reads the role at every call: taken away, it is gone with the next one (pitfall 27)', async () => {
    const shop = new TestShop()
    const event = { procedure: 'work.list', input: { cursor: null } }
    shop.database.put('staff', { id: 'clerk', role: 'merchant' })
    expect((await shop.admin('clerk', event)).outcome).toBe('ok')
    await shop.worker().store.remove('staff', 'clerk')
    expect(await shop.admin('clerk', event)).toMatchObject({ outcome: 'refused', refusal: 'not_allowed' })
  })

  it('I15: an order of somebody else is the same as none', async () => {
    const shop = new TestShop()
    await shop.place('alice', 'order-alice')
    for (const procedure of ['order.get', 'order.pay', 'order.sync', 'order.cancel', 'order.confirmReceipt']) {
      const theirs = await shop.call('mallory', { procedure, input: { orderId: 'order-alice' } })
      const none = await shop.call('mallory', { procedure, input: { orderId: 'order-nobody' } })
      expect(theirs).toMatchObject({ outcome: 'refused', refusal: 'order_not_found' })
      expect(theirs).toEqual(none)
    }
  })
})

describe('what is sent', () => {
  const tables = [['shop', shopProcedures], ['admin', adminProcedures]] as const

  it('no procedure takes a field it does not know, and none changes anything for it', async () => {
    const shop = withSuppliers(new TestShop())
    shop.database.put('staff', { id: OWNER.operator, role: 'operator' })
    const before = shop.database.digest()
    for (const [table, procedures] of tables) {
      for (const [procedure, { caller }] of Object.entries<{ caller: Caller }>(procedures)) {
        for (const extra of [{ price: 1 }, { openid: 'alice' }, { _openid: 'x' }, { payableFen: 1 }, { state: 'paid' }, JSON.parse('{"__proto__":{"role":"merchant"}}')]) {
          const event = { procedure, input: extra as unknown }
          const reply = table === 'shop' ? await shop.call('alice', event) : await shop.admin(OWNER[caller], event)
          expect(reply.outcome, `${procedure} ${JSON.stringify(extra)}`).toBe('bad_input')
        }
      }
    }
    expect(shop.database.digest()).toBe(before)
    expect(({} as { role?: string }).role).toBeUndefined()
  })

  it('no field that names a document takes an operator, an object or a name every object has', async () => {
    const shop = new TestShop()
    const place = await shop.placeInput('alice', 'order-1')
    const before = shop.database.digest()
    for (const hostile of HOSTILE) {
      for (const event of [
        { procedure: 'order.place', input: { ...place, orderId: hostile } },
        { procedure: 'order.place', input: { ...place, lines: [{ productId: 'orange', skuId: 'orange-5', quantity: hostile === 1 ? 1.5 : hostile }] } },
        { procedure: 'order.place', input: { ...place, lines: hostile } },
        { procedure: 'order.place', input: { ...place, lines: [{ productId: 'orange', skuId: hostile, quantity: 1 }] } },
        { procedure: 'order.place', input: { ...place, couponIds: [hostile] } },
        { procedure: 'order.place', input: { ...place, points: hostile === 1 ? 1.5 : hostile } },
        { procedure: 'order.place', input: { ...place, address: hostile ?? {} } },
        { procedure: 'order.get', input: { orderId: hostile } },
        { procedure: 'order.list', input: { tab: hostile, cursor: null } },
      ]) {
        const reply = await shop.call('alice', event)
        expect(reply.outcome, JSON.stringify(event)).toBe('bad_input')
      }
    }
    expect(shop.database.digest()).toBe(before)
    expect(shop.faults).toEqual([])
  })

  it('an envelope that is none is bad input', async () => {
    const shop = new TestShop()
    for (const event of [undefined, null, 'home.get', 1, [], {}, { procedure: 1 }, { procedure: { $ne: '' } }]) {
      expect((await shop.call('alice', event)).outcome).toBe('bad_input')
    }
  })
})

describe('submitting again', () => {
  it('I12: the same order id and request give the same order; other inputs under it are refused', async () => {
    const shop = new TestShop()
    const input = await shop.placeInput('alice', 'order-1', { quantity: 2 })
    const first = await shop.value<OrderView>('alice', 'order.place', input)
    const before = shop.database.digest()
    expect(await shop.value('alice', 'order.place', input)).toEqual(first)
    const other = { ...input, address: { ...input.address, phone: '13900000000' } }
    expect(await shop.call('alice', { procedure: 'order.place', input: other })).toMatchObject({ outcome: 'refused', refusal: 'order_id_taken' })
    expect(await shop.call('mallory', { procedure: 'order.place', input })).toMatchObject({ outcome: 'refused', refusal: 'order_id_taken' })
    expect(shop.database.digest()).toBe(before)
  })

  it('a repeated submit is answered although the price has changed, the goods are off sale or the group is full meanwhile', async () => {
    const shop = new TestShop()
    const groupId = await shop.opensGroup('alice', 'order-alice')
    const input = await shop.placeInput('bob', 'order-bob', { kind: 'join', groupId })
    await shop.value('bob', 'order.place', input)
    shop.database.put('products', { ...shop.product, state: 'off_sale' })
    expect(await shop.value<OrderView>('bob', 'order.place', input)).toMatchObject({ orderId: 'order-bob', state: 'placed' })
  })
})
