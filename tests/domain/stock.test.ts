import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeInflight, encodeInflight, STOCK_MOVES, stockDelta, type StockMove, type StockState, takesAtOnce } from '../../cloudfunctions/domain/stock/stock'

const moves = Object.keys(STOCK_MOVES) as StockMove[]
const quantities = fc.integer({ min: 1, max: 99 })

describe('stock moves', () => {
  it('I4: conserve pieces over any sequence, and the counters always say where each order’s pieces are', () => {
    const step = fc.record({ order: fc.integer({ min: 0, max: 4 }), move: fc.constantFrom(...moves) })
    fc.assert(fc.property(fc.integer({ min: 0, max: 20 }), fc.array(quantities, { minLength: 5, maxLength: 5 }), fc.array(step, { maxLength: 80 }), (pieces, sizes, steps) => {
      const counters = { available: pieces, held: 0, sold: 0 }
      const where: StockState[] = ['none', 'none', 'none', 'none', 'none']
      for (const { order, move } of steps) {
        const size = sizes[order] ?? 1
        if (!STOCK_MOVES[move].from.includes(where[order] ?? 'none') || (takesAtOnce(move) && counters.available < size)) continue
        const delta = stockDelta(move, size)
        counters.available += delta.available
        counters.held += delta.held
        counters.sold += delta.sold
        where[order] = STOCK_MOVES[move].to
        expect(counters.available + counters.held + counters.sold).toBe(pieces)
        const sum = (state: StockState): number => sizes.reduce((total, one, index) => total + (where[index] === state ? one : 0), 0)
        expect(counters).toEqual({ available: pieces - sum('held') - sum('sold'), held: sum('held'), sold: sum('sold') })
        expect(counters.available).toBeGreaterThanOrEqual(0)
      }
    }))
  })

  it('I4: undoing is the exact inverse', () => {
    fc.assert(fc.property(fc.constantFrom(...moves), quantities, (move, quantity) => {
      const done = stockDelta(move, quantity)
      const undone = stockDelta(move, quantity, -1)
      for (const counter of ['available', 'held', 'sold'] as const) expect(done[counter] + undone[counter]).toBe(0)
      expect(done.available + done.held + done.sold).toBe(0)
    }))
  })

  it('I4, S40: only a hold and a presale deduction take pieces from what is for sale, so only they take them at once', () => {
    expect(moves.filter(takesAtOnce)).toEqual(['hold', 'deduct'])
  })

  it('a move in flight reads as it was written, and anything else is a defect', () => {
    fc.assert(fc.property(fc.nat(), fc.constantFrom(...moves), fc.stringMatching(/^[0-9A-Za-z]{20}$/), (seq, move, nonce) => {
      expect(decodeInflight(encodeInflight({ seq, move, nonce }))).toEqual({ seq, move, nonce })
    }))
    for (const text of ['', '1', '1.hold', '1.steal.nonce', '1.hold.']) expect(() => decodeInflight(text)).toThrow('malformed')
  })
})
