import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS } from '../../cloudfunctions/domain/kernel/instant'
import { feeFen, feeRateAt, type FeeRate, methodOf } from '../../cloudfunctions/domain/settlement/fee'
import { dayAfter, dayBefore, lastBilledDay, startOf } from '../../cloudfunctions/domain/settlement/settlement'
import { decideShares, newSplit, planReturns, recordReturn, recordShares, SPLIT_TRANSITIONS, type Split } from '../../cloudfunctions/domain/split/split'
import { aLine, anOrder, T0 } from '../support/builders'

const rate = (from: number, perMyriad: number, changes: Partial<FeeRate> = {}): FeeRate => ({ from, method: 'wechat', perMyriad, ...changes })

describe('fees', () => {
  it('S56: each method has the rate in force at the payment, to the millisecond', () => {
    const rates = [rate(0, 60), rate(T0, 38), rate(0, 30, { method: 'debit_card' }), rate(0, 80, { method: 'credit_card' })]
    expect([T0 - 1, T0].map(at => feeRateAt(rates, 'wechat', at)?.perMyriad)).toEqual([60, 38])
    expect(['OTHERS', 'CMB_DEBIT', 'ICBC_CREDIT'].map(bank => feeRateAt(rates, methodOf(bank), T0 - 1)?.perMyriad)).toEqual([60, 30, 80])
    expect(feeRateAt([rate(T0, 60)], 'wechat', T0 - 1)).toBeUndefined()
  })

  it('S56, X12: a fee is whole fen, rounded as the rate says', () => {
    // 0.6 % of 25 yuan is 15 fen exactly, of 25.83 it is 15.498, of 25.75 it is 15.45, of 0.75 it is 0.45; 1250 at 0.6 % of it is 7.5.
    const of = (amount: number, rounding?: FeeRate['rounding']): number => feeFen(fen(amount), rate(0, 60, rounding && { rounding }))
    expect([of(2500), of(2583), of(1250), of(1249), of(0)]).toEqual([15, 15, 8, 7, 0])
    expect([of(2583, 'up'), of(2500, 'up'), of(1299, 'down')]).toEqual([16, 15, 7])
  })
})

describe('days of settlement', () => {
  it('S8: a day is due from ten the next morning in Shanghai on', () => {
    const ten = startOf('2026-05-02') + 10 * 3_600_000
    expect([ten - 1, ten].map(lastBilledDay)).toEqual(['2026-04-30', '2026-05-01'])
    expect([dayAfter('2026-12-31'), dayBefore('2026-03-01'), dayAfter(dayBefore('2024-02-29'))]).toEqual(['2027-01-01', '2026-02-28', '2024-02-29'])
  })
})

/** An order of so much, shared, of which suppliers are owed parts. */
function splitOf(paidFen: number, owed: readonly number[]): { split: Split; order: ReturnType<typeof anOrder> } {
  const order = anOrder({ payableFen: fen(paidFen), lines: [aLine({ amountFen: fen(paidFen) })], payment: { state: 'succeeded', amountFen: fen(paidFen), expiresAt: T0, shared: true, transactionId: 't', paidAt: T0 } })
  const payees = owed.map((_, index) => ({ supplierId: `s${index}`, type: 'merchant' as const, account: `190000000${index}` }))
  const split = newSplit(order, owed.map((shareFen, index) => ({ supplierId: `s${index}`, shareFen: fen(shareFen) })), payees, T0)
  if (!split) throw new Error('not shared')
  return { split, order }
}

describe('splits', () => {
  it('S55, I13: whatever is owed, the shares never exceed the cap of what is there, nor what is owed, and go back whole with a whole refund', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 100 }), (paidFen, percents, cap, leftPercent) => {
      const owed = percents.map(percent => Math.floor(paidFen * percent / percents.length / 100))
      const { split, order } = splitOf(paidFen, owed)
      const unsplit = Math.floor(paidFen * leftPercent / 100)
      const decided = decideShares(split, order, fen(unsplit), cap)
      const sum = decided.shares.reduce((total, share) => total + share.amountFen, 0)
      expect(sum).toBeLessThanOrEqual(Math.floor(unsplit * cap / 100))
      for (const share of decided.shares) expect(share.amountFen).toBeLessThanOrEqual(share.owedFen)
      if (decided.state !== 'sharing') return
      const shared = recordShares(decided, decided.shares.map((share, index) => ({ account: share.payee.account, result: 'succeeded' as const, detailId: `d${index}` })))
      const half = planReturns(shared, 'r1', fen(Math.floor(paidFen / 2)))
      const returned = half.returns.reduce((current, one) => recordReturn(current, one.id, 'returned'), half)
      const whole = planReturns(returned, 'r2', fen(paidFen))
      expect(whole.returns.reduce((total, one) => total + one.amountFen, 0)).toBe(sum)
      expect(planReturns(whole, 'r2', fen(paidFen))).toBe(whole)
    }))
  })

  it('S55: an order that was not asked for as one to be shared is never shared, and an ended split leads nowhere', () => {
    const { order } = splitOf(1000, [100])
    expect(newSplit({ ...order, payment: { ...order.payment, shared: false } }, [], [], T0 + DAY_MS)).toBeUndefined()
    expect([SPLIT_TRANSITIONS.done, SPLIT_TRANSITIONS.missed]).toEqual([[], []])
  })
})
