import * as v from 'valibot'
import { address, cursor, deliveryRegion, id, keyId, orderId, picture, quantity, shortCode, skuId, text, whole } from './fields'
import { afterSalesShopProcedures } from './after-sales'
import { blockShopProcedures } from './blocks'
import { catalogueShopProcedures } from './catalogue'
import { codeShopProcedures } from './codes'
import { commissionShopProcedures } from './commission'
import { couponShopProcedures } from './coupons'
import { invoiceProcedures } from './invoices'
import { privacyProcedures } from './privacy'
import { procedure } from './procedure'
import { riskShopProcedures } from './risk'
import { voucherShopProcedures } from './vouchers'
import type { GoodsCardView, GoodsView, GroupView, HomeView, MeView, OrderCardView, OrderView, Page, PayView, QuoteView, ShareView } from './views'
import { walletProcedures } from './wallet'

/** What is bought and how it is to be paid. Never a price: that is the server's. */
const purchase = {
  kind: v.picklist(['alone', 'open', 'join']),
  lines: v.pipe(
    v.array(v.strictObject({ productId: id, skuId, quantity })),
    v.minLength(1),
    v.maxLength(50),
    v.check(lines => new Set(lines.map(line => line.skuId)).size === lines.length),
  ),
  /** The group to join; only with `join`. */
  groupId: v.nullable(id),
  couponIds: v.pipe(v.array(keyId), v.maxLength(3), v.check(ids => new Set(ids).size === ids.length)),
  /** How many points to spend at most. */
  points: whole(0, 10_000_000),
  useBalance: v.boolean(),
  delivery: v.picklist(['standard', 'cold']),
  /** What the phone says it is; card codes are not sold on iOS (S11). */
  platform: v.picklist(['ios', 'android', 'other']),
}

/** A group is about one SKU. */
function oneLineInGroups({ kind, lines }: { kind: 'alone' | 'open' | 'join'; lines: readonly unknown[] }): boolean {
  return kind === 'alone' || lines.length === 1
}

/** Why something cannot be bought as asked. */
export const PURCHASE_REFUSALS = [
  'goods_not_found', 'goods_off_sale', 'sku_not_found', 'sold_out', 'activity_not_running', 'over_quantity_limit', 'over_shopper_limit',
  'group_not_found', 'group_full', 'group_over', 'already_in_group', 'group_of_other_goods',
  'mixed_goods', 'not_sold_on_ios', 'cold_delivery_required', 'past_cutoff', 'coupon_not_usable',
  'service_over', 'method_off', 'shop_restricted', 'goods_restricted',
] as const

/** What shoppers call: cloud function `shop`. */
export const shopProcedures = {
  ...afterSalesShopProcedures,
  ...catalogueShopProcedures,
  ...codeShopProcedures,
  ...voucherShopProcedures,
  ...couponShopProcedures,
  ...riskShopProcedures,
  ...blockShopProcedures,
  /** Opening the mini-program: records where the visitor came from (S1) and makes the member. */
  'session.start': procedure<{ me: MeView; landing: { groupId: string } | null }>()({
    caller: 'shopper',
    input: v.strictObject({
      source: v.picklist(['share', 'qr', 'search', 'direct']),
      code: v.nullable(shortCode),
      path: v.pipe(v.string(), v.maxLength(200)),
    }),
  }),
  'home.get': procedure<HomeView>()({ caller: 'shopper', input: v.strictObject({}), refusals: ['reads_blocked'] }),
  'goods.list': procedure<Page<GoodsCardView>>()({
    caller: 'shopper',
    input: v.strictObject({ categoryId: v.nullable(id), keyword: v.nullable(text(40)), cursor }),
    /** Of somebody who reads more than a person does; the detail says until when, and what to appeal against (S77). */
    refusals: ['reads_blocked'],
  }),
  'goods.get': procedure<GoodsView>()({
    caller: 'shopper',
    input: v.strictObject({ productId: id }),
    refusals: ['goods_not_found', 'reads_blocked'],
  }),
  'group.get': procedure<GroupView>()({
    caller: 'shopper',
    input: v.strictObject({ groupId: id }),
    refusals: ['group_not_found', 'reads_blocked'],
  }),
  /** A short code for this caller's share of a group; the same one every time. */
  'share.create': procedure<ShareView>()({
    caller: 'shopper',
    input: v.strictObject({ groupId: id }),
    refusals: ['group_not_found'],
  }),
  /** The picture of the mini-program code for a short code, base64 PNG. */
  'share.code': procedure<{ image: string }>()({
    caller: 'shopper',
    input: v.strictObject({ code: shortCode }),
    refusals: ['code_not_found', 'code_unavailable'],
  }),
  /** What the order would cost now, every rule explained. Freight is known once the region is. */
  'cart.quote': procedure<QuoteView>()({
    caller: 'shopper',
    input: v.pipe(v.strictObject({ ...purchase, region: v.nullable(deliveryRegion) }), v.check(input => oneLineInGroups(input))),
    refusals: PURCHASE_REFUSALS,
  }),
  /** Places the order under the id the phone made; seat and stock are held from here on. */
  'order.place': procedure<OrderView>()({
    caller: 'shopper',
    consent: 'known',
    input: v.pipe(v.strictObject({
      orderId,
      ...purchase,
      /** Null for goods nobody carries. */
      address: v.nullable(address),
      /** SKUs whose goods the shopper agrees not to send back (S88). */
      agreed: v.pipe(v.array(skuId), v.maxLength(50)),
      quoteKey: v.pipe(v.string(), v.maxLength(300)),
    }), v.check(input => oneLineInGroups(input))),
    refusals: [
      ...PURCHASE_REFUSALS, 'too_many_unpaid', 'orders_too_fast', 'first_order_only', 'flash_sold_out', 'flash_already_held', 'quote_changed', 'order_id_taken', 'order_expired', 'funds_too_low',
      'address_missing', 'not_deliverable', 'no_return_not_agreed', 'consent_needed',
    ],
  }),
  /** Parameters for `wx.requestPayment`; calling again gives fresh ones for the same WeChat order. What balance, points and coupons cover alone is paid at once. */
  'order.pay': procedure<PayView>()({
    caller: 'shopper',
    input: v.strictObject({ orderId }),
    refusals: ['order_not_found', 'order_not_payable', 'already_paid', 'payment_unavailable'],
  }),
  /** Asks WeChat what became of the payment and answers the order as it then is. The phone's own result proves nothing. */
  'order.sync': procedure<OrderView>()({
    caller: 'shopper',
    input: v.strictObject({ orderId }),
    refusals: ['order_not_found'],
  }),
  'order.cancel': procedure<OrderView>()({
    caller: 'shopper',
    input: v.strictObject({ orderId }),
    refusals: ['order_not_found', 'order_not_cancellable', 'already_paid', 'payment_unavailable'],
  }),
  'order.get': procedure<OrderView>()({
    caller: 'shopper',
    input: v.strictObject({ orderId }),
    refusals: ['order_not_found'],
  }),
  'order.list': procedure<Page<OrderCardView>>()({
    caller: 'shopper',
    input: v.strictObject({ tab: v.picklist(['all', 'to_pay', 'grouping', 'to_receive', 'done']), cursor }),
  }),
  'order.confirmReceipt': procedure<OrderView>()({
    caller: 'shopper',
    input: v.strictObject({ orderId }),
    refusals: ['order_not_found', 'order_not_receivable'],
  }),
  'me.get': procedure<MeView>()({ caller: 'shopper', input: v.strictObject({}) }),
  'me.update': procedure<MeView>()({
    caller: 'shopper',
    consent: 'asked',
    input: v.strictObject({ nickname: text(20), avatar: picture }),
    refusals: ['text_rejected', 'consent_needed'],
  }),
  /** The shopper allowed one message each of these kinds (S35). */
  'message.allow': procedure<{ allowed: number }>()({
    caller: 'shopper',
    input: v.strictObject({ keys: v.pipe(v.array(v.picklist(['group_formed', 'group_failed', 'refund_succeeded', 'order_shipped'])), v.maxLength(3)) }),
  }),
  ...privacyProcedures,
  ...walletProcedures,
  ...commissionShopProcedures,
  ...invoiceProcedures,
}

export type ShopProcedures = typeof shopProcedures
