import type { DurationMs, Instant } from '../domain/kernel/instant'
import type { RiskBlock } from '../domain/risk/block'
import type { RiskRules } from '../domain/risk/rules'

/**
 * What one instance of a function remembers between calls, so that reading a page costs no write. Only ever a shortcut: what counts for all stands in
 * the store, and an instance that forgets, or stands beside others, lets a reader through a few pages longer and nothing else.
 */
export interface InstanceMemory {
  /** Reads not yet counted in the store, by rule and subject. */
  readonly reads: Map<string, number>
  /** Blocks and rules as last seen, and when. */
  seen?: { readonly at: Instant; readonly rules: RiskRules; readonly blocks: ReadonlyMap<string, RiskBlock> }
  /** What public pages are made of, by what was asked of the store, and for how long it is shown again; see `glance`. */
  readonly pages: { readonly forMs: DurationMs; readonly kept: Map<string, { readonly at: Instant; readonly value: unknown }> }
}

export function newMemory({ pagesForMs = 0 }: { pagesForMs?: DurationMs } = {}): InstanceMemory {
  return { reads: new Map(), pages: { forMs: pagesForMs, kept: new Map() } }
}
