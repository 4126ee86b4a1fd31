import * as v from 'valibot'
import { cursor, id, skuId } from './fields'
import type { DetailBlockView, GoodsKindView, ReturnPolicyView, SpecAxisView } from './goods-views'
import { procedure } from './procedure'
import type { Page } from './views'

/** Goods in the merchant's list, on sale or not. */
export interface DeskGoodsView {
  readonly productId: string
  readonly title: string
  readonly cover: string
  readonly kind: GoodsKindView
  readonly priceAloneFen: number
  readonly onSale: boolean
  readonly soldCount: number
  /** Pieces of all SKUs. */
  readonly available: number
  /** People a group needs; 0 when the goods are sold alone only. */
  readonly groupSize: number
}

/** Goods as they were saved, to be changed and saved again: everything that `goods.save` takes, and what there is of each SKU. */
export interface GoodsDraftView {
  readonly productId: string
  readonly kind: GoodsKindView
  readonly title: string
  readonly subtitle: string
  readonly cover: string
  readonly gallery: readonly string[]
  readonly categoryId: string
  readonly axes: readonly SpecAxisView[]
  readonly skus: readonly {
    readonly skuId: string
    readonly values: readonly string[]
    readonly priceAloneFen: number
    readonly priceGroupFen: number
    readonly image: string | null
    readonly weightGram: number
    readonly volumeCm3: number
    readonly returnPolicy: ReturnPolicyView
    readonly available: number
  }[]
  readonly detail: readonly DetailBlockView[]
  readonly supplierId: string
  readonly freightTemplateId: string | null
  readonly cold: boolean
  readonly packaging: string
  readonly orderHours: { readonly fromMinute: number; readonly cutoffMinute: number } | null
  readonly service: { readonly uses: number; readonly validFrom: number; readonly validUntil: number; readonly refundSteps: readonly { readonly beforeMs: number; readonly percent: number }[]; readonly changeBeforeMs?: number | null } | null
  readonly onSale: boolean
  readonly rank: number
}

/** A SKU under the names it is sold by. */
export interface SkuNameView { readonly skuId: string; readonly productId: string; readonly title: string; readonly specText: string }

/** Reading what the merchant set up, so that it can be changed. */
export const deskProcedures = {
  'goods.list': procedure<Page<DeskGoodsView>>()({ caller: 'merchant', input: v.strictObject({ onSale: v.boolean(), cursor }) }),
  'goods.read': procedure<GoodsDraftView>()({ caller: 'merchant', input: v.strictObject({ productId: id }), refusals: ['goods_not_found'] }),
  /** What SKUs are called, which rules and reports know by their numbers alone; those that are no more are left out. */
  'goods.skus': procedure<{ skus: readonly SkuNameView[] }>()({ caller: 'merchant', input: v.strictObject({ skuIds: v.pipe(v.array(skuId), v.minLength(1), v.maxLength(100)) }) }),
}
