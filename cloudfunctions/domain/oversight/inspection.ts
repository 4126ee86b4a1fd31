import { type Decision, accept, refuse } from '../kernel/decision'
import type { Instant } from '../kernel/instant'
import type { RestrictionTarget } from './restriction'

/** What came of a look at goods: nothing to say, something to be put right, or they, or the whole shop, must not sell any more. */
export type InspectionVerdict = 'passed' | 'warned' | 'goods_restricted' | 'shop_restricted'

/** Goods drawn for a spot check (S13); one a product and day, id `day:product`. */
export interface Inspection {
  readonly id: string
  readonly productId: string
  readonly title: string
  readonly state: 'open' | 'decided'
  readonly drawnAt: Instant
  readonly decided?: { readonly at: Instant; readonly by: string; readonly verdict: InspectionVerdict; readonly note: string }
}

export function inspectionId(day: string, productId: string): string {
  return `${day}:${productId}`
}

/** Ends an inspection, once (S13). */
export function decideInspection(inspection: Inspection, decided: NonNullable<Inspection['decided']>): Decision<Inspection, 'inspection_decided'> {
  return inspection.state === 'open' ? accept({ ...inspection, state: 'decided', decided }) : refuse('inspection_decided')
}

/** What a verdict takes from sale. */
export function targetOf({ productId }: Inspection, verdict: InspectionVerdict): RestrictionTarget | undefined {
  switch (verdict) {
    case 'passed': case 'warned': return undefined
    case 'goods_restricted': return { kind: 'goods', productId }
    case 'shop_restricted': return { kind: 'shop' }
  }
}
