import * as v from 'valibot'
import { cursor, id, keyId, text, whole } from './fields'
import { procedure } from './procedure'
import type { Page } from './views'

export type InspectionVerdictView = 'passed' | 'warned' | 'goods_restricted' | 'shop_restricted'

export interface InspectionView {
  readonly inspectionId: string
  readonly productId: string
  readonly title: string
  readonly drawnAt: number
  readonly decided: { readonly at: number; readonly by: string; readonly verdict: InspectionVerdictView; readonly note: string } | null
}

/** What must not be sold, with the reason the merchant is told. */
export interface RestrictionsView {
  readonly shop: { readonly at: number; readonly reason: string } | null
  readonly goods: readonly { readonly productId: string; readonly at: number; readonly reason: string }[]
}

const inspectionId = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d:[0-9A-Za-z_-]{1,40}$/))
const target = v.variant('kind', [v.strictObject({ kind: v.literal('shop') }), v.strictObject({ kind: v.literal('goods'), productId: id })])

/** Spot checks and what follows from them (S13). They belong to whoever oversees the shop, not to who sells in it. */
export const oversightProcedures = {
  /** Draws goods on sale by chance; whoever asks again with the same id has drawn the same. */
  'inspection.draw': procedure<{ readonly drawn: number }>()({ caller: 'operator', input: v.strictObject({ count: whole(1, 20), requestId: keyId }), refusals: ['request_id_taken'] }),
  /** The queue, oldest first, or what was decided, newest first. */
  'inspection.list': procedure<Page<InspectionView>>()({ caller: 'operator', input: v.strictObject({ state: v.picklist(['open', 'decided']), cursor }) }),
  'inspection.decide': procedure<InspectionView>()({
    caller: 'operator',
    input: v.strictObject({ inspectionId, verdict: v.picklist(['passed', 'warned', 'goods_restricted', 'shop_restricted']), note: text(200), requestId: keyId }),
    refusals: ['inspection_not_found', 'inspection_decided', 'too_many_restricted', 'request_id_taken'],
  }),
  'restriction.list': procedure<RestrictionsView>()({ caller: 'operator', input: v.strictObject({}) }),
  'restriction.impose': procedure<RestrictionsView>()({
    caller: 'operator',
    input: v.strictObject({ target, reason: text(200), requestId: keyId }),
    refusals: ['already_restricted', 'too_many_restricted', 'request_id_taken'],
  }),
  'restriction.lift': procedure<RestrictionsView>()({
    caller: 'operator',
    input: v.strictObject({ target, note: text(200), requestId: keyId }),
    refusals: ['not_restricted', 'request_id_taken'],
  }),
}
