import type { Activity } from '../../domain/group/activity'
import type { Group } from '../../domain/group/group'
import type { Product } from '../../domain/product/product'
import type { PurchaseRequest } from '../../domain/order/purchase'
import type { QuoteView } from '../../contract/views'
import type { Purchase } from '../../domain/order/purchase'
import type { Ports } from '../../ports'
import { shownStock } from '../views/goods-view'

export interface LoadedPurchase {
  readonly product: Product | undefined
  readonly activity: Activity | undefined
  readonly group: Group | undefined
}

/** What a purchase is decided on: the product, and the activity or the group whose terms apply. At most two round trips at once. */
export async function loadPurchase({ store }: Ports, request: PurchaseRequest): Promise<LoadedPurchase> {
  const [product, activity, group] = await Promise.all([
    store.get('products', request.productId),
    // An activity carries its product's id, so that both load side by side.
    request.kind === 'open' ? store.get('activities', activityIdOf(request.productId)) : undefined,
    request.kind === 'join' && request.groupId ? store.get('groups', request.groupId) : undefined,
  ])
  return { product, activity, group }
}

/** A product has at most one group-buy activity at a time; its id follows from the product's. */
export function activityIdOf(productId: string): string {
  return `a-${productId}`
}

export function quoteView(request: PurchaseRequest, purchase: Purchase, loaded: LoadedPurchase, available: number): QuoteView {
  const { activity, group } = loaded
  return {
    kind: request.kind,
    line: purchase.line,
    priceLines: purchase.quote.lines,
    payableFen: purchase.quote.payableFen,
    quoteKey: purchase.quote.key,
    quantityLimit: purchase.quantityLimit,
    available: shownStock(available),
    group: group
      ? { size: group.terms.size, missing: group.terms.size - group.paid, deadlineAt: group.deadlineAt }
      : activity ? { size: activity.size, missing: activity.size, deadlineAt: 0 } : null,
  }
}
