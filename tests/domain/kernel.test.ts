import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { impossible } from '../../cloudfunctions/domain/kernel/decision'
import { addFen, fen, subtractFen, timesFen } from '../../cloudfunctions/domain/kernel/fen'
import { assertMove, canMove, type Transitions } from '../../cloudfunctions/domain/kernel/transition'
import { GROUP_TRANSITIONS, SEAT_TRANSITIONS } from '../../cloudfunctions/domain/group/group'
import { ORDER_TRANSITIONS } from '../../cloudfunctions/domain/order/order'
import { PAYMENT_TRANSITIONS } from '../../cloudfunctions/domain/payment/payment'
import { REFUND_TRANSITIONS } from '../../cloudfunctions/domain/refund/refund'

describe('fen', () => {
  it('X12: is a whole number or a defect', () => {
    for (const wrong of [0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e21]) expect(() => fen(wrong)).toThrow(RangeError)
    expect(Object.is(fen(-0), 0)).toBe(true)
  })

  it('X12: adds, subtracts and multiplies without a fraction', () => {
    const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(fen)
    fc.assert(fc.property(amounts, amounts, fc.integer({ min: 0, max: 999 }), (a, b, times) => {
      expect(addFen(a, b)).toBe(a + b)
      expect(addFen(subtractFen(a, b), b)).toBe(a)
      expect(Number.isSafeInteger(timesFen(a, times))).toBe(true)
    }))
    expect(() => timesFen(fen(100), 0.5)).toThrow(RangeError)
    expect(addFen()).toBe(0)
  })

  it('X12: throws rather than lose a fen beyond safe integers', () => {
    expect(() => addFen(fen(Number.MAX_SAFE_INTEGER), fen(1))).toThrow(RangeError)
    expect(() => timesFen(fen(Number.MAX_SAFE_INTEGER), 2)).toThrow(RangeError)
  })
})

describe('transition tables', () => {
  const tables: Readonly<Record<string, Transitions<string>>> = {
    order: ORDER_TRANSITIONS, payment: PAYMENT_TRANSITIONS, refund: REFUND_TRANSITIONS, group: GROUP_TRANSITIONS, seat: SEAT_TRANSITIONS,
  }

  it('I7: lead only to states they know, and never from a state to itself', () => {
    for (const [name, table] of Object.entries(tables)) {
      for (const [from, targets] of Object.entries(table)) {
        expect(new Set(targets).size, name).toBe(targets.length)
        for (const to of targets) {
          expect(Object.keys(table), name).toContain(to)
          expect(to).not.toBe(from)
        }
      }
    }
  })

  it('I6, I7: what is final stays final', () => {
    expect(GROUP_TRANSITIONS.formed).toEqual([])
    expect(GROUP_TRANSITIONS.failed).toEqual([])
    expect(ORDER_TRANSITIONS.completed).toEqual([])
    expect(REFUND_TRANSITIONS.succeeded).toEqual([])
    expect(PAYMENT_TRANSITIONS.succeeded).toEqual([])
    expect(SEAT_TRANSITIONS.paid).toEqual([])
  })

  it('a move outside its table is a defect, named by machine and states', () => {
    expect(canMove(ORDER_TRANSITIONS, 'placed', 'paid')).toBe(true)
    expect(() => assertMove('order', ORDER_TRANSITIONS, 'completed', 'paid')).toThrow('order cannot move from completed to paid')
  })

  it('reaching the end of a closed union is a defect', () => {
    expect(() => impossible('surprise' as never)).toThrow('surprise')
  })
})
