const BEIJING_MS = 8 * 3_600_000

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** `2026-01-31T10:00:00+08:00`: WeChat Pay writes every time in Beijing's. */
export function rfc3339(at: number): string {
  return `${new Date(at + BEIJING_MS).toISOString().slice(0, 19)}+08:00`
}

/** `20260131100000` in Beijing time, as it stands inside WeChat Pay's numbers. */
export function compactTime(at: number): string {
  return new Date(at + BEIJING_MS).toISOString().replace(/\D/g, '').slice(0, 14)
}

/** Epoch milliseconds of an RFC 3339 time, undefined when it is none. */
export function parseRfc3339(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/** `2026-01-31 10:00:00` in Beijing time, as bills write it. */
export function localTime(at: number): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** Midnight in Beijing at the beginning of `2026-01-31`, undefined when that is no date. */
export function dayStart(date: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00+08:00`) : Number.NaN
  // February 30th would be read as a day in March.
  return !Number.isNaN(at) && localTime(at).startsWith(date) ? at : undefined
}
