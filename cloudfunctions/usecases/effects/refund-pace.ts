import type { RefundAnswer } from '../../ports'

/** WeChat lets six requests for refunds fail in a second before it stops listening; one after the other, a run stays below whatever it sends. */
const REFUSALS_A_RUN = 5

/**
 * How refunds fare in one run of the sweep (X10). Those that succeed may go as fast as they do one after the other, far below the 150 a second WeChat takes;
 * an empty account, or a refusal, is not asked for a hundred times.
 */
export class RefundPace {
  #refusals = 0

  note({ outcome }: RefundAnswer): void {
    if (outcome === 'later' || outcome === 'rejected') this.#refusals += 1
  }

  /** Whether the refunds that are left wait for the next run. */
  isSpent(): boolean {
    return this.#refusals >= REFUSALS_A_RUN
  }
}
