import type { CartProblem } from '@/copy/cart'
import type { GoodsKindView, GoodsView } from '@/services/types'

/** What the cart keeps of a line. */
interface Kept {
  readonly productId: string
  readonly skuId: string
  readonly quantity: number
  readonly chosen: boolean
  readonly title: string
  readonly specText: string
  readonly cover: string
}

/** What the shop says of the goods of a line now: `unknown` while nobody has answered, `missing` when there are none. */
export type GoodsNow = GoodsView | 'missing' | 'unknown'

/** A line of the cart as it is shown. A line with a problem cannot be bought now and never stands in the way of the others. */
export interface CartLineView extends Kept {
  readonly kind: GoodsKindView | null
  /** Null while it is not known. */
  readonly priceFen: number | null
  readonly available: number | null
  readonly cold: boolean
  readonly problem: CartProblem | null
}

/** A line of the cart against what the shop says now. */
export function toLineView(line: Kept, goods: GoodsNow, onIos: boolean): CartLineView {
  const unknown: CartLineView = { ...line, kind: null, priceFen: null, available: null, cold: false, problem: null }
  if (goods === 'unknown') return unknown
  if (goods === 'missing') return { ...unknown, problem: 'missing' }
  const sku = goods.skus.find(one => one.skuId === line.skuId)
  const known = { ...unknown, title: goods.title, cover: sku?.image || goods.cover, kind: goods.kind, cold: goods.cold }
  if (!goods.onSale) return { ...known, problem: 'off_sale' }
  if (!sku) return { ...known, problem: 'sku_gone' }
  const priced = { ...known, specText: sku.values.join('，'), priceFen: sku.priceAloneFen, available: sku.available }
  if (sku.available <= 0) return { ...priced, problem: 'sold_out' }
  if (goods.kind === 'virtual' && onIos) return { ...priced, problem: 'not_on_ios' }
  return { ...priced, problem: goods.orderHours && !goods.orderHours.open ? 'past_cutoff' : null }
}

/** No more than there is; the stored quantity stays, in case more comes. */
export function quantityToBuy({ quantity, available }: CartLineView): number {
  return available === null ? quantity : Math.min(quantity, available)
}
