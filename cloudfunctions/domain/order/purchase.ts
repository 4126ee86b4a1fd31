import { type Decision, accept, refuse } from '../kernel/decision'
import { subtractFen, ZERO_FEN, type Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import { minuteOfDay } from '../kernel/day'
import { type Activity, activityState } from '../group/activity'
import { type Group, groupStateAt, liveSeat } from '../group/group'
import { MAX_CODES_AN_ORDER } from '../code/card-code'
import { MAX_VOUCHERS_AN_ORDER } from '../voucher/voucher'
import { isUsable, type HeldCoupon } from '../member/coupon'
import { isNewShopper, type Member } from '../member/member'
import { NO_RESTRICTIONS, whyRestricted } from '../oversight/restriction'
import type { CartLine } from '../pricing/cart'
import type { Region } from '../pricing/freight'
import { minFen } from '../pricing/arithmetic'
import { quote, type Quote } from '../pricing/quote'
import { flashPoolId } from '../pricing/rules/flash-price'
import { ladderFor, rulesOfNewGroup } from '../pricing/rules/size-ladder'
import type { Rule } from '../pricing/rules/table'
import { findSku, type GoodsKind, type Offer, offerOf, type Product, type Sku } from '../product/product'
import { ALL_METHODS } from '../shop/payment-methods'
import { GROUP_PRICE, levelOf, type ShopSetup } from '../shop/setup'
import type { OrderLine, PriceLine } from './order'

/** What a shopper asks to buy, and with what of their own they want to pay. */
export interface PurchaseRequest {
  readonly kind: 'alone' | 'open' | 'join'
  /** One line for a SKU; a group takes exactly one line. */
  readonly lines: readonly { readonly productId: string; readonly skuId: string; readonly quantity: number }[]
  readonly groupId: string | null
  readonly couponIds: readonly string[]
  readonly points: number
  readonly useBalance: boolean
  readonly delivery: 'standard' | 'cold'
  readonly platform: 'ios' | 'android' | 'other'
}

export interface PurchaseFacts {
  /** The goods asked for that exist; not looked at for `join`. */
  readonly products: readonly Product[]
  /** The group to join, for `join`. */
  readonly group: Group | undefined
  readonly setup: ShopSetup
  readonly member: Member
  /** What is left of limited flash prices, by pool (X1). */
  readonly flashLeft?: Readonly<Record<string, number>>
}

export type PurchaseRefusal =
  | 'goods_not_found' | 'goods_off_sale' | 'sku_not_found' | 'activity_not_running' | 'over_quantity_limit' | 'mixed_goods'
  | 'group_not_found' | 'group_full' | 'group_over' | 'already_in_group' | 'group_of_other_goods'
  | 'not_sold_on_ios' | 'cold_delivery_required' | 'past_cutoff' | 'coupon_not_usable' | 'service_over' | 'method_off'
  | 'shop_restricted' | 'goods_restricted'

export interface Purchase {
  readonly goods: GoodsKind
  readonly lines: readonly OrderLine[]
  readonly priceLines: readonly PriceLine[]
  readonly quote: Quote
  /** Those of the chosen that count; a coupon that takes nothing off is not used up. */
  readonly coupons: readonly HeldCoupon[]
  /** Pools of limited flash prices that the lines are sold from, with their pieces (X1). */
  readonly pools: readonly { readonly stockId: string; readonly quantity: number }[]
  /** Of the payable, what the balance pays; WeChat Pay the rest. */
  readonly balanceFen: Fen
  readonly wechatFen: Fen
  readonly quantityLimit: number
  readonly presale: boolean
  /** Whether something is taken off for first orders alone, so that this must be one where it is placed. */
  readonly firstOrder: boolean
  /** Names everything the shopper agrees to, how it is paid included. */
  readonly key: string
}

interface Terms {
  readonly offers: readonly Offer[]
  readonly rules: readonly Rule[]
  readonly headCount: number
  readonly quantityLimit: number
  readonly presale: boolean
}

/** No activity limits an order bought alone below this. */
export const ALONE_QUANTITY_LIMIT = 99

/**
 * Whether these goods can be bought this way at this instant, and at which price (S2, S11, S13, S41, S42). Prices, balances and the clock are the
 * server's; stock, seats and the shopper's limits are decided where they are taken. Without a region the freight is not known yet.
 */
export function decidePurchase(request: PurchaseRequest, facts: PurchaseFacts, region: Region | null, openid: string, now: Instant): Decision<Purchase, PurchaseRefusal> {
  const restricted = whyRestricted(facts.setup.restrictions ?? NO_RESTRICTIONS, request.lines.map(line => line.productId))
  if (restricted) return refuse(restricted)
  const terms = termsOf(request, facts, openid, now)
  if (!terms.ok) return terms
  const chosen = chooseLines(request, terms.value, now)
  if (!chosen.ok) return chosen
  const coupons = request.couponIds.map(id => facts.member.coupons[id])
  if (!coupons.every(coupon => coupon !== undefined && isUsable(coupon, now))) return refuse('coupon_not_usable')
  const held = coupons as readonly HeldCoupon[]

  const { setup, member } = facts
  const methods = setup.methods ?? ALL_METHODS
  if ((request.useBalance && !methods.balance) || (request.points > 0 && !methods.points)) return refuse('method_off')
  const quoted = quote({
    lines: chosen.value.map(one => cartLine(one, request.kind, terms.value.headCount)),
    shopper: { level: levelOf(setup.levels, member.growth), isNew: isNewShopper(member), pointsBalance: member.points },
    rules: terms.value.rules,
    coupons: held.map(coupon => coupon.rule),
    pointsToSpend: request.points,
    delivery: region && { region, templates: setup.freightTemplates, cold: request.delivery === 'cold' },
    ...(facts.flashLeft && { flashLeft: facts.flashLeft }),
    now,
  })
  const balanceFen = request.useBalance ? minFen(member.balanceFen, quoted.payableFen) : ZERO_FEN
  return accept({
    goods: chosen.value[0]?.offer.kind ?? 'physical',
    lines: chosen.value.map(one => orderLine(one, quoted, setup)),
    priceLines: explain(quoted),
    quote: quoted,
    coupons: held.filter(coupon => quoted.applied.some(one => one.ruleId === coupon.rule.id)),
    pools: poolsOf(quoted, terms.value.rules),
    balanceFen,
    wechatFen: subtractFen(quoted.payableFen, balanceFen),
    quantityLimit: terms.value.quantityLimit,
    presale: terms.value.presale,
    firstOrder: [...terms.value.rules, ...held.map(coupon => coupon.rule)].some(rule => rule.newShoppersOnly && quoted.applied.some(one => one.ruleId === rule.id)),
    key: `${quoted.key}|balance=${balanceFen}`,
  })
}

/** Where the pieces of lines at a limited flash price come from. */
function poolsOf({ lines }: Quote, rules: readonly Rule[]): Purchase['pools'] {
  return lines.flatMap(({ skuId, quantity, discounts }) => {
    const sold = rules.find(rule => rule.kind === 'flash_price' && rule.prices.some(price => price.skuId === skuId && price.limit) && discounts.some(one => one.ruleId === rule.id))
    return sold ? [{ stockId: flashPoolId(sold.id, skuId), quantity }] : []
  })
}

interface Chosen { readonly offer: Offer; readonly sku: Sku; readonly quantity: number }

function chooseLines(request: PurchaseRequest, { offers, quantityLimit }: Terms, now: Instant): Decision<readonly Chosen[], PurchaseRefusal> {
  const chosen: Chosen[] = []
  for (const { productId, skuId, quantity } of request.lines) {
    const offer = offers.find(one => one.id === productId)
    if (!offer) return refuse('goods_not_found')
    const sku = findSku(offer, skuId)
    if (!sku) return refuse('sku_not_found')
    if (quantity > Math.min(quantityLimit, piecesHandedOver(offer))) return refuse('over_quantity_limit')
    if (offer.service && now >= offer.service.validUntil) return refuse('service_over')
    if (offer.kind === 'virtual' && request.platform === 'ios') return refuse('not_sold_on_ios')
    if (offer.cold && request.delivery !== 'cold') return refuse('cold_delivery_required')
    if (!takesOrders(offer, now)) return refuse('past_cutoff')
    chosen.push({ offer, sku, quantity })
  }
  // Services and codes are bought one at a time: each is delivered in its own way.
  const kinds = new Set(chosen.map(one => one.offer.kind))
  if (kinds.size > 1 || (chosen.length > 1 && !kinds.has('physical'))) return refuse('mixed_goods')
  return accept(chosen)
}

/** Pieces whose codes or vouchers one order can be handed at once. */
function piecesHandedOver({ kind, service }: Offer): number {
  if (kind === 'virtual') return MAX_CODES_AN_ORDER
  return service ? Math.floor(MAX_VOUCHERS_AN_ORDER / service.uses) : Infinity
}

/** Whether orders for these goods are taken at this instant: up to, and not including, the cutoff (S42). */
export function takesOrders({ orderHours }: Pick<Offer, 'orderHours'>, now: Instant): boolean {
  if (!orderHours) return true
  const minute = minuteOfDay(now)
  return minute >= orderHours.fromMinute && minute < orderHours.cutoffMinute
}

function termsOf(request: PurchaseRequest, { products, group, setup }: PurchaseFacts, openid: string, now: Instant): Decision<Terms, PurchaseRefusal> {
  if (request.kind === 'join') {
    if (!group) return refuse('group_not_found')
    if (request.lines.some(line => line.productId !== group.productId)) return refuse('group_of_other_goods')
    const seat = decideSeat(group, openid, now)
    if (!seat.ok) return seat
    const { ladder, quantityLimit, presale } = group.terms
    const rules = setup.rules.filter(rule => rule.kind !== 'size_ladder')
    return accept({ offers: [group.offer], rules: [GROUP_PRICE, ...rules, ...(ladder ? [ladder] : [])], headCount: group.paid + 1, quantityLimit, presale })
  }
  for (const { productId } of request.lines) {
    const product = products.find(one => one.id === productId)
    if (!product) return refuse('goods_not_found')
    if (product.state !== 'on_sale') return refuse('goods_off_sale')
  }
  const alone = { offers: products.map(offerOf), rules: [GROUP_PRICE, ...setup.rules], headCount: 1 }
  if (request.kind === 'alone') return accept({ ...alone, quantityLimit: ALONE_QUANTITY_LIMIT, presale: false })
  const [product] = products.filter(one => one.id === request.lines[0]?.productId)
  const activity = product?.activity
  if (!activity || activityState(activity, now) !== 'running') return refuse('activity_not_running')
  const rules = rulesOfNewGroup(alone.rules, ladderFor(setup.rules, product, now), now)
  return accept({ ...alone, rules, quantityLimit: activity.quantityLimit, presale: activity.presale })
}

/** The activity a group would be opened under. */
export function activityOf(request: Pick<PurchaseRequest, 'lines'>, products: readonly Product[]): Activity | undefined {
  return products.find(one => one.id === request.lines[0]?.productId)?.activity
}

function cartLine({ offer, sku, quantity }: Chosen, kind: PurchaseRequest['kind'], headCount: number): CartLine {
  return {
    lineId: sku.skuId, productId: offer.id, skuId: sku.skuId, categoryId: offer.categoryId, supplierId: offer.supplierId, quantity,
    listPriceFen: sku.priceAloneFen, groupPriceFen: kind === 'alone' ? null : sku.priceGroupFen, weightGram: sku.weightGram, volumeCm3: sku.volumeCm3,
    freightTemplateId: offer.kind === 'physical' ? offer.freightTemplateId : null, mode: kind === 'alone' ? 'alone' : 'group', headCount,
  }
}

function orderLine({ offer, sku }: Chosen, quoted: Quote, { suppliers }: ShopSetup): OrderLine {
  const line = quoted.lines.find(one => one.lineId === sku.skuId)
  if (!line) throw new Error('a quote lost a line')
  const { lineId, quantity, listPriceFen, unitPriceFen, pricedFen, paidFen, points, pointsFen, discounts } = line
  const supplier = suppliers.find(one => one.supplierId === offer.supplierId)
  return {
    productId: offer.id, skuId: sku.skuId, title: offer.title, specText: sku.values.join(' '), cover: sku.image ?? offer.cover,
    quantity, listPriceFen, unitPriceFen, amountFen: paidFen, discounts,
    supplierId: offer.supplierId, sharePercent: supplier?.sharePercent ?? 0, ...(supplier && { supplierName: supplier.name }),
    returnPolicy: sku.returnPolicy, noReturnAgreed: false, packaging: offer.packaging, service: offer.service,
    left: { lineId, quantity, listPriceFen, pricedFen, paidFen, points, pointsFen },
  }
}

/** Goods at list price, every rule that took something off with its sentence, freight; adds up to the payable (S19, S22). */
function explain({ goodsFen, applied, freightFen, freightSay }: Quote): PriceLine[] {
  const discounts = applied.filter(one => one.amountFen !== 0).map((one): PriceLine => ({ kind: 'discount', amountFen: one.amountFen, say: one.say }))
  return [{ kind: 'goods', amountFen: goodsFen }, ...discounts, { kind: 'freight', amountFen: freightFen, ...(freightSay && { say: freightSay }) }]
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
