import type { RiskRules } from './rules'
import type { Signal } from './signals'

export interface RiskScore {
  /** 0 for nothing at all, 100 at most. */
  readonly score: number
  readonly verdict: 'yes' | 'hold'
  readonly reasons: readonly Signal[]
}

/** Adds up what speaks against a shopper, each reason with its part, the weightiest first (S73). The same reason counts once. */
export function scoreOf(signals: readonly Signal[], { holdFrom }: Pick<RiskRules, 'holdFrom'>): RiskScore {
  const reasons = signals.filter((signal, index) => signals.findIndex(other => other.code === signal.code) === index).sort((a, b) => b.points - a.points || (a.code < b.code ? -1 : 1))
  const score = Math.min(100, reasons.reduce((sum, signal) => sum + signal.points, 0))
  return { score, verdict: score >= holdFrom ? 'hold' : 'yes', reasons }
}
