import { addFen, type Fen, ZERO_FEN } from '../kernel/fen'
import { applyRules, type Discount, type Result } from './apply'
import type { CartLine, QuoteInput } from './cart'
import { alternatives, inOrder } from './rule-set'
import { freightOf } from './freight'
import type { PaidLine } from './paid-line'
import { quoteKey } from './quote-key'
import { closedReason, type Reason, type Sentence } from './rule'
import type { Rule, RuleKind } from './rules/table'

/** A line of a quote. Adds up: list + freight + discounts, which are below zero, = paid. */
export interface QuotedLine extends PaidLine {
  readonly productId: string
  readonly skuId: string
  readonly supplierId: string
  readonly mode: CartLine['mode']
  /** What a piece costs after the rules that set prices. */
  readonly unitPriceFen: Fen
  readonly listFen: Fen
  /** Before freight coupons. */
  readonly freightFen: Fen
  readonly discounts: readonly Discount[]
}

export interface NotApplied {
  readonly ruleId: string
  readonly kind: RuleKind
  readonly reason: Reason
  readonly params: Readonly<Record<string, number>>
}

export interface Quote {
  /** In the order of the cart. */
  readonly lines: readonly QuotedLine[]
  /** What each rule took off all lines together, in the order of application; points to earn are at the end, with no amount. */
  readonly applied: readonly Discount[]
  readonly notApplied: readonly NotApplied[]
  /** At list price. */
  readonly goodsFen: Fen
  /** Below zero; goods + freight + discount = payable. */
  readonly discountFen: Fen
  readonly freightFen: Fen
  /** What of the freight is for carrying goods cold (S41). */
  readonly freightSay?: Sentence
  readonly payableFen: Fen
  readonly pointsSpent: number
  readonly pointsEarned: number
  /** Lines that cannot be carried to the region: such a quote cannot be ordered. */
  readonly undeliverable: readonly string[]
  readonly key: string
}

/**
 * The price of a cart, with every rule explained (S19, S22, S25). Rules are applied in the order of `inOrder`; of exclusive ones the combination
 * with the lowest sum is kept, then the one that spends fewer points. One more rule never makes a cart dearer, and the order of lines and rules
 * does not matter. Throws on a cart that cannot be: a line id twice, a quantity that is not a whole number above zero.
 */
export function quote(input: QuoteInput): Quote {
  const lines = checkedLines(input)
  const rules = inOrder([...input.rules, ...input.coupons])
  const closed = new Map(rules.flatMap((rule): [string, Reason][] => {
    const reason = closedReason(rule, input)
    return reason ? [[rule.id, reason]] : []
  }))
  const freight = freightOf(lines, input.delivery)
  const results = alternatives(rules.filter(rule => !closed.has(rule.id))).map(kept => ({ kept, result: applyRules(input, lines, freight.shares, kept) }))
  const best = results.reduce((one, other) => isBetter(other.result, one.result) ? other : one).result
  const applied = appliedRules(best, rules)
  const notApplied = rules.filter(rule => !applied.some(one => one.ruleId === rule.id)).map((rule): NotApplied => {
    const reason = closed.get(rule.id)
    if (reason) return { ruleId: rule.id, kind: rule.kind, reason, params: reason === 'not_started' ? startOf(rule) : {} }
    const { reason: why, params } = best.declined.get(rule.id) ?? declinedElsewhere(rule, results) ?? { reason: 'excluded', params: {} }
    return { ruleId: rule.id, kind: rule.kind, reason: why, params }
  })
  const quoted = best.works.map(({ line, unitFen, pricedFen, listFen, freightFen, goodsFen, freightLeftFen, points, pointsFen, discounts }): QuotedLine => ({
    lineId: line.lineId, productId: line.productId, skuId: line.skuId, supplierId: line.supplierId, mode: line.mode, quantity: line.quantity,
    listPriceFen: line.listPriceFen, unitPriceFen: unitFen, pricedFen, listFen, freightFen, paidFen: addFen(goodsFen, freightLeftFen), points, pointsFen, discounts,
  }))
  const byId = new Map(quoted.map(line => [line.lineId, line]))
  const unkeyed: Omit<Quote, 'key'> = {
    lines: input.lines.flatMap(({ lineId }) => byId.get(lineId) ?? []),
    applied,
    notApplied,
    goodsFen: addFen(...quoted.map(line => line.listFen)),
    discountFen: addFen(...applied.map(one => one.amountFen)),
    freightFen: addFen(...freight.shares),
    ...(freight.say && { freightSay: freight.say }),
    payableFen: best.payableFen,
    pointsSpent: best.pointsSpent,
    pointsEarned: [...best.pointsEarned.values()].reduce((sum, points) => sum + points, 0),
    undeliverable: freight.undeliverable,
  }
  if (addFen(unkeyed.goodsFen, unkeyed.freightFen, unkeyed.discountFen) !== unkeyed.payableFen) throw new Error('a quote does not add up')
  return { ...unkeyed, key: quoteKey(unkeyed) }
}

/** When a rule that has not begun will. */
function startOf({ startsAt }: Rule): Readonly<Record<string, number>> {
  return startsAt === undefined ? {} : { startsAt }
}

/** By id, so that nothing depends on how a cart is sorted. */
function checkedLines({ lines, pointsToSpend }: QuoteInput): CartLine[] {
  if (new Set(lines.map(line => line.lineId)).size !== lines.length) throw new RangeError('a line id twice')
  if (lines.some(line => !Number.isSafeInteger(line.quantity) || line.quantity < 1)) throw new RangeError('a quantity that is none')
  if (!Number.isSafeInteger(pointsToSpend) || pointsToSpend < 0) throw new RangeError(`not so many points: ${pointsToSpend}`)
  return [...lines].sort((a, b) => a.lineId < b.lineId ? -1 : 1)
}

function isBetter(a: Result, b: Result): boolean {
  return a.payableFen !== b.payableFen ? a.payableFen < b.payableFen : a.pointsSpent < b.pointsSpent
}

function appliedRules({ works, pointsEarned }: Result, rules: readonly Rule[]): Discount[] {
  const sums = new Map<string, Discount>()
  for (const discount of works.flatMap(work => work.discounts)) {
    const before = sums.get(discount.ruleId)
    sums.set(discount.ruleId, before ? { ...before, amountFen: addFen(before.amountFen, discount.amountFen) } : discount)
  }
  return rules.flatMap((rule) => {
    const points = pointsEarned.get(rule.id)
    if (points === undefined) return sums.get(rule.id) ?? []
    return { ruleId: rule.id, version: rule.version, kind: rule.kind, amountFen: ZERO_FEN, say: { key: 'points_earned', params: { points } } }
  })
}

/** Why a rule that lost to another of its group would not have changed anything in any case. */
function declinedElsewhere(rule: Rule, results: readonly { kept: readonly Rule[]; result: Result }[]): { reason: Reason; params: Readonly<Record<string, number>> } | undefined {
  const tried = results.filter(({ kept }) => kept.includes(rule)).map(({ result }) => result.declined.get(rule.id))
  return tried.includes(undefined) ? undefined : tried[0]
}
