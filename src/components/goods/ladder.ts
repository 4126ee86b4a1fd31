import type { RungView } from '@/services/types'

/** What a piece costs on a rung, rounded down to the fen as the server does (S39). */
export function rungPriceFen(listPriceFen: number, { payPercent }: Pick<RungView, 'payPercent'>): number {
  return Math.floor((listPriceFen * payPercent) / 100)
}

/** The rung that so many people stand on, null below the first; rungs rise. */
export function rungAt(rungs: readonly RungView[], people: number): RungView | null {
  return rungs.filter(rung => people >= rung.people).at(-1) ?? null
}

export function nextRung(rungs: readonly RungView[], people: number): RungView | null {
  return rungs.find(rung => people < rung.people) ?? null
}
