import type { Fen } from '../../kernel/fen'
import { percentOf } from '../arithmetic'
import { decline, type PriceModule, type RuleBase } from '../rule'
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

/** The ladder a new group of these goods follows: the narrowest scope first, then the order of rules. */
export function ladderFor(rules: readonly Rule[], goods: { readonly id: string; readonly categoryId: string }): SizeLadderRule | undefined {
  const ladders = rules.filter(rule => rule.kind === 'size_ladder')
  const width = ({ scope }: SizeLadderRule): number => scope.kind === 'product' ? 0 : scope.kind === 'category' ? 1 : 2
  return ladders
    .filter(({ scope }) => scope.kind === 'all' || (scope.kind === 'product' ? scope.productId === goods.id : scope.categoryId === goods.categoryId))
    .sort((a, b) => width(a) - width(b) || a.order - b.order)[0]
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
  check({ ladder }) {
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
