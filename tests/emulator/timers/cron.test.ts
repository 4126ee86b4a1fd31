import { describe, expect, it } from 'vitest'
import { nextOccurrence } from '../../../emulator/cloudbase/timers/cron'

describe('seven-field cron in UTC+8', () => {
  const at = (expression: string, from: string): string | undefined => {
    const next = nextOccurrence(expression, Date.parse(from))
    return next === undefined ? undefined : new Date(next).toISOString()
  }

  it.each([
    ['0 */5 * * * * *', '2026-03-01T02:00:00Z', '2026-03-01T02:05:00.000Z'],
    ['*/10 * * * * * *', '2026-03-01T02:00:01Z', '2026-03-01T02:00:10.000Z'],
    ['0 30 2 * * * *', '2026-03-01T02:00:00Z', '2026-03-01T18:30:00.000Z'],
    ['0 0 2 1 * * *', '2026-03-01T02:00:00Z', '2026-03-31T18:00:00.000Z'],
    ['0 0 9 * * MON-FRI *', '2026-03-06T02:00:00Z', '2026-03-09T01:00:00.000Z'],
    ['0 0 0 29 2 * *', '2026-03-01T00:00:00Z', '2028-02-28T16:00:00.000Z'],
    ['0 0 0 1 1 * 2027', '2026-03-01T00:00:00Z', '2026-12-31T16:00:00.000Z'],
  ])('%s after %s comes at %s', (expression, from, expected) => {
    expect(at(expression, from)).toBe(expected)
  })

  it('knows when there is no next time', () => {
    expect(at('0 0 0 1 1 * 2025', '2026-03-01T00:00:00Z')).toBeUndefined()
  })

  it('refuses five fields', () => {
    expect(() => nextOccurrence('* * * * *', 0)).toThrow('7 parts')
  })
})
