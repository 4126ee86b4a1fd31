import { type Decision, accept, refuse } from '../kernel/decision'
import type { Instant } from '../kernel/instant'
import { type Activity, activityState } from '../group/activity'
import { type Group, groupStateAt, liveSeat } from '../group/group'
import { quoteSku, type SkuQuote } from '../pricing/quote-sku'
import { findSku, type Product, type Sku } from '../product/product'
import type { OrderLine } from './order'

/** What a shopper asks to buy. */
export interface PurchaseRequest {
  readonly kind: 'alone' | 'open' | 'join'
  readonly productId: string
  readonly skuId: string
  readonly quantity: number
  readonly groupId: string | null
}

export interface PurchaseFacts {
  readonly product: Product | undefined
  /** Of the product, for `open`. */
  readonly activity: Activity | undefined
  /** The group to join, for `join`. */
  readonly group: Group | undefined
}

export type PurchaseRefusal =
  | 'goods_not_found' | 'goods_off_sale' | 'sku_not_found' | 'activity_not_running' | 'over_quantity_limit'
  | 'group_not_found' | 'group_full' | 'group_over' | 'already_in_group' | 'group_of_other_goods'

export interface Purchase {
  readonly product: Product
  readonly sku: Sku
  readonly line: OrderLine
  readonly quote: SkuQuote
  readonly quantityLimit: number
}

/** No activity limits an order bought alone below this. */
export const ALONE_QUANTITY_LIMIT = 99

/**
 * Whether these goods can be bought this way at this instant, and at which price (S2). The price is the server's; stock, seats and the
 * shopper's limits are decided where they are taken.
 */
export function decidePurchase(request: PurchaseRequest, facts: PurchaseFacts, openid: string, now: Instant): Decision<Purchase, PurchaseRefusal> {
  const { product } = facts
  if (!product) return refuse('goods_not_found')
  if (product.state !== 'on_sale') return refuse('goods_off_sale')
  const sku = findSku(product, request.skuId)
  if (!sku) return refuse('sku_not_found')

  const terms = groupTerms(request, facts, openid, now)
  if (!terms.ok) return terms
  if (request.quantity > terms.value.quantityLimit) return refuse('over_quantity_limit')

  const quote = quoteSku(product, sku, request.quantity, request.kind !== 'alone')
  const line: OrderLine = {
    productId: product.id,
    skuId: sku.skuId,
    title: product.title,
    specText: sku.values.join(' '),
    cover: sku.image ?? product.cover,
    quantity: request.quantity,
    unitPriceFen: quote.unitPriceFen,
    amountFen: quote.payableFen,
  }
  return accept({ product, sku, line, quote, quantityLimit: terms.value.quantityLimit })
}

function groupTerms(request: PurchaseRequest, facts: PurchaseFacts, openid: string, now: Instant): Decision<{ quantityLimit: number }, PurchaseRefusal> {
  if (request.kind === 'alone') return accept({ quantityLimit: ALONE_QUANTITY_LIMIT })
  if (request.kind === 'open') {
    const { activity } = facts
    if (!activity || activity.productId !== request.productId || activityState(activity, now) !== 'running') return refuse('activity_not_running')
    return accept({ quantityLimit: activity.quantityLimit })
  }
  const { group } = facts
  if (!group) return refuse('group_not_found')
  if (group.productId !== request.productId) return refuse('group_of_other_goods')
  const seat = decideSeat(group, openid, now)
  return seat.ok ? accept({ quantityLimit: group.terms.quantityLimit }) : seat
}

/**
 * Whether a shopper may take a seat of this group now (S14): begun by its leader's payment, open, before its deadline, a seat free, none
 * taken by the shopper.
 */
export function decideSeat(group: Group, openid: string, now: Instant): Decision<Group, 'already_in_group' | 'group_over' | 'group_full'> {
  if (liveSeat(group, openid)) return refuse('already_in_group')
  if (groupStateAt(group, now) !== 'open' || !group.listed) return refuse('group_over')
  return group.free > 0 ? accept(group) : refuse('group_full')
}
