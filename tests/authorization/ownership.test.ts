import { describe, expect, it } from 'vitest'
import type { Order } from '../../cloudfunctions/domain/order/order'
import { ask, EVERY_PROCEDURE, OWNER, type Proved, sampleOf } from '../support/every-procedure'
import { aWorld, SECRETS } from '../support/every-procedure/world'
import type { TestShop } from '../support/shop'
import { EVERYBODY } from './principals'

const OWNED = EVERY_PROCEDURE.flatMap((one) => {
  const own = 'own' in one.row ? one.row.own : undefined
  return own === undefined || own === 'public' || own === 'new' || own === 'none' ? [] : [{ one, field: own as string }]
})

const isSent = (supplierId: string) => ({ lines }: Order): boolean => lines.some(line => line.supplierId === supplierId)

/** Everything of this kind that does not belong to this caller. */
function notOf(openid: string, one: Proved, field: string, world: TestShop): string[] {
  const { database } = world
  if (field === 'topUpId') return database.all('top_ups').filter(topUp => topUp.openid !== openid).map(topUp => topUp.id)
  if (field === 'transferId') return database.all('transfers').filter(transfer => transfer.openid !== openid).map(transfer => transfer.id)
  if (field === 'blockId') return database.all('risk_blocks').filter(block => block.subject !== openid).map(block => block.id)
  if (field !== 'orderId') throw new Error(`${one.procedure}: whose are things named by ${field}?`)
  const supplier = database.one('shop_setup', 'shop')?.suppliers.find(({ staff }) => staff.includes(openid))
  const mine = one.caller === 'supplier' ? isSent(supplier?.supplierId ?? '') : (order: Order): boolean => order.openid === openid
  return database.all('orders').filter(order => !mine(order)).map(order => order.id)
}

/** An id of the same form that nothing has. */
function missing(id: string, world: TestShop): string {
  const none = `${id.slice(0, -3)}zzz`
  if ([...world.database.all('orders'), ...world.database.all('top_ups')].some(one => one.id === none)) throw new Error(none)
  return none
}

describe('I15: what is somebody else\'s answers as what is not there, and nothing changes', () => {
  it('is asked of every procedure that names something of one\'s own', () => {
    expect(OWNED.length).toBeGreaterThanOrEqual(10)
  })

  it.each(OWNED.map(owned => [`${owned.one.table} ${owned.one.procedure}`, owned] as const))('%s', async (_name, { one, field }) => {
    const world = await aWorld()
    const sample = await sampleOf(one, world) as Record<string, unknown>
    const before = world.digest()
    let asked = 0
    for (const [name, { openid, may }] of EVERYBODY) {
      if (openid === undefined || !may.includes(one.row.for)) continue
      const none = await ask(world, one, openid, { ...sample, [field]: missing(String(sample[field]), world) })
      expect(none, name).toMatchObject({ outcome: 'refused' })
      for (const id of notOf(openid, one, field, world)) {
        asked += 1
        expect(await ask(world, one, openid, { ...sample, [field]: id }), `${name} asked for ${id}`).toEqual(none)
      }
    }
    expect(world.digest() === before, 'something changed').toBe(true)
    expect(world.faults).toEqual([])
    expect(asked).toBeGreaterThan(1)
  })

  it('a taken number is only said to be taken', async () => {
    const world = await aWorld()
    const input = await world.placeInput('bob', 'order-bob')
    const before = world.digest()
    for (const { id } of world.database.all('orders')) {
      expect(await world.call('bob', { procedure: 'order.place', input: { ...input, orderId: id } })).toEqual({ outcome: 'refused', refusal: 'order_id_taken', serverNow: world.now })
    }
    for (const { id } of world.database.all('top_ups')) {
      for (const amountFen of [1000, 10_000]) {
        expect(await world.call('bob', { procedure: 'balance.topUp', input: { topUpId: id, amountFen } })).toEqual({ outcome: 'refused', refusal: 'top_up_id_taken', serverNow: world.now })
      }
    }
    expect(world.digest()).toBe(before)
  })

  it('S21: a coupon of somebody else is none', async () => {
    const world = await aWorld()
    const [hers] = Object.keys(world.database.one('members', 'alice')?.coupons ?? {})
    if (hers === undefined) throw new Error('Alice has no coupon')
    const input = await world.placeInput('bob', 'order-bob')
    const { orderId: _, address: __, agreed: ___, quoteKey: ____, ...quote } = input
    const ask = (procedure: string, couponId: string): unknown => world.call('bob', { procedure, input: { ...(procedure === 'order.place' ? input : { ...quote, region: null }), couponIds: [couponId] } })
    const before = world.digest()
    for (const procedure of ['cart.quote', 'order.place']) {
      const theirs = JSON.stringify(await ask(procedure, hers)).replaceAll(hers, 'coupon')
      expect(theirs).toBe(JSON.stringify(await ask(procedure, 'coupon-nobody')).replaceAll('coupon-nobody', 'coupon'))
    }
    expect(world.digest()).toBe(before)
  })
})

describe('I15, I17: what is told', () => {
  /** What is Alice's own, and what names her. */
  const hers = [...Object.values(SECRETS), '"alice"']

  it.each(EVERY_PROCEDURE.filter(one => one.caller !== 'merchant').map(one => [`${one.table} ${one.procedure}`, one] as const))('of Alice nobody learns anything from %s', async (_name, one) => {
    const base = await aWorld()
    const input = await sampleOf(one, base)
    for (const [name, { openid, may }] of EVERYBODY) {
      if (openid === 'alice' || !may.includes(one.row.for)) continue
      const reply = JSON.stringify(await ask(base.fork(), one, openid, input))
      // Whoever sends her goods must know where to.
      const known: readonly string[] = one.caller === 'supplier' && openid === OWNER.supplier ? [SECRETS.name, SECRETS.phone, SECRETS.detail] : []
      expect(hers.filter(secret => !known.includes(secret) && reply.includes(secret)), name).toEqual([])
    }
  })

  it('the check itself can see them', async () => {
    const world = await aWorld()
    const order = EVERY_PROCEDURE.find(one => one.procedure === 'order.get' && one.table === 'shop') as Proved
    expect(JSON.stringify(await ask(world, order, 'alice', await sampleOf(order, world)))).toContain(SECRETS.detail)
  })
})
