import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdminGroupListView, AdminGroupView, AuditView, GroupCountsView, Page } from '../../cloudfunctions/contract'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { joins, ladderShop, LIST_FEN, orderOf, person, TABLE } from '../support/ladder'
import { mayBeBusy, race, raced } from '../support/race'
import { TestShop } from '../support/shop'

/** A shop whose merchant has turned 模拟成团 on. */
function allowing(shop: TestShop): TestShop {
  const setup = shop.database.one('shop_setup', 'shop') ?? NO_SETUP
  shop.database.put('shop_setup', { ...setup, switches: { ...setup.switches, simulatedCompletion: true } })
  return shop
}

function complete(shop: TestShop, groupId: string, requestId = 'request-1', ports = shop.worker()): ReturnType<TestShop['admin']> {
  return shop.admin('merchant', { procedure: 'group.complete', input: { groupId, requestId } }, ports)
}

async function ask<T>(shop: TestShop, procedure: string, input: object): Promise<T> {
  const reply = await shop.admin('merchant', { procedure, input })
  if (reply.outcome !== 'ok') throw new Error(JSON.stringify(reply) + shop.faults.join())
  return reply.value as T
}

async function pair(shop: TestShop): Promise<string> {
  const groupId = await shop.opensGroup('alice', 'order-alice')
  await shop.place('bob', 'order-bob', { kind: 'join', groupId })
  await shop.pays('bob', 'order-bob')
  return groupId
}

describe('a short group the merchant completes', () => {
  it('S16: is off unless the merchant turns it on', async () => {
    const shop = new TestShop({ activity: { size: 3 } })
    const groupId = await pair(shop)
    const before = shop.database.digest()
    expect(await complete(shop, groupId)).toMatchObject({ outcome: 'refused', refusal: 'completion_off' })
    expect(await ask<AdminGroupListView>(shop, 'group.list', { state: 'open', cursor: null })).toMatchObject({
      completion: { on: false, ruleKey: 'simulated_completion' }, items: [{ groupId, people: 2, missing: 1, actions: [] }],
    })
    expect(shop.database.digest()).toBe(before)
  })

  it('S16: forms with the true head count, says so to everybody, and invents nobody', async () => {
    const shop = allowing(new TestShop({ activity: { size: 10 } }))
    const groupId = await pair(shop)
    expect((await ask<AdminGroupListView>(shop, 'group.list', { state: 'open', cursor: null })).items).toMatchObject([{ groupId, actions: ['complete'] }])
    await shop.value('bob', 'message.allow', { keys: ['group_formed'] })
    expect(await complete(shop, groupId)).toMatchObject({ outcome: 'ok', value: { state: 'formed', people: 2, completedShort: 2, actions: [] } })
    const seen = await shop.group('stranger', groupId)
    expect(seen).toMatchObject({ state: 'formed', size: 10, people: 2, completedShort: 2, actions: ['open_again'] })
    expect(seen.seats).toHaveLength(2)
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'preparing', group: { state: 'formed', completedShort: 2 }, refunds: [] })
    await shop.passes(5 * MINUTE_MS)
    expect(shop.wechat.messages).toMatchObject([{ openid: 'bob', fields: { thing3: '商家补足成团，实际2人' } }])
    expect(leftUndone(shop)).toEqual([])
  })

  it('S16, S20: whoever turns a switch is noted, with what and when; saving what stands already notes nothing', async () => {
    const shop = new TestShop()
    const turn = (switches: object): Promise<unknown> => ask(shop, 'switches.save', switches)
    await turn({ simulatedCompletion: false })
    await turn({ simulatedCompletion: true })
    shop.now += 1000
    await turn({ simulatedCompletion: true, storedValue: true })
    shop.now += 1000
    await turn({ simulatedCompletion: false })
    const { items } = await ask<Page<AuditView>>(shop, 'audit.list', { cursor: null })
    expect(items.map(({ act, subject, detail, by }) => [act, subject, detail, by.openidEnd])).toEqual([
      ['switch.turn', 'simulatedCompletion', 'off', 'hant'], ['switch.turn', 'storedValue', 'on', 'hant'], ['switch.turn', 'simulatedCompletion', 'on', 'hant'],
    ])
  })

  it('S16: is audited once with who did it, and asking again under the same id changes nothing', async () => {
    const shop = allowing(new TestShop({ activity: { size: 3 } }))
    const groupId = await pair(shop)
    const first = await complete(shop, groupId)
    const before = shop.database.digest()
    expect(await complete(shop, groupId)).toEqual(first)
    expect(await complete(shop, groupId, 'request-2')).toMatchObject({ refusal: 'group_not_completable' })
    expect(shop.database.digest()).toBe(before)
    const other = await shop.opensGroup('carol', 'order-carol')
    expect(await complete(shop, other, 'request-1')).toMatchObject({ refusal: 'request_id_taken' })
    expect(await ask<Page<AuditView>>(shop, 'audit.list', { cursor: null })).toEqual({
      items: [{ id: 'request-1', at: shop.now, act: 'group.complete', subject: groupId, detail: 'people=2 formAt=3 size=3', by: { nickname: '', avatar: '', openidEnd: 'hant' } }], next: null,
    })
  })

  it('S16: not one that nobody paid in, that is full, over, or not there, nor one that forms by itself', async () => {
    const shop = allowing(new TestShop({ activity: { size: 2 } }))
    const unpaid = (await shop.place('carol', 'order-carol', { kind: 'open' })).groupId as string
    const full = await pair(shop)
    const late = await shop.opensGroup('dan', 'order-dan')
    for (const groupId of [unpaid, full]) expect(await complete(shop, groupId)).toMatchObject({ refusal: 'group_not_completable' })
    expect(await complete(shop, 'g-nothing')).toMatchObject({ refusal: 'group_not_found' })
    shop.now += HOUR_MS - 1
    expect((await ask<AdminGroupListView>(shop, 'group.list', { state: 'open', cursor: null })).items).toMatchObject([{ groupId: late, actions: ['complete'] }])
    shop.now += 1
    expect(await complete(shop, late)).toMatchObject({ refusal: 'group_not_completable' })
    const ladder = allowing(ladderShop())
    const groupId = await ladder.opensGroup(person(1), orderOf(1))
    await joins(ladder, groupId, 2, 2)
    expect(await complete(ladder, groupId)).toMatchObject({ refusal: 'group_not_completable' })
  })

  it('S16 S39: the ladder goes by the true head count', async () => {
    const shop = allowing(ladderShop([TABLE], { size: 60, formAt: 20 }))
    const groupId = await shop.opensGroup(person(1), orderOf(1))
    await joins(shop, groupId, 2, 12)
    await complete(shop, groupId)
    await shop.passes(5 * MINUTE_MS)
    const at80 = Math.floor(LIST_FEN * 80 / 100)
    expect(shop.pay.accountFen).toBe(12 * at80)
    expect(await shop.order('p1', orderOf(1))).toMatchObject({ refunds: [{ reason: 'better_rung', amountFen: LIST_FEN - at80, state: 'succeeded' }] })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S16: a seat held at that moment stays out, and money that still comes for it goes back whole', async () => {
    const shop = allowing(new TestShop({ activity: { size: 4 } }))
    const groupId = await pair(shop)
    await shop.place('carol', 'order-carol', { kind: 'join', groupId })
    await shop.askToPay('carol', 'order-carol')
    await complete(shop, groupId)
    await recordPayment(shop.worker(), shop.pay.force('order-carol'))
    await shop.passes(5 * MINUTE_MS)
    expect(await shop.order('carol', 'order-carol')).toMatchObject({ state: 'closed', closedReason: 'paid_late', refunds: [{ state: 'succeeded', amountFen: 2990 }] })
    expect(await shop.group('alice', groupId)).toMatchObject({ people: 2, completedShort: 2 })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S16: is counted apart from groups that formed and that failed, by Shanghai day', async () => {
    const shop = allowing(new TestShop({ activity: { size: 3 } }))
    await complete(shop, await pair(shop))
    await shop.place('nobody', 'order-nobody', { kind: 'open' })
    await shop.opensGroup('carol', 'order-carol')
    shop.now += DAY_MS
    await shop.passes(MINUTE_MS)
    const full = await shop.opensGroup('dan', 'order-dan')
    for (const openid of ['eve', 'fay']) {
      await shop.place(openid, `order-${openid}`, { kind: 'join', groupId: full })
      await shop.pays(openid, `order-${openid}`)
    }
    expect(await ask<GroupCountsView>(shop, 'stats.groups', { from: '2026-04-30', to: '2026-05-02' })).toEqual({ days: [
      { day: '2026-04-30', formed: 0, completedShort: 0, failed: 0 },
      { day: '2026-05-01', formed: 0, completedShort: 1, failed: 0 },
      { day: '2026-05-02', formed: 1, completedShort: 0, failed: 1 },
    ] })
    expect(await shop.admin('merchant', { procedure: 'stats.groups', input: { from: '2026-05-02', to: '2026-05-01' } })).toMatchObject({ refusal: 'period_invalid' })
    expect(await shop.admin('merchant', { procedure: 'stats.groups', input: { from: '2026-01-01', to: '2026-03-01' } })).toMatchObject({ refusal: 'period_invalid' })
    expect((await ask<AdminGroupListView>(shop, 'group.list', { state: 'failed', cursor: null })).items.map((group: AdminGroupView) => group.people)).toEqual([1])
  })

  it('S16 I6: completing, the last payment and the deadline\'s sweep at once: one of them ends the group, and all money is used or given back', async () => {
    const seen = new Set<string>()
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.constantFrom(0, HOUR_MS), async (scheduler, later) => {
      const shop = allowing(new TestShop({ pieces: 10, activity: { size: 3 } }))
      const groupId = await pair(shop)
      if (later > 0) shop.now += HOUR_MS - 5 * MINUTE_MS
      await shop.place('carol', 'order-carol', { kind: 'join', groupId })
      await shop.askToPay('carol', 'order-carol')
      const facts = shop.pay.force('order-carol')
      // The clock passes the deadline while they are at it.
      const ticking = { before: async (call: string) => {
        await raced(scheduler, 'sweep').before?.(call)
        if (later > 0) shop.now = Math.max(shop.now, shop.database.one('groups', groupId)?.deadlineAt ?? 0)
      } }
      await race(scheduler, [
        () => complete(shop, groupId, 'request-1', shop.worker(raced(scheduler, 'merchant'))),
        () => mayBeBusy(recordPayment(shop.worker(raced(scheduler, 'payment')), facts)),
        () => mayBeBusy(sweep(shop.worker(ticking))),
      ])
      expect(alwaysBroken(shop)).toEqual([])
      await recordPayment(shop.worker(), facts)
      for (const minutes of [1, 2, 5, 5, 20, 60]) {
        shop.now += (minutes - 1) * MINUTE_MS
        await shop.passes(MINUTE_MS)
      }
      const group = shop.database.one('groups', groupId)
      const ended = group?.ended?.how ?? 'open'
      seen.add(ended)
      expect(ended).not.toBe('open')
      expect(shop.database.all('audits').length).toBe(ended === 'completed_short' ? 1 : 0)
      expect(group?.completedShort?.people).toBe(ended === 'completed_short' ? 2 : undefined)
      expect(group?.paid).toBe(ended === 'formed' ? 3 : 2)
      const states = ['order-alice', 'order-bob', 'order-carol'].map(id => shop.database.one('orders', id)?.state)
      expect(states).toEqual(ended === 'formed' ? Array(3).fill('preparing') : ended === 'failed' ? Array(3).fill('closed') : ['preparing', 'preparing', 'closed'])
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 400 })
    expect(seen).toEqual(new Set(['formed', 'failed', 'completed_short']))
  }, 60_000)

  it('S16: only the merchant', async () => {
    const shop = allowing(new TestShop({ activity: { size: 3 } }))
    const groupId = await pair(shop)
    for (const openid of ['alice', 'stranger']) {
      expect(await shop.admin(openid, { procedure: 'group.complete', input: { groupId, requestId: 'request-1' } })).toMatchObject({ refusal: 'not_allowed' })
    }
    expect(await shop.group('alice', groupId)).toMatchObject({ state: 'open', completedShort: null })
  })
})
