import type { Fen } from '../../kernel/fen'
import type { Instant } from '../../kernel/instant'
import { percentOf } from '../arithmetic'
import { decline, isInForce, type PriceModule, type RuleBase } from '../rule'
import type { Rule } from './table'

/** From so many people on a piece costs so many per cent of its list price. */
export interface Rung {
  readonly people: number
  readonly payPercent: number
}

/** A price that falls as a group grows: a table of thresholds (S39), or so many per cent less for each further so many people (S52). */
export interface SizeLadderRule extends RuleBase {
  readonly kind: 'size_ladder'
  readonly ladder:
    | { readonly by: 'table'; readonly rungs: readonly Rung[] }
    | { readonly by: 'formula'; readonly everyPeople: number; readonly percentOff: number; readonly floorPercent: number }
}

const FIRST: Rung = { people: 0, payPercent: 100 }

/** The rung a group of this size stands on; the threshold itself has reached it. */
export function rungAt({ ladder }: SizeLadderRule, people: number): Rung {
  if (ladder.by === 'table') return ladder.rungs.filter(rung => people >= rung.people).at(-1) ?? FIRST
  const steps = Math.min(Math.floor(people / ladder.everyPeople), stepsToFloor(ladder))
  return steps <= 0 ? FIRST : { people: steps * ladder.everyPeople, payPercent: Math.max(100 - steps * ladder.percentOff, ladder.floorPercent) }
}

/** The next better rung, undefined on the best: "so many people more". */
export function nextRung(rule: SizeLadderRule, people: number): Rung | undefined {
  const { ladder } = rule
  if (ladder.by === 'table') return ladder.rungs.find(rung => people < rung.people)
  const steps = Math.floor(people / ladder.everyPeople) + 1
  return steps > stepsToFloor(ladder) ? undefined : rungAt(rule, steps * ladder.everyPeople)
}

/** What a piece costs in a group of this size, rounded down to the fen. */
export function rungPriceFen(rule: SizeLadderRule, listPriceFen: Fen, people: number): Fen {
  return percentOf(listPriceFen, rungAt(rule, people).payPercent)
}

interface LadderGoods { readonly id: string; readonly categoryId: string }

/**
 * The ladder a group of these goods follows when it is opened now (S39): of those in force the one with the narrowest scope, then the first by order.
 * A period says when groups are opened on it; a group keeps its ladder for as long as it lives, so what it copies has none.
 */
export function ladderFor(rules: readonly Rule[], goods: LadderGoods, now: Instant): SizeLadderRule | undefined {
  const width = ({ scope }: SizeLadderRule): number => scope.kind === 'product' ? 0 : scope.kind === 'category' ? 1 : 2
  const [ladder] = laddersOf(rules, goods).filter(one => isInForce(one, now)).sort((a, b) => width(a) - width(b) || a.order - b.order)
  if (!ladder) return undefined
  const { startsAt: _, endsAt: __, ...unlimited } = ladder
  return unlimited
}

/** Whether groups of these goods follow a ladder now or will later (S39). */
export function hasLadder(rules: readonly Rule[], goods: LadderGoods, now: Instant): boolean {
  return laddersOf(rules, goods).some(({ endsAt }) => endsAt === undefined || now < endsAt)
}

/** The rules a new group is priced by: of the ladders in force its own alone. */
export function rulesOfNewGroup(rules: readonly Rule[], ladder: SizeLadderRule | undefined, now: Instant): Rule[] {
  return rules.filter(rule => rule.kind !== 'size_ladder' || rule.id === ladder?.id || !isInForce(rule, now))
}

function laddersOf(rules: readonly Rule[], { id, categoryId }: LadderGoods): SizeLadderRule[] {
  return rules.filter(rule => rule.kind === 'size_ladder')
    .filter(({ scope }) => scope.kind === 'all' || (scope.kind === 'product' ? scope.productId === id : scope.categoryId === categoryId))
}

/** Every rung of a ladder, from the first that is cheaper than buying alone to the best. */
export function rungsOf(rule: SizeLadderRule): Rung[] {
  const rungs: Rung[] = []
  for (let next = nextRung(rule, 0); next; next = nextRung(rule, next.people)) rungs.push(next)
  return rungs
}

function stepsToFloor(ladder: { readonly percentOff: number; readonly floorPercent: number }): number {
  return Math.ceil((100 - ladder.floorPercent) / ladder.percentOff)
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isSafeInteger(value) && value >= from && value <= to
}

export const sizeLadder: PriceModule<SizeLadderRule> = {
  step: 'price',
  check({ ladder, newShoppersOnly }) {
    // Everybody in a group is given back to the rung it closes on, so everybody must have been able to buy at it.
    if (newShoppersOnly) return 'newShoppersOnly'
    if (ladder.by === 'formula') {
      if (!isWhole(ladder.everyPeople, 1, 100_000)) return 'everyPeople'
      if (!isWhole(ladder.percentOff, 1, 99)) return 'percentOff'
      return isWhole(ladder.floorPercent, 1, 99) ? undefined : 'floorPercent'
    }
    const climbs = ladder.rungs.every((rung, index) => {
      const before = ladder.rungs[index - 1] ?? { people: 1, payPercent: 100 }
      return isWhole(rung.people, before.people + 1, 100_000) && isWhole(rung.payPercent, 1, before.payPercent - 1)
    })
    return climbs && ladder.rungs.length > 0 ? undefined : 'rungs'
  },
  offer(rule, line) {
    if (line.mode !== 'group') return decline('not_in_group')
    const rung = rungAt(rule, line.headCount)
    if (rung.people === 0) {
      const next = nextRung(rule, line.headCount)
      return decline('too_few_people', next && { people: next.people, payPercent: next.payPercent, missing: next.people - line.headCount })
    }
    return {
      ok: true,
      unitFen: rungPriceFen(rule, line.listPriceFen, line.headCount),
      say: { key: 'size_ladder', params: { people: rung.people, payPercent: rung.payPercent } },
    }
  },
}
