import { type DurationMs, type Instant, MINUTE_MS, SECOND_MS } from '../kernel/instant'

/** So long after the shopper was given the payment sheet, WeChat is asked what became of it: its word may be lost for ever (S7, L2). */
const ASK_AFTER: readonly DurationMs[] = [5 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 3 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS]

/** When to ask next about a payment asked for at `requestedAt`; undefined after the last time, when only its closing says how it ended. */
export function nextAsk(requestedAt: Instant, now: Instant): Instant | undefined {
  return ASK_AFTER.map(after => requestedAt + after).find(at => at > now)
}
