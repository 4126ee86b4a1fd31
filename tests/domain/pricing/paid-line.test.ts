import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import { refundOf, rungRefund } from '../../../cloudfunctions/domain/pricing/paid-line'
import { quote } from '../../../cloudfunctions/domain/pricing/quote'
import { rungPriceFen } from '../../../cloudfunctions/domain/pricing/rules/size-ladder'
import { holds, TIME } from './arbitraries'
import { aLine, anInput, aPaidLine, aRule } from './builders'

const ladder = aRule('size_ladder')
const formula = aRule('size_ladder', { ladder: { by: 'formula', everyPeople: 10, percentOff: 10, floorPercent: 50 } })

describe('rungRefund', () => {
  it('S39: 52 people who paid on three rungs all end at half the price', () => {
    const payers = Array.from({ length: 52 }, (_, index) => quote(anInput({ lines: [aLine({ mode: 'group', headCount: index + 1 })], rules: [ladder] })))
    const backs = payers.map(({ lines: [line] }) => rungRefund(line ?? aPaidLine(), ladder, 52))
    expect([0, 8, 9, 48, 49, 51].map(index => backs[index]?.amountFen)).toEqual([2995, 2995, 1797, 1797, 0, 0])
    expect(backs.map(back => back.left[0]?.paidFen)).toEqual(payers.map(() => 2995))
  })

  it('S52, X12: what all payers get back is what they paid less the closing price, to the fen; asked again nothing more', { timeout: TIME }, async () => {
    await holds(fc.property(
      fc.integer({ min: 1, max: 100_000 }).map(fen), fc.array(fc.record({ headCount: fc.integer({ min: 1, max: 80 }), quantity: fc.integer({ min: 1, max: 5 }) }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 80 }), fc.constantFrom(ladder, formula),
      (listPriceFen, payers, more, rule) => {
        const people = Math.max(...payers.map(payer => payer.headCount)) + more
        const closing = rungPriceFen(rule, listPriceFen, people)
        let paid = 0
        let back = 0
        let due = 0
        for (const payer of payers) {
          const [line] = quote(anInput({ lines: [aLine({ ...payer, listPriceFen, mode: 'group' })], rules: [rule] })).lines
          if (!line) throw new Error('no line')
          const refund = rungRefund(line, rule, people)
          const [left] = refund.left
          if (!left || rungRefund(left, rule, people).amountFen !== 0) throw new Error('given back twice')
          paid += line.paidFen
          back += refund.amountFen
          due += closing * payer.quantity
        }
        if (paid - back !== due) throw new Error(`${paid} − ${back} is not ${due}`)
      },
    ))
  })

  it('S39: is nothing on a rung that is not better, and never more than was paid', () => {
    const line = aPaidLine({ pricedFen: fen(4792), paidFen: fen(4792) })
    expect(rungRefund(line, ladder, 49)).toEqual({ amountFen: 0, points: 0, left: [line] })
    expect(rungRefund({ ...line, paidFen: fen(1000) }, ladder, 50).amountFen).toBe(1000)
  })

  it('S18, S39: where points paid most of it, the rest of the difference comes back in points', () => {
    const line = aPaidLine({ pricedFen: fen(5990), paidFen: fen(990), points: 500, pointsFen: fen(5000) })
    const back = rungRefund(line, ladder, 50)
    expect([back.amountFen, back.points, back.left[0]?.points]).toEqual([990, 200, 300])
  })

  it('S39: leaves to a later refund exactly what is then still paid', () => {
    const line = aPaidLine({ quantity: 3, pricedFen: fen(14_376), paidFen: fen(14_376) })
    const first = refundOf([line], [{ lineId: 'orange', quantity: 1 }])
    const [two] = first.left
    if (!two) throw new Error('no line')
    const better = rungRefund(two, ladder, 50)
    const last = refundOf(better.left, [{ lineId: 'orange', quantity: 2 }])
    expect([first.amountFen, better.amountFen, last.amountFen]).toEqual([4792, 3594, 5990])
    expect(first.amountFen + better.amountFen + last.amountFen).toBe(line.paidFen)
  })
})

describe('refundOf', () => {
  it('X12: the last pieces get what is left', () => {
    const line = aPaidLine({ quantity: 3, paidFen: fen(100) })
    const one = refundOf([line], [{ lineId: 'orange', quantity: 1 }])
    const two = refundOf(one.left, [{ lineId: 'orange', quantity: 1 }, { lineId: 'orange', quantity: 1 }])
    expect([one.amountFen, two.amountFen]).toEqual([33, 67])
    expect(two.left).toMatchObject([{ quantity: 0, paidFen: 0, pricedFen: 0 }])
  })

  it('X12: throws on an unknown line, no pieces, or more than are left', () => {
    for (const returned of [{ lineId: 'other', quantity: 1 }, { lineId: 'orange', quantity: 0 }, { lineId: 'orange', quantity: 2 }]) {
      expect(() => refundOf([aPaidLine()], [returned])).toThrow(RangeError)
    }
  })
})
