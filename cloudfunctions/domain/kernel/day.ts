import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from './instant'

/** China has one time zone and no summer time: eight hours ahead of UTC, wherever the server stands. */
const SHANGHAI_MS = 8 * HOUR_MS

/** The minute of the Shanghai day, 0 at midnight. */
export function minuteOfDay(now: Instant): number {
  return Math.floor((now + SHANGHAI_MS) % DAY_MS / MINUTE_MS)
}

/** The Shanghai day of an instant, as `2026-03-01`. */
export function dayOf(now: Instant): string {
  return new Date(now + SHANGHAI_MS).toISOString().slice(0, 10)
}

/** The instant at which a Shanghai day, written `2026-03-01`, begins; undefined for a day that is none. */
export function beginOfDay(day: string): Instant | undefined {
  const begin = Date.parse(`${day}T00:00:00+08:00`)
  return Number.isNaN(begin) || dayOf(begin) !== day ? undefined : begin
}

/** The instant at which the Shanghai day of `now` begins. */
export function startOfDay(now: Instant): Instant {
  return now - (now + SHANGHAI_MS) % DAY_MS
}
