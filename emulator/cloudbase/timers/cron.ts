import { Cron } from 'croner'

/** Timers of the platform are written in seven fields and read in UTC+8. */
const UTC_OFFSET_MINUTES = 480

/** The first instant after `after` that the expression names, or nothing when it names no later one. Throws on a malformed expression. */
export function nextOccurrence(expression: string, after: number): number | undefined {
  return new Cron(expression, { mode: '7-part', utcOffset: UTC_OFFSET_MINUTES, paused: true }).nextRun(new Date(after))?.getTime()
}
