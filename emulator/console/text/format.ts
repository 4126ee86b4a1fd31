const OFFSET_MS = 8 * 3_600_000

/** The shop's day and hour, which is Shanghai's, whatever the machine's. */
function inShanghai(at: number): string {
  return new Date(at + OFFSET_MS).toISOString()
}

/** 2026-11-23 12:00:00 */
export function dateTime(at: number): string {
  return inShanghai(at).slice(0, 19).replace('T', ' ')
}

/** 2026-11-23 */
export function day(at: number): string {
  return inShanghai(at).slice(0, 10)
}

/** 12:00:00 */
export function time(at: number): string {
  return inShanghai(at).slice(11, 19)
}

/** 12:00:00.250 */
export function exactTime(at: number): string {
  return inShanghai(at).slice(11, 23)
}

export function yuan(fen: number): string {
  const [whole = '', cents = ''] = (Math.abs(fen) / 100).toFixed(2).split('.')
  return `${fen < 0 ? '−' : ''}¥${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`
}

export function ms(value: number | undefined): string {
  if (value === undefined) return 'running'
  if (value < 10) return `${Number(value.toFixed(1))} ms`
  return value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`
}

/** Small as they are, to three digits that say something. */
export function gbSeconds(value: number): string {
  return value < 1 ? String(Number(value.toPrecision(2))) : value.toLocaleString('en-US', { maximumFractionDigits: 1 })
}

/** in 42 s, in 3 min, 2 h ago. */
export function fromNow(at: number, now: number): string {
  const seconds = Math.round(Math.abs(at - now) / 1000)
  if (seconds === 0) return 'now'
  const [amount, unit] = seconds < 90 ? [seconds, 's'] : seconds < 5400 ? [Math.round(seconds / 60), 'min'] : seconds < 129_600 ? [Math.round(seconds / 3600), 'h'] : [Math.round(seconds / 86_400), 'days']
  return at > now ? `in ${amount} ${unit}` : `${amount} ${unit} ago`
}

export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`
}

export function bytes(value: number): string {
  if (value < 1024) return `${value} B`
  return value < 1024 ** 2 ? `${(value / 1024).toFixed(1)} kB` : `${(value / 1024 ** 2).toFixed(1)} MB`
}
