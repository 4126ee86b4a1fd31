/** A point in time, epoch milliseconds by the server's clock. */
export type Instant = number

/** A length of time in milliseconds. */
export type DurationMs = number

export const SECOND_MS: DurationMs = 1000
export const MINUTE_MS: DurationMs = 60 * SECOND_MS
export const HOUR_MS: DurationMs = 60 * MINUTE_MS
export const DAY_MS: DurationMs = 24 * HOUR_MS
