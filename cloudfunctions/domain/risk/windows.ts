import { dayOf, startOfDay } from '../kernel/day'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../kernel/instant'
import type { RateLimit } from './rules'

/** One window an act falls into: the name it is counted under, and how many it takes. */
export interface Window {
  readonly key: string
  readonly limit: number
}

/**
 * The windows of an instant (S25). The limit is part of the name, so that a limit the merchant changes counts anew instead of being passed by an
 * old count.
 */
export function windowsAt(limit: RateLimit, now: Instant): readonly Window[] {
  const all = [
    { name: `m${Math.floor(now / MINUTE_MS)}`, limit: limit.perMinute },
    { name: `h${Math.floor(now / HOUR_MS)}`, limit: limit.perHour },
    { name: `d${dayOf(now).replaceAll('-', '')}`, limit: limit.perDay },
  ]
  return all.flatMap(({ name, limit: most }) => most === undefined ? [] : [{ key: `${name}_${most}`, limit: most }])
}

/** Whether one more goes into every window. A count never passes its limit by more than one step. */
export function hasRoom(counts: Readonly<Record<string, number>>, windows: readonly Window[]): boolean {
  return windows.every(({ key, limit }) => (counts[key] ?? 0) < limit)
}

/** When the last of the windows of an instant is over: what was counted in it can go. */
export function windowsOver(now: Instant): Instant {
  return startOfDay(now) + DAY_MS
}
