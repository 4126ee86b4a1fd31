import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addFen, fen } from '../../../cloudfunctions/domain/kernel/fen'
import { allocate } from '../../../cloudfunctions/domain/pricing/arithmetic'
import { type PaidLine, refundOf } from '../../../cloudfunctions/domain/pricing/paid-line'
import { quote, type QuotedLine } from '../../../cloudfunctions/domain/pricing/quote'
import { quoteKey } from '../../../cloudfunctions/domain/pricing/quote-key'
import { checkRules } from '../../../cloudfunctions/domain/pricing/rule-set'
import { discountRules, holds, inputs, TIME } from './arbitraries'

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

/** Quick where a matcher per number is slow. */
function hold(truth: boolean, what: string): void {
  if (!truth) throw new Error(what)
}

describe('every quote', { timeout: TIME }, () => {
  it('X12, S22: adds up by line, by rule and in all; no line, no freight and no sum is below zero', async () => {
    await holds(fc.property(inputs, (input) => {
      const quoted = quote(input)
      for (const line of quoted.lines) {
        hold(line.paidFen >= 0 && line.points >= 0 && line.pointsFen >= 0 && line.pricedFen >= 0, 'below zero')
        hold(line.discounts.every(discount => discount.amountFen < 0), 'a discount that is none')
        hold(line.listFen + line.freightFen + sum(line.discounts.map(one => one.amountFen)) === line.paidFen, 'a line does not add up')
      }
      hold(quoted.payableFen === sum(quoted.lines.map(line => line.paidFen)), 'lines do not add up')
      hold(quoted.payableFen === quoted.goodsFen + quoted.freightFen + sum(quoted.applied.map(rule => rule.amountFen)), 'rules do not add up')
      hold(quoted.pointsSpent === sum(quoted.lines.map(line => line.points)) && quoted.pointsSpent <= Math.min(input.pointsToSpend, input.shopper.pointsBalance), 'points')
      for (const rule of quoted.applied) {
        const shares = quoted.lines.flatMap(line => line.discounts.filter(one => one.ruleId === rule.ruleId).map(one => one.amountFen))
        hold(sum(shares) === rule.amountFen, 'shares do not add up')
      }
    }))
  })

  it('S25: says of every rule either what it did or why it did nothing', async () => {
    await holds(fc.property(inputs, (input) => {
      const { applied, notApplied } = quote(input)
      expect([...applied, ...notApplied].map(one => one.ruleId).sort()).toEqual([...input.rules, ...input.coupons].map(rule => rule.id).sort())
      expect(checkRules([...input.rules, ...input.coupons])).toBeUndefined()
    }))
  })

  it('S22, S25: never rises by one more discount', async () => {
    await holds(fc.property(inputs, discountRules, (input, more) => {
      const before = quote(input).payableFen
      const after = quote({ ...input, rules: [...input.rules, { ...more, id: 'more' }] }).payableFen
      hold(after <= before, `${before} rose to ${after}`)
    }))
  })

  it('S19: is the same for every order of lines and rules', async () => {
    await holds(fc.property(inputs.chain(input => fc.tuple(
      fc.constant(input),
      fc.shuffledSubarray([...input.lines], { minLength: input.lines.length }),
      fc.shuffledSubarray([...input.rules], { minLength: input.rules.length }),
    )), ([input, lines, rules]) => {
      const one = quote(input)
      const other = quote({ ...input, lines, rules })
      expect(other.key).toBe(one.key)
      expect([...other.lines].sort((a, b) => a.lineId < b.lineId ? -1 : 1)).toEqual(one.lines)
      expect(other.applied).toEqual(one.applied)
    }))
  })

  it('I16: is the same when asked twice', async () => {
    await holds(fc.property(inputs, (input) => {
      expect(quote(structuredClone(input))).toEqual(quote(input))
    }))
  })

  it('I16: has another key whenever an amount in it is another', async () => {
    await holds(fc.property(inputs, fc.nat(), (input, at) => {
      const index = at % input.lines.length
      const dearer = quote({ ...input, lines: input.lines.map((line, place) => place === index ? { ...line, listPriceFen: fen(line.listPriceFen + 1) } : line) })
      const more = quote({ ...input, lines: input.lines.map((line, place) => place === index ? { ...line, quantity: line.quantity + 1 } : line) })
      const keys = [quote(input).key, dearer.key, more.key]
      hold(new Set(keys).size === keys.length && keys.every(key => key.length < 300), keys.join(' '))
    }))
  })

  it('I16: has another key whenever a rule gives another amount', async () => {
    await holds(fc.property(inputs, discountRules, (input, more) => {
      const before = quote(input)
      const after = quote({ ...input, rules: [...input.rules, { ...more, id: 'more' }] })
      const amounts = (one: typeof before): string => JSON.stringify(one.lines.map(line => [line.paidFen, line.points, line.discounts.map(each => [each.ruleId, each.amountFen])]))
      hold((amounts(before) === amounts(after) && before.pointsEarned === after.pointsEarned) === (before.key === after.key), 'the key does not follow the amounts')
    }))
  })

  it('I16: has another key when a single amount is another, even where every sum stays', async () => {
    await holds(fc.property(inputs, fc.nat(), (input, at) => {
      const { key, ...quoted } = quote(input)
      const [index, more] = [at % quoted.lines.length, fen(1)]
      const withLine = (change: (line: QuotedLine) => Partial<QuotedLine>): string =>
        quoteKey({ ...quoted, lines: quoted.lines.map((line, place) => place === index ? { ...line, ...change(line) } : line) })
      const others = [
        withLine(line => ({ listFen: addFen(line.listFen, more) })), withLine(line => ({ freightFen: addFen(line.freightFen, more) })),
        withLine(line => ({ paidFen: addFen(line.paidFen, more) })), withLine(line => ({ points: line.points + 1 })), withLine(line => ({ quantity: line.quantity + 1 })),
        ...(quoted.lines[index]?.discounts ?? []).map((_, place) => withLine(({ discounts }) => ({
          discounts: discounts.map((one, each) => each === place ? { ...one, amountFen: addFen(one.amountFen, more) } : one),
        }))),
        ...quoted.applied.map((_, place) => quoteKey({ ...quoted, applied: quoted.applied.map((one, each) => each === place ? { ...one, amountFen: addFen(one.amountFen, more) } : one) })),
        ...(['goodsFen', 'discountFen', 'freightFen', 'payableFen'] as const).map(name => quoteKey({ ...quoted, [name]: addFen(quoted[name], more) })),
        quoteKey({ ...quoted, pointsSpent: quoted.pointsSpent + 1 }), quoteKey({ ...quoted, pointsEarned: quoted.pointsEarned + 1 }),
      ]
      hold(quoteKey(quoted) === key && new Set([key, ...others]).size === others.length + 1, 'two quotes share a key')
    }))
  })

  it('X12, S18: refunds of any pieces in any sequence come to exactly what was paid, in money and points', async () => {
    await holds(fc.property(inputs, fc.infiniteStream(fc.nat()), (input, chance) => {
      const { lines, payableFen, pointsSpent } = quote(input)
      let left: readonly PaidLine[] = lines
      let money = 0
      let points = 0
      for (;;) {
        const open = left.filter(line => line.quantity > 0)
        const line = open[(chance.next().value ?? 0) % Math.max(open.length, 1)]
        if (!line) break
        const back = refundOf(left, [{ lineId: line.lineId, quantity: (chance.next().value ?? 0) % line.quantity + 1 }])
        hold(back.amountFen >= 0 && back.points >= 0 && back.left.every(one => one.paidFen >= 0), 'below zero')
        money += back.amountFen
        points += back.points
        left = back.left
      }
      hold(money === payableFen && points === pointsSpent, 'refunds do not come to what was paid')
    }))
  })
})

describe('allocate', () => {
  it('X12: sums exactly, gives no part more than its weight when it can, and differs from the exact share by less than a fen', async () => {
    await holds(fc.property(fc.array(fc.nat({ max: 2 ** 40 }), { minLength: 1, maxLength: 50 }), fc.nat({ max: 10_000 }), (weights, share) => {
      const total = sum(weights)
      const amount = fen(Number(BigInt(total) * BigInt(share) / 10_000n))
      const parts = allocate(amount, weights)
      hold(sum(parts) === amount, 'does not sum')
      hold(parts.every((part, index) => part >= 0 && part <= (weights[index] ?? 0)), 'more than its weight')
    }))
  })

  it('X12: gives left-over fen to the largest remainders, the earlier first, and throws on what cannot be split', () => {
    expect(allocate(fen(100), [1, 1, 1])).toEqual([34, 33, 33])
    expect(allocate(fen(10), [5, 0, 9])).toEqual([4, 0, 6])
    expect(() => allocate(fen(1), [0, 0])).toThrow(RangeError)
    expect(() => allocate(fen(-1), [1])).toThrow(RangeError)
    expect(() => allocate(fen(1), [2, -1])).toThrow(RangeError)
  })
})
