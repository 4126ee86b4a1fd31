import { addFen, type Fen, fen, subtractFen, timesFen, ZERO_FEN } from '../kernel/fen'
import { allocate, minFen } from './arithmetic'
import type { CartLine, QuoteInput } from './cart'
import type { Base, Declined, OffModule, PriceModule, Sentence, SetModule } from './rule'
import { decline, inScope } from './rule'
import { moduleOf, type Rule, type RuleKind } from './rules/table'

/** What a rule took off a line, with the sentence that says so. */
export interface Discount {
  readonly ruleId: string
  readonly version: number
  readonly kind: RuleKind
  /** Below zero. */
  readonly amountFen: Fen
  readonly say: Sentence
}

/** A line while rules are applied to it. */
export interface Work {
  readonly line: CartLine
  readonly listFen: Fen
  readonly freightFen: Fen
  unitFen: Fen
  /** After the steps that set prices: what a better rung is compared with. */
  pricedFen: Fen
  goodsFen: Fen
  freightLeftFen: Fen
  points: number
  pointsFen: Fen
  readonly discounts: Discount[]
}

export interface Result {
  readonly works: readonly Work[]
  readonly declined: ReadonlyMap<string, Declined>
  readonly payableFen: Fen
  readonly pointsSpent: number
  readonly pointsEarned: ReadonlyMap<string, number>
}

interface Run {
  readonly input: QuoteInput
  readonly works: readonly Work[]
  readonly declined: Map<string, Declined>
  readonly pointsEarned: Map<string, number>
}

/** Applies the rules, which come in their order, to lines, which come by id. Every rule either shows in a discount or has a reason. */
export function applyRules(input: QuoteInput, lines: readonly CartLine[], freight: readonly Fen[], rules: readonly Rule[]): Result {
  const works = lines.map((line, index): Work => {
    const listFen = timesFen(line.listPriceFen, line.quantity)
    const freightFen = freight[index] ?? ZERO_FEN
    return { line, listFen, freightFen, unitFen: line.listPriceFen, pricedFen: listFen, goodsFen: listFen, freightLeftFen: freightFen, points: 0, pointsFen: ZERO_FEN, discounts: [] }
  })
  const run: Run = { input, works, declined: new Map(), pointsEarned: new Map() }
  const prices = rules.filter(rule => moduleOf(rule).step === 'price')
  setPrices(run, prices)
  for (const rule of rules.slice(prices.length)) applyOne(run, rule)
  return {
    works,
    declined: run.declined,
    payableFen: addFen(...works.map(work => work.goodsFen), ...works.map(work => work.freightLeftFen)),
    pointsSpent: works.reduce((sum, work) => sum + work.points, 0),
    pointsEarned: run.pointsEarned,
  }
}

function applyOne(run: Run, rule: Rule): void {
  const module = moduleOf(rule)
  switch (module.step) {
    case 'price': throw new Error(`rule ${rule.id} sets a price and comes too late`)
    case 'set': return applySets(run, rule, module)
    case 'line': {
      const touched = run.works.filter(work => inScope(rule.scope, work.line)).map(work => takeOff(run, rule, module, [work]))
      if (touched.includes(true)) run.declined.delete(rule.id)
      return
    }
    case 'threshold': case 'coupon': case 'freight': case 'points':
      takeOff(run, rule, module, run.works.filter(work => inScope(rule.scope, work.line)))
      return
    case 'earn': {
      const points = module.earn(rule, addFen(...run.works.map(work => work.goodsFen)), run.input)
      if (typeof points !== 'number') run.declined.set(rule.id, points)
      else if (points === 0) run.declined.set(rule.id, decline('nothing_left'))
      else run.pointsEarned.set(rule.id, points)
    }
  }
}

/** Gives every line the lowest price it is offered; among equals the earlier rule's. */
function setPrices({ input, works, declined }: Run, rules: readonly Rule[]): void {
  const used = new Set<string>()
  for (const work of works) {
    let best: { rule: Rule; unitFen: Fen; say: Sentence } | undefined
    for (const rule of rules) {
      if (!inScope(rule.scope, work.line)) continue
      const offer = (moduleOf(rule) as PriceModule<Rule>).offer(rule, work.line, input)
      if (!offer.ok) {
        if (!declined.has(rule.id)) declined.set(rule.id, offer)
      }
      else {
        declined.set(rule.id, decline('not_cheapest', { unitFen: offer.unitFen }))
        if (offer.unitFen < (best?.unitFen ?? work.line.listPriceFen)) best = { rule, unitFen: offer.unitFen, say: offer.say }
      }
    }
    if (!best) continue
    used.add(best.rule.id)
    work.unitFen = best.unitFen
    work.pricedFen = timesFen(best.unitFen, work.line.quantity)
    note(work, best.rule, subtractFen(work.goodsFen, work.pricedFen), best.say)
    work.goodsFen = work.pricedFen
  }
  for (const id of used) declined.delete(id)
}

function applySets({ works, declined }: Run, rule: Rule, module: SetModule<Rule>): void {
  const offer = module.sets(rule, works.flatMap(({ line }) => inScope(rule.scope, line) ? [line] : []))
  if (!offer.ok) return void declined.set(rule.id, offer)
  let used = false
  for (const { line, pieces, amountFen } of offer.shares) {
    const work = works.find(one => one.line === line)
    if (!work) throw new Error(`rule ${rule.id} shares a set with a line that is not there`)
    const savedFen = subtractFen(timesFen(work.unitFen, pieces), amountFen)
    if (savedFen <= 0) continue
    used = true
    note(work, rule, savedFen, offer.say)
    work.goodsFen = subtractFen(work.goodsFen, savedFen)
    work.pricedFen = work.goodsFen
  }
  if (!used) declined.set(rule.id, decline('not_cheapest'))
}

/** Takes a discount off some lines together, each in the measure of what is left of it. Tells whether it changed anything. */
function takeOff({ input, declined }: Run, rule: Rule, module: OffModule<Rule>, works: readonly Work[]): boolean {
  const left = works.map(work => module.step === 'freight' ? work.freightLeftFen : work.goodsFen)
  const base: Base = {
    listFen: addFen(...works.map(work => work.listFen)),
    pieces: works.reduce((sum, work) => sum + work.line.quantity, 0),
    leftFen: addFen(...left),
  }
  const answer = module.off(rule, base, input)
  if (!answer.ok) {
    declined.set(rule.id, answer)
    return false
  }
  const offFen = minFen(answer.offFen, base.leftFen)
  if (offFen <= 0) {
    declined.set(rule.id, decline('nothing_left'))
    return false
  }
  const parts = allocate(offFen, left)
  const points = module.step === 'points' ? allocate(fen(answer.say.params.points ?? 0), parts) : []
  works.forEach((work, index) => {
    const part = parts[index] ?? ZERO_FEN
    if (part === 0) return
    note(work, rule, part, answer.say)
    if (module.step === 'freight') work.freightLeftFen = subtractFen(work.freightLeftFen, part)
    else work.goodsFen = subtractFen(work.goodsFen, part)
    if (module.step !== 'points') return
    work.points += points[index] ?? 0
    work.pointsFen = addFen(work.pointsFen, part)
  })
  return true
}

function note(work: Work, rule: Rule, offFen: Fen, say: Sentence): void {
  work.discounts.push({ ruleId: rule.id, version: rule.version, kind: rule.kind, amountFen: subtractFen(ZERO_FEN, offFen), say })
}
