import type { VirtualClock } from '../../control/clock'

/**
 * Two numbers shared with every worker: the instant at which the clock stands still (negative while it runs) and its offset from the
 * machine's clock. A worker reads them at each `Date.now()`, so a jump is seen by code that is running already.
 */
export class ClockCell {
  readonly buffer = new SharedArrayBuffer(16)
  readonly #cell = new Float64Array(this.buffer)
  readonly #unsubscribe: () => void

  constructor(clock: VirtualClock) {
    this.#write(clock)
    this.#unsubscribe = clock.onChange(changed => this.#write(changed))
  }

  dispose(): void {
    this.#unsubscribe()
  }

  /** The offset is written first, so that a reader between the two writes never pairs a running clock with an old offset. */
  #write(clock: VirtualClock): void {
    this.#cell[1] = clock.now() - Date.now()
    this.#cell[0] = clock.mode === 'frozen' ? clock.now() : -1
  }
}
