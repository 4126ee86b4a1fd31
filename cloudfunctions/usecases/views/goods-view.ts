import type { Activity } from '../../domain/group/activity'
import { activityState } from '../../domain/group/activity'
import { type Group, missingPeople } from '../../domain/group/group'
import { priceNowFen } from '../../domain/group/price-now'
import { takesOrders } from '../../domain/order/purchase'
import { ladderFor, rungsOf } from '../../domain/pricing/rules/size-ladder'
import type { Product } from '../../domain/product/product'
import type { ShopSetup } from '../../domain/shop/setup'
import type { Stock } from '../../domain/stock/stock'
import { priceSteps } from './price-steps'
import type { ActivityView, FlashView, GoodsCardView, GoodsView, GroupRowView } from '../../contract/views'

/** Shown stock stops here: how much lies in the store is nobody's business. */
const SHOWN_STOCK = 999

export function goodsCard(product: Product): GoodsCardView {
  return {
    productId: product.id,
    title: product.title,
    cover: product.cover,
    priceAloneFen: product.fromAloneFen,
    priceGroupFen: product.fromGroupFen,
    groupSize: product.groupSize,
    soldCount: product.soldCount,
  }
}

export function goodsView(product: Product, setup: ShopSetup, stocks: readonly Stock[], groups: readonly Group[], flash: FlashView | null, now: number): GoodsView {
  const { activity, orderHours, service } = product
  const ladder = activity && ladderFor(setup.rules, product, now)
  const available = new Map(stocks.map(stock => [stock.id, stock.available]))
  return {
    ...goodsCard(product),
    subtitle: product.subtitle,
    gallery: product.gallery,
    axes: product.axes,
    skus: product.skus.map(sku => ({
      skuId: sku.skuId,
      values: sku.values,
      image: sku.image ?? product.cover,
      priceAloneFen: sku.priceAloneFen,
      priceGroupFen: sku.priceGroupFen,
      available: shownStock(available.get(sku.skuId) ?? 0),
      returnPolicy: sku.returnPolicy,
    })),
    detail: product.detail,
    kind: product.kind,
    cold: product.cold,
    packaging: product.packaging,
    orderHours: orderHours && { ...orderHours, open: takesOrders(product, now) },
    service,
    rungs: ladder ? rungsOf(ladder) : [],
    flash,
    priceSteps: priceSteps(setup.rules, product, now),
    onSale: product.state === 'on_sale',
    activity: activity ? activityView(activity, now) : null,
    openGroups: groups.map(groupRow),
  }
}

export function shownStock(available: number): number {
  return Math.max(0, Math.min(available, SHOWN_STOCK))
}

function activityView(activity: Activity, now: number): ActivityView {
  return {
    activityId: activity.id,
    size: activity.size,
    formAt: activity.formAt,
    durationMs: activity.durationMs,
    leaseMs: activity.leaseMs,
    perShopperLimit: activity.perShopperLimit,
    quantityLimit: activity.quantityLimit,
    startsAt: activity.startsAt,
    endsAt: activity.endsAt,
    presale: activity.presale,
    state: activityState(activity, now),
  }
}

export function groupRow(group: Group): GroupRowView {
  return {
    groupId: group.id,
    productId: group.productId,
    title: group.display.title,
    cover: group.display.cover,
    leader: { nickname: group.display.leaderNickname, avatar: group.display.leaderAvatar },
    size: group.terms.size,
    missing: missingPeople(group),
    deadlineAt: group.deadlineAt,
    priceGroupFen: priceNowFen(group),
  }
}
