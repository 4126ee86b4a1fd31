import type { Planned, Timeline } from './timeline'

/** The timeline that the process's own clock and timers follow. */
let current: Timeline | undefined

export function followTimeline(timeline: Timeline): void {
  current = timeline
}

const RealDate = Date
const realSetTimeout = globalThis.setTimeout
const realClearTimeout = globalThis.clearTimeout

class VirtualDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    super(...(given.length === 0 ? [VirtualDate.now()] : given) as [number])
  }

  static override now(): number {
    return current ? current.now : RealDate.now()
  }
}

class VirtualTimer {
  readonly planned: Planned

  constructor(timeline: Timeline, ms: number, run: () => void) {
    this.planned = timeline.after(ms, run)
  }

  ref(): this { return this }
  unref(): this { return this }
  hasRef(): boolean { return true }
}

/**
 * Puts the whole process on the timeline: the merchant library stamps requests by `new Date()`, and the database ends abandoned transactions by `setTimeout`.
 * For processes that do nothing but simulate.
 */
export function takeOverTime(): void {
  globalThis.Date = VirtualDate as DateConstructor
  globalThis.setTimeout = ((run: () => void, ms = 0): unknown =>
    current ? new VirtualTimer(current, ms, run) : realSetTimeout(run, ms)) as typeof setTimeout
  globalThis.clearTimeout = ((timer: unknown): void => {
    if (timer instanceof VirtualTimer) timer.planned.cancel()
    else realClearTimeout(timer as NodeJS.Timeout)
  }) as typeof clearTimeout
}

/** Milliseconds of the machine's clock, for measuring. */
export function realNow(): number {
  return RealDate.now()
}
