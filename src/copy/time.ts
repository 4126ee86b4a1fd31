const shanghaiOffsetMs = 8 * 3_600_000

export const timeCopy = {
  day: '天',
  endsIn: '距结束',
  beforeStart: '生效前',
  daysBefore: (count: number) => `生效 ${count} 天前`,
  hoursBefore: (count: number) => `生效 ${count} 小时前`,
}

export interface CountdownParts {
  days: number
  hours: string
  minutes: string
  seconds: string
}

/** What a countdown shows; never below zero. A started second counts, so that 00:00:00 means that the time is up. */
export function countdownParts(leftMs: number): CountdownParts {
  const total = Math.max(0, Math.ceil(leftMs / 1000))
  return {
    days: Math.floor(total / 86_400),
    hours: two(Math.floor(total / 3600) % 24),
    minutes: two(Math.floor(total / 60) % 60),
    seconds: two(total % 60),
  }
}

/** `23:59:59`, with the days in front when there are any. */
export function formatLeft(leftMs: number): string {
  const { days, hours, minutes, seconds } = countdownParts(leftMs)
  return `${days > 0 ? `${days}${timeCopy.day} ` : ''}${hours}:${minutes}:${seconds}`
}

/** Shop time is Asia/Shanghai time wherever the phone is; the zone has had no daylight saving since 1991. */
export function formatTime(at: number): string {
  const iso = new Date(at + shanghaiOffsetMs).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`
}

/** The moment of a day and a time of the shop's own clock: `2026-07-01`, `12:30`. */
export function shanghaiInstant(day: string, time: string): number {
  return Date.parse(`${day}T${time}:00Z`) - shanghaiOffsetMs
}

/** `18:00` as a minute of the day. */
export function minuteOfDay(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** `2026-07-01`, a day in the shop's own time. */
export function formatDay(at: number): string {
  return formatTime(at).slice(0, 10)
}

/** A minute of the day as a clock shows it: 1080 is `18:00`. */
export function formatMinute(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** How long before something, in the largest whole unit. */
export function formatBefore(ms: number): string {
  const hours = Math.round(ms / 3_600_000)
  if (hours === 0) return timeCopy.beforeStart
  return hours % 24 === 0 ? timeCopy.daysBefore(hours / 24) : timeCopy.hoursBefore(hours)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
