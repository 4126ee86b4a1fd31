import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { clustersOf } from '../../../cloudfunctions/domain/risk/cluster'
import { normalAddress } from '../../../cloudfunctions/domain/risk/normalise'
import { checkRiskRules, type ClusterRule, DEFAULT_RISK } from '../../../cloudfunctions/domain/risk/rules'
import { scoreOf } from '../../../cloudfunctions/domain/risk/score'
import { neighbourSignals, type OwnOrder, ownSignals } from '../../../cloudfunctions/domain/risk/signals'
import { anOrder, T0 } from '../../support/builders'
import { honestDay, household, office, refusedBy, regular, seeded, traced } from './honest'

const HONEST = 4000
const BURST = DEFAULT_RISK.clusters.find(rule => rule.id === 'address_burst') as ClusterRule
const holds = DEFAULT_RISK.clusters.filter(rule => rule.says === 'hold')

describe('honest behaviour', () => {
  it(`S25, S72, S77: of ${HONEST} seeded days, homes, offices and regulars at most one in a thousand meets a limit or is held`, () => {
    let blocked = 0
    for (let seed = 1; seed <= HONEST / 4; seed++) {
      if (refusedBy(DEFAULT_RISK.rates, honestDay(seed)) > 0) blocked += 1
      const home = household(seed)
      const desk = office(seed)
      for (const orders of [home, desk]) {
        const groups = [orders, ...[...new Set(orders.map(order => order.traces?.phone))].map(phone => orders.filter(order => order.traces?.phone === phone))]
        const clusters = groups.flatMap((group, index) => holds.filter(rule => rule.by === (index === 0 ? 'address' : 'phone')).flatMap(rule => clustersOf(rule, group)))
        const signals = groups.flatMap(group => neighbourSignals(group, T0))
        if (clusters.length > 0 || scoreOf(signals, DEFAULT_RISK).verdict === 'hold') blocked += 1
      }
      if (scoreOf(ownSignals(regular(seed), undefined, T0), DEFAULT_RISK).verdict === 'hold') blocked += 1
    }
    expect(blocked).toBeLessThanOrEqual(HONEST / 1000)
  })
})

describe('abusive behaviour', () => {
  const bots = Array.from({ length: 50 }, (_, seed) => seed + 1)

  it('S25, S77: seeded bots that claim, order or read without pause all meet a limit', () => {
    for (const seed of bots) {
      const pick = seeded(seed)
      const pace = { 'coupon.claim': 500, 'order.place': 4000, 'page.read': 150 } as const
      for (const act of ['coupon.claim', 'order.place', 'page.read'] as const) {
        let at = T0 + pick(0, DAY_MS)
        const acts = Array.from({ length: 1000 }, () => ({ act, at: at += pick(10, pace[act]) }))
        expect(refusedBy(DEFAULT_RISK.rates.filter(rule => rule.by === 'openid'), acts), `${act} ${seed}`).toBeGreaterThan(0)
      }
    }
  })

  it('S72: one person with many accounts behind a door or a phone number is found, whatever else goes there', () => {
    for (const seed of bots) {
      const pick = seeded(seed)
      const accounts = pick(6, 12)
      const orders = Array.from({ length: accounts }, (_, index) => traced(`x${index}`, `acc${index}`, T0 - pick(0, DAY_MS), { address: 'door', phone: `p${pick(1, 2)}`, ip: 'one' }, true))
      expect(holds.filter(rule => rule.by === 'address').flatMap(rule => clustersOf(rule, orders)), String(seed)).toHaveLength(1)
      const { verdict, reasons } = scoreOf(neighbourSignals(orders, T0), DEFAULT_RISK)
      expect(verdict).toBe('hold')
      expect(reasons.map(reason => reason.code)).toEqual(['coupon_arbitrage', 'one_network'])
    }
  })

  it('S72: refund farming, hoarding without paying, and buying one\'s own goods are found, each by its reason', () => {
    const many = (count: number, changes: object): OwnOrder[] => Array.from({ length: count }, (_, index) => ({ ...anOrder({ id: `o${index}`, placedAt: T0 - index * MINUTE_MS }), ...changes }) as OwnOrder)
    const paid = { state: 'succeeded' }
    const codes = (orders: OwnOrder[], supplier?: string): string[] => ownSignals(orders, supplier, T0).map(signal => signal.code)
    expect(codes(many(6, { closedReason: 'returned', payment: paid }))).toEqual(['refund_farming'])
    expect(codes(many(12, { closedReason: 'expired', payment: { state: 'closed' } }))).toEqual(['hoarding'])
    expect(codes(many(3, { payment: paid, lines: [{ supplierId: 'farm' }] }), 'farm')).toEqual(['own_goods'])
    expect(codes(many(3, { payment: paid, lines: [{ supplierId: 'farm' }] }))).toEqual([])
  })
})

describe('one door', () => {
  const at = { province: '浙江省', city: '杭州市', district: '西湖区' }
  it('S75: is one text however it is typed, and another door is another', () => {
    const same = ['文三路 1 号', '文三路１号', '文三路1號', '文三路一号', ' 文三路，1号 ', '浙江省杭州市西湖区文三路1号']
    expect(new Set(same.map(detail => normalAddress({ ...at, detail }))).size).toBe(1)
    expect(normalAddress({ ...at, detail: '3栋十二楼201室' })).toBe(normalAddress({ ...at, detail: '三幢12樓201' }))
    const others = ['文三路 1 号', '文三路 11 号', '文三路 2 号', '文二路 1 号', '文三路 1 号 2 室', '文三路 12 号']
    expect(new Set(others.map(detail => normalAddress({ ...at, detail }))).size).toBe(others.length)
    expect(normalAddress({ ...at, detail: '文三路1号' })).not.toBe(normalAddress({ ...at, district: '上城区', detail: '文三路1号' }))
  })
})

describe('bursts', () => {
  const orders = (times: readonly number[]): ReturnType<typeof traced>[] => times.map((time, index) => traced(`o${String(index).padStart(3, '0')}`, `p${index}`, T0 + time, { address: 'a' }))
  const rule: ClusterRule = { ...BURST, atLeast: 3, withinMs: 10 * MINUTE_MS }

  it('S75: k orders within the time are a burst, one fewer or a moment longer is none', () => {
    expect(clustersOf(rule, orders([0, 5, 10].map(minutes => minutes * MINUTE_MS)))).toMatchObject([{ firstOrderId: 'o000', orders: 3 }])
    expect(clustersOf(rule, orders([0, 5 * MINUTE_MS, 10 * MINUTE_MS + 1]))).toEqual([])
    expect(clustersOf(rule, orders([0, 10 * MINUTE_MS]))).toEqual([])
  })

  it('S75: agrees with counting every window by hand; clusters neither touch nor repeat an order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 25 }), (minutes) => {
      const times = minutes.map(minute => minute * MINUTE_MS).sort((a, b) => a - b)
      const some = times.some(time => times.filter(other => other >= time && other <= time + rule.withinMs).length >= 3)
      const found = clustersOf(rule, orders(times))
      expect(found.length > 0).toBe(some)
      found.slice(1).forEach((cluster, index) => expect(cluster.firstAt).toBeGreaterThanOrEqual(found[index]?.lastAt ?? 0))
      for (const cluster of found) expect(cluster.orders).toBeGreaterThanOrEqual(3)
    }), { numRuns: 500 })
  })
})

describe('rules as data', () => {
  it('S25: the defaults are sound, and what is wrong is said by its field', () => {
    expect(checkRiskRules(DEFAULT_RISK)).toBeUndefined()
    const [rate] = DEFAULT_RISK.rates
    const orders = DEFAULT_RISK.rates.find(one => one.act === 'order.place')
    if (!rate || !orders) throw new Error('no rules')
    expect(checkRiskRules({ rates: [rate, rate], clusters: [] })).toBe('rates.1.id')
    expect(checkRiskRules({ rates: [{ ...rate, limit: { perMinute: 5, perDay: 4 } }], clusters: [] })).toBe('rates.0.limit')
    expect(checkRiskRules({ rates: [orders, { ...orders, id: 'more' }], clusters: [] })).toBe('rates.1')
    expect(checkRiskRules({ rates: [rate], clusters: [{ ...BURST, id: rate.id }] })).toBe('clusters.0.id')
  })

  it('S73: a score is the sum of its reasons, never above a hundred, and the same reason counts once', () => {
    const signal = { code: 'hoarding', points: 60, count: 1 } as const
    expect(scoreOf([], DEFAULT_RISK)).toEqual({ score: 0, verdict: 'yes', reasons: [] })
    expect(scoreOf([signal, signal], DEFAULT_RISK)).toEqual({ score: 60, verdict: 'hold', reasons: [signal] })
    expect(scoreOf([{ ...signal, code: 'denied_often', points: 20 }, signal, { ...signal, code: 'own_goods' }], DEFAULT_RISK)).toMatchObject({ score: 100, reasons: [{ code: 'hoarding' }, { code: 'own_goods' }, { code: 'denied_often' }] })
  })
})
