import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addFen, fen, timesFen } from '../../cloudfunctions/domain/kernel/fen'
import { percentOf } from '../../cloudfunctions/domain/pricing/arithmetic'
import { rungPriceFen, type SizeLadderRule } from '../../cloudfunctions/domain/pricing/rules/size-ladder'
import { rungDifference } from '../../cloudfunctions/domain/refund/rung-difference'
import type { Order } from '../../cloudfunctions/domain/order/order'
import { balances, paymentPosting } from '../../cloudfunctions/domain/ledger/postings'
import { aGroup, aLine, anOrder, T0 } from '../support/builders'
import { FORMULA, TABLE } from '../support/ladder'

const anyLadder: fc.Arbitrary<SizeLadderRule> = fc.oneof(
  fc.constantFrom(TABLE, FORMULA),
  fc.record({ everyPeople: fc.integer({ min: 1, max: 20 }), percentOff: fc.integer({ min: 1, max: 40 }), floorPercent: fc.integer({ min: 1, max: 99 }) })
    .map((formula): SizeLadderRule => ({ ...FORMULA, ladder: { by: 'formula', ...formula } })),
)

/** A member of the group: how many were in it when ordering, itself counted, and how many pieces. */
const member = fc.record({ headCount: fc.integer({ min: 1, max: 100 }), quantity: fc.integer({ min: 1, max: 20 }) })

describe('what a better rung gives back', () => {
  it('S39 S52: whatever rungs people ordered on, their differences add up exactly, everyone ends at the closing price, and the ledger balances', () => {
    fc.assert(fc.property(anyLadder, fc.integer({ min: 1, max: 1_000_000 }), fc.array(member, { minLength: 1, maxLength: 100 }), (ladder, list, members) => {
      const listFen = fen(list)
      const people = Math.max(members.length, ...members.map(one => one.headCount))
      const group = aGroup({ state: 'formed', paid: people, terms: { ...aGroup().terms, size: 100, formAt: 2, ladder } })
      const closingFen = rungPriceFen(ladder, listFen, people)
      const orders = members.map(({ headCount, quantity }, index) => {
        const amountFen = timesFen(rungPriceFen(ladder, listFen, headCount), quantity)
        const line = aLine({ quantity, amountFen, left: { lineId: 'orange-5', quantity, listPriceFen: listFen, pricedFen: amountFen, paidFen: amountFen, points: 0, pointsFen: fen(0) } })
        return anOrder({ id: `order-${index}`, openid: `p${index}`, state: 'preparing', lines: [line], payableFen: amountFen, payment: { state: 'succeeded', amountFen, expiresAt: T0 } })
      })
      const differences = orders.map(order => rungDifference(order, group, T0))
      const postings = orders.map(order => paymentPosting(order, T0))
      for (const [index, promise] of differences.entries()) {
        const order = orders[index]
        const quantity = members[index]?.quantity ?? 0
        expect(promise === undefined).toBe(order?.payableFen === timesFen(closingFen, quantity))
        if (!promise || !order) continue
        postings.push(promise.posting)
        expect(order.payableFen - promise.refund.amountFen).toBe(timesFen(closingFen, quantity))
        expect(promise.order.lines[0]?.left.paidFen).toBe(timesFen(closingFen, quantity))
        // Settled again it gives nothing again.
        expect(rungDifference(promise.order, group, T0)).toBeUndefined()
      }
      const pieces = members.reduce((sum, one) => sum + one.quantity, 0)
      const paidFen = addFen(...orders.map(order => order.payableFen))
      const backFen = addFen(...differences.map(promise => promise?.refund.amountFen ?? fen(0)))
      expect(paidFen - backFen).toBe(closingFen * pieces)
      expect(balances(postings)).toMatchObject({ wechat_clearing: paidFen, customer_prepaid: 0 - closingFen * pieces, refund_payable: 0 - backFen })
    }), { numRuns: 2000 })
  })

  it('S39: freight stays paid: a coupon that has paid for nearly all of the goods is no reason to carry them for nothing', () => {
    const group = aGroup({ state: 'formed', paid: 50, terms: { ...aGroup().terms, size: 100, formAt: 2, ladder: TABLE } })
    const order = (freight: number, freightOff: number, goods: number): Order => {
      const paidFen = fen(goods + freight - freightOff)
      const discounts = [
        { ruleId: 'c', version: 1, kind: 'coupon', amountFen: fen(goods - 8000), say: { key: 'coupon_amount', params: {} } },
        ...(freightOff > 0 ? [{ ruleId: 'f', version: 1, kind: 'freight_coupon', amountFen: fen(-freightOff), say: { key: 'coupon_freight', params: {} } } as const] : []),
      ] as const
      const line = aLine({ amountFen: paidFen, discounts, left: { lineId: 'orange-5', quantity: 1, listPriceFen: fen(10_000), pricedFen: fen(8000), paidFen, points: 0, pointsFen: fen(0) } })
      return anOrder({ state: 'preparing', lines: [line], priceLines: [{ kind: 'goods', amountFen: fen(10_000) }, { kind: 'freight', amountFen: fen(freight) }], payableFen: paidFen, payment: { state: 'succeeded', amountFen: paidFen, expiresAt: T0 } })
    }
    const back = (...of: [number, number, number]): number => rungDifference(order(...of), group, T0)?.refund.amountFen ?? 0
    // From 80 to 50 per cent is 3000; of the goods no more was paid than the last figure.
    expect([back(800, 0, 8000), back(800, 0, 100), back(800, 0, 0), back(800, 500, 100), back(0, 0, 100)]).toEqual([3000, 100, 0, 100, 100])
  })

  it('S52: the price of every number of people is base×(1−10%×⌊n/10⌋), never below the floor', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 200 }), (list, people) => {
      expect(rungPriceFen(FORMULA, fen(list), people)).toBe(percentOf(fen(list), Math.max(100 - 10 * Math.floor(people / 10), 50)))
    }), { numRuns: 2000 })
  })
})
