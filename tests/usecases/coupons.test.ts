import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reply } from '../../cloudfunctions/contract'
import type { CentreCouponView, MyCouponView } from '../../cloudfunctions/contract/coupon-views'
import type { Page } from '../../cloudfunctions/contract/views'
import { DAY_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import type { HeldCoupon } from '../../cloudfunctions/domain/member/coupon'
import { newMember } from '../../cloudfunctions/domain/member/member'
import { exchangeForCoupon } from '../../cloudfunctions/usecases/coupon/claim-coupon'
import { aMember, T0 } from '../support/builders'
import { givePoints } from '../support/wallet'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { aTemplate, claims, manage, type TemplateInput } from '../support/merchant'
import { mayBeBusy, race, raced } from '../support/race'
import { TestShop } from '../support/shop'

async function shopWith(over: Partial<TemplateInput> = {}): Promise<TestShop> {
  const shop = new TestShop()
  await manage(shop, 'coupon.save', aTemplate(over))
  return shop
}

function claim(shop: TestShop, openid: string, ports = shop.worker()): Promise<Reply> {
  return shop.call(openid, { procedure: 'coupon.claim', input: { templateId: 'five' } }, ports)
}

function save(shop: TestShop, over: Partial<TemplateInput>): Promise<Reply> {
  return shop.admin('merchant', { procedure: 'coupon.save', input: aTemplate(over) })
}

const refusalsOf = (replies: readonly Reply[]): string[] => replies.map(reply => reply.outcome === 'refused' ? reply.refusal : reply.outcome)

let requests = 0

/** Each exchange is one of its own. */
function nextRequest(): string {
  requests += 1
  return `request-${requests}`
}

describe('the merchant opens a coupon', () => {
  it('S21: it reads as it was saved, and there is none of an unknown number', async () => {
    const shop = await shopWith({ perShopper: 2 })
    const { templateId, name, quota, rule } = aTemplate({ perShopper: 2 })
    expect(await shop.admin('merchant', { procedure: 'coupon.read', input: { templateId } })).toMatchObject({ outcome: 'ok', value: { templateId, name, quota, rule, perShopper: 2, claimed: 0, state: 'open' } })
    expect(await shop.admin('merchant', { procedure: 'coupon.read', input: { templateId: 'nothing' } })).toMatchObject({ refusal: 'coupon_not_found' })
    expect(await shop.admin('alice', { procedure: 'coupon.read', input: { templateId } })).toMatchObject({ refusal: 'not_allowed' })
  })
})

describe('claiming a coupon', () => {
  it('S21, I10: five hundred claim at once what there is a hundred of: a hundred get one, the others are told that it is gone', async () => {
    const shop = await shopWith({ quota: 100 })
    const outcomes = refusalsOf(await Promise.all(Array.from({ length: 500 }, (_, index) => claim(shop, `bob${index}`))))
    expect(outcomes.filter(one => one === 'ok')).toHaveLength(100)
    expect(outcomes.filter(one => one === 'coupon_gone')).toHaveLength(400)
    expect(shop.database.one('coupon_templates', 'five')).toMatchObject({ claimed: 100, inflight: {} })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S21: one shopper who taps thirty times at once gets as many as one may have', async () => {
    const shop = await shopWith({ quota: 100, perShopper: 3 })
    await Promise.all(Array.from({ length: 30 }, () => mayBeBusy(claim(shop, 'bob'))))
    for (let tap = 0; tap < 3; tap++) await claim(shop, 'bob')
    expect(refusalsOf([await claim(shop, 'bob')])).toEqual(['coupon_limit_reached'])
    expect(Object.values(shop.database.one('members', 'bob')?.coupons ?? {})).toHaveLength(3)
    expect(shop.database.one('coupon_templates', 'five')?.claimed).toBe(3)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S21, I10: in whatever order taps and shoppers come and wherever they stop, quota and limit are kept and nothing is lost', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 5, maxLength: 5 }), async (scheduler, stops) => {
      const shop = await shopWith({ quota: 3, perShopper: 2 })
      const taps = ['bob', 'bob', 'bob', 'carol', 'dave']
      await race(scheduler, taps.map((openid, index) => () => mayBeBusy(claim(shop, openid, shop.worker(raced(scheduler, `${openid} ${index}`, (stops[index] ?? 1) > 7 ? Infinity : stops[index]))))))
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(5 * MINUTE_MS)
      expect(leftUndone(shop)).toEqual([])
      // What was undone can be had again: in the end all three are claimed.
      for (const openid of ['bob', 'carol', 'dave', 'erin', 'bob']) await claim(shop, openid)
      expect(shop.database.one('coupon_templates', 'five')?.claimed).toBe(3)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 400 })
  })

  it('S21: a claim that stopped half-way is finished by the shopper’s next one, not counted twice', async () => {
    const shop = await shopWith({ quota: 1 })
    let calls = 0
    const dies = shop.worker({ before: (call) => {
      if (call === 'update members' || calls > 0) throw new Error(`dead ${++calls}`)
    } })
    expect(await claim(shop, 'bob', dies)).toMatchObject({ outcome: 'internal' })
    expect(shop.database.one('coupon_templates', 'five')?.claimed).toBe(1)
    expect(refusalsOf([await claim(shop, 'carol'), await claim(shop, 'bob'), await claim(shop, 'bob')])).toEqual(['coupon_gone', 'ok', 'coupon_limit_reached'])
    expect(leftUndone(shop)).toEqual([])
  })

  it('S21: the first instant of the claim time is in, the last is out', async () => {
    const shop = await shopWith()
    const at = async (now: number): Promise<string | undefined> => {
      shop.now = now
      return refusalsOf([await claim(shop, `bob-${now}`)])[0]
    }
    expect(await at(T0 - 1)).toBe('coupon_not_open')
    expect(await at(T0)).toBe('ok')
    expect(await at(T0 + DAY_MS - 1)).toBe('ok')
    expect(await at(T0 + DAY_MS)).toBe('coupon_not_open')
    expect(refusalsOf([await shop.call('bob', { procedure: 'coupon.claim', input: { templateId: 'none' } })])).toEqual(['coupon_not_found'])
  })

  it('S18, S21: a coupon for points takes them with their posting, gives nothing for too few, and is not to be had for nothing', async () => {
    const shop = await shopWith({ quota: 5, perShopper: 5, costPoints: 100 })
    givePoints(shop, 'bob', 250)
    const buy = () => exchangeForCoupon(shop.worker(), 'bob', 'five', nextRequest())
    expect(refusalsOf([await claim(shop, 'bob')])).toEqual(['coupon_costs_points'])
    expect([(await buy()).ok, (await buy()).ok]).toEqual([true, true])
    expect(await buy()).toEqual({ ok: false, refusal: 'points_too_low' })
    expect(shop.database.one('members', 'bob')).toMatchObject({ points: 50, claims: { five: 2 } })
    expect(leftUndone(shop)).toEqual([])
  })

  it('I2, I3, S18: points for one coupon buy one coupon, however two claims of two kinds cross and stop', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 14 }), async (scheduler, stop) => {
      const shop = await shopWith({ costPoints: 100 })
      await manage(shop, 'coupon.save', aTemplate({ templateId: 'other', costPoints: 100 }))
      givePoints(shop, 'bob', 100)
      await race(scheduler, ['five', 'other', 'five'].map((templateId, index) => () =>
        mayBeBusy(exchangeForCoupon(shop.worker(raced(scheduler, `${templateId} ${index}`, index === 0 && stop < 10 ? stop : Infinity)), 'bob', templateId, nextRequest()))))
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(5 * MINUTE_MS)
      expect(leftUndone(shop)).toEqual([])
      const member = shop.database.one('members', 'bob')
      expect(member?.points).toBe(100 - 100 * Object.keys(member?.coupons ?? {}).length)
    }), { numRuns: 300 })
  })

  it('S18, I10: a claim that found too few points never stands later, although points came in and another worker saw it under way', async () => {
    const shop = await shopWith({ costPoints: 100 })
    givePoints(shop, 'bob', 100)
    const setPoints = (points: number): void => {
      const member = shop.database.one('members', 'bob')
      if (member) shop.database.put('members', { ...member, points })
    }
    let release = (): void => undefined
    const gate = new Promise<void>(resolve => release = resolve)
    let slow: ReturnType<typeof exchangeForCoupon> | undefined
    const quick = shop.worker({ before: async (call) => {
      if (call !== 'begin' || slow) return
      // The claim is in flight: another tap finds it, and is held up before it decides it. Meanwhile the points go elsewhere.
      slow = exchangeForCoupon(shop.worker({ before: other => other === 'begin' ? gate : undefined }), 'bob', 'five', nextRequest())
      await new Promise(setImmediate)
      setPoints(0)
    } })
    expect(await exchangeForCoupon(quick, 'bob', 'five', nextRequest())).toEqual({ ok: false, refusal: 'points_too_low' })
    setPoints(100)
    release()
    expect((await slow)?.ok).toBe(true)
    expect(shop.database.one('coupon_templates', 'five')).toMatchObject({ claimed: 1, inflight: {} })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S21: coupons long over make room, what may still be used or come back stays', async () => {
    const shop = await shopWith({ perShopper: 5 })
    const held = (id: string, over: Partial<HeldCoupon>): HeldCoupon => ({
      id, templateId: 'old', name: '旧券', rule: { kind: 'coupon', id, version: 1, scope: { kind: 'all' }, order: 0, fromFen: fen(0), gives: { by: 'amount', offFen: fen(1) } },
      state: 'unused', claimedAt: T0, validFrom: T0, expiresAt: T0 - 1, ...over,
    })
    const coupons = Array.from({ length: 120 }, (_, index) => held(`old-${String(index).padStart(3, '0')}`, { expiresAt: T0 - 1000 + index, state: index % 2 ? 'used' : 'unused' }))
    const kept = [held('held', { state: 'held', expiresAt: T0 - 5000 }), held('used', { state: 'used', expiresAt: T0 + 1 }), held('good', { expiresAt: T0 + 1 })]
    shop.database.put('members', aMember({ coupons: Object.fromEntries([...coupons, ...kept].map(coupon => [coupon.id, coupon])) }))
    await claims(shop, 'bob')
    const left = Object.keys(shop.database.one('members', 'bob')?.coupons ?? {})
    expect(left).toHaveLength(100)
    expect(left).toEqual(expect.arrayContaining(['held', 'used', 'good', 'old-119']))
    expect(left).not.toContain('old-000')

    const many = Array.from({ length: 200 }, (_, index) => held(`new-${index}`, { expiresAt: T0 + DAY_MS }))
    shop.database.put('members', { ...newMember('carol', T0), coupons: Object.fromEntries(many.map(coupon => [coupon.id, coupon])) })
    expect(refusalsOf([await claim(shop, 'carol')])).toEqual(['too_many_coupons'])
  })
})

describe('coupons as shoppers see them', () => {
  const centre = async (shop: TestShop, openid: string, cursor: string | null = null): Promise<Page<CentreCouponView>> => shop.value(openid, 'coupon.centre', { cursor })

  it('S21: the centre shows what can be claimed, what is left, and what the caller has of it', async () => {
    const shop = await shopWith({ quota: 2, perShopper: 2 })
    await manage(shop, 'coupon.save', aTemplate({ templateId: 'soon', claimFrom: T0 + 1, claimUntil: T0 + 2 * DAY_MS }))
    await manage(shop, 'coupon.save', aTemplate({ templateId: 'over', claimFrom: T0 - 2, claimUntil: T0 }))
    await manage(shop, 'coupon.save', aTemplate({ templateId: 'stopped' }))
    await manage(shop, 'coupon.end', { templateId: 'stopped' })
    const states = async (openid: string): Promise<unknown[]> => (await centre(shop, openid)).items.map(({ templateId, state, left, mine }) => [templateId, state, left, mine])
    expect(await states('bob')).toEqual([['five', 'claimable', 2, 0], ['soon', 'upcoming', 10, 0]])
    await claims(shop, 'bob')
    expect(await states('bob')).toEqual([['five', 'claimable', 1, 1], ['soon', 'upcoming', 10, 0]])
    await claims(shop, 'bob')
    expect(await states('bob')).toEqual([['five', 'claimed', 0, 2], ['soon', 'upcoming', 10, 0]])
    expect(await states('carol')).toEqual([['five', 'gone', 0, 0], ['soon', 'upcoming', 10, 0]])
  })

  it('S21: the centre and one’s own coupons come in pages that neither repeat nor lose one', async () => {
    const shop = new TestShop()
    for (let index = 0; index < 45; index++) {
      await manage(shop, 'coupon.save', aTemplate({ templateId: `t${index}`, validity: { kind: 'after_claim', durationMs: DAY_MS * (1 + index % 3) } }))
      await claims(shop, 'bob', `t${index}`)
    }
    const walk = async <T>(load: (cursor: string | null) => Promise<Page<T>>, idOf: (item: T) => string): Promise<string[]> => {
      const ids: string[] = []
      for (let cursor: string | null = null, pages = 0; pages < 5; pages++) {
        const page: Page<T> = await load(cursor)
        ids.push(...page.items.map(idOf))
        cursor = page.next
        if (!cursor) break
      }
      return ids
    }
    const templates = await walk(cursor => centre(shop, 'bob', cursor), item => item.templateId)
    const mine = await walk(cursor => shop.value<Page<MyCouponView>>('bob', 'coupon.mine', { state: 'usable', cursor }), item => item.couponId)
    for (const ids of [templates, mine]) expect([ids.length, new Set(ids).size]).toEqual([45, 45])
  })

  it('S21: own coupons stand under usable, used and expired; the instant of expiry is expired', async () => {
    const shop = await shopWith()
    const couponId = await claims(shop, 'bob')
    const tab = async (state: string): Promise<string[]> => (await shop.value<Page<MyCouponView>>('bob', 'coupon.mine', { state, cursor: null })).items.map(item => `${item.couponId} ${item.state}`)
    expect([await tab('usable'), await tab('used'), await tab('expired')]).toEqual([[`${couponId} unused`], [], []])
    await shop.place('bob', 'order-bob', { couponIds: [couponId] })
    expect(await tab('usable')).toEqual([`${couponId} held`])
    await shop.pays('bob', 'order-bob')
    expect([await tab('usable'), await tab('used')]).toEqual([[], [`${couponId} used`]])
    const other = await claims(shop, 'carol')
    shop.now = T0 + 7 * DAY_MS
    expect((await shop.value<Page<MyCouponView>>('carol', 'coupon.mine', { state: 'expired', cursor: null })).items).toMatchObject([{ couponId: other, state: 'expired' }])
  })
})

describe('coupon templates', () => {
  it('S21: once one is claimed what it gives is fixed, and the quota never falls below what is claimed', async () => {
    const shop = await shopWith()
    const ten = { kind: 'coupon', scope: { kind: 'all' }, fromFen: 3000, gives: { by: 'amount', offFen: 1000 } } as const
    expect(refusalsOf([await save(shop, { rule: ten })])).toEqual(['ok'])
    await claims(shop, 'bob')
    await claims(shop, 'carol')
    expect(refusalsOf([await save(shop, {}), await save(shop, { rule: ten, quota: 1 }), await save(shop, { rule: ten, quota: 2, name: '满30减10' })])).toEqual(['coupon_rule_fixed', 'quota_below_claimed', 'ok'])
    expect(refusalsOf([await claim(shop, 'dave')])).toEqual(['coupon_gone'])
    await manage(shop, 'coupon.end', { templateId: 'five' })
    expect(refusalsOf([await save(shop, { rule: ten }), await claim(shop, 'erin')])).toEqual(['coupon_ended', 'coupon_not_open'])
    expect((await manage(shop, 'coupon.list', { cursor: null })).items).toMatchObject([{ templateId: 'five', name: '满30减10', claimed: 2, state: 'ended' }])
  })

  it('S21: an edit that lowers the quota while shoppers claim never lets more be claimed than it says', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await shopWith({ quota: 5 })
      await race(scheduler, [
        ...['bob', 'carol', 'dave'].map(openid => () => mayBeBusy(claim(shop, openid, shop.worker(raced(scheduler, openid))))),
        () => mayBeBusy(shop.admin('merchant', { procedure: 'coupon.save', input: aTemplate({ quota: 2 }) }, shop.worker(raced(scheduler, 'merchant')))),
      ])
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 300 })
  })

  const coupon = (over: object): Partial<TemplateInput> => ({ rule: { kind: 'coupon', scope: { kind: 'all' }, fromFen: 3000, gives: { by: 'amount', offFen: 500 }, ...over } as TemplateInput['rule'] })
  const WRONG: readonly [string, Partial<TemplateInput>][] = [
    ['offFen', coupon({ gives: { by: 'amount', offFen: 0 } })],
    ['percentOff', coupon({ gives: { by: 'percent', percentOff: 100, capFen: 500 } })],
    ['capFen', coupon({ gives: { by: 'percent', percentOff: 10, capFen: 0 } })],
    ['quota', { quota: 0 }],
    ['perShopper', { perShopper: 0 }],
    ['perShopper', { perShopper: 11 }],
    ['claimUntil', { claimUntil: T0 }],
    ['validity', { validity: { kind: 'after_claim', durationMs: 0 } }],
    ['validity', { validity: { kind: 'window', from: T0, until: T0 + DAY_MS - 1 } }],
    ['validity', { validity: { kind: 'window', from: T0 + 2 * DAY_MS, until: T0 + 2 * DAY_MS } }],
  ]
  it.each(WRONG)('S21, S25: names the wrong field: %s', async (field, over) => {
    const shop = new TestShop()
    expect(await save(shop, over)).toMatchObject({ outcome: 'refused', refusal: 'coupon_invalid', detail: { templateId: 'five', field } })
    expect(shop.database.all('coupon_templates')).toEqual([])
  })
})
