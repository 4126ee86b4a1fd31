import * as v from 'valibot'
import { cursor, id, instant, keyId, orderId, picture, priceFen, skuId, someOf, supplierId, text, trackingNo, whole } from './fields'
import { afterSalesAdminProcedures } from './after-sales'
import { blockAdminProcedures } from './blocks'
import { catalogueAdminProcedures } from './catalogue'
import { codeAdminProcedures } from './codes'
import { commissionAdminProcedures } from './commission'
import { couponAdminProcedures } from './coupons'
import { adminInvoiceProcedures } from './invoices'
import { depositProcedures } from './deposits'
import { deskProcedures } from './goods-desk'
import { groupAdminProcedures } from './groups'
import { oversightProcedures } from './oversight'
import { paymentProcedures } from './payment-methods'
import { payeeProcedures } from './payees'
import { procedure } from './procedure'
import { retentionProcedures } from './retention'
import { riskAdminProcedures } from './risk'
import { ruleProcedures } from './rules'
import { settlementProcedures } from './settlement'
import { supplierAdminProcedures, supplierProcedures } from './suppliers'
import { voucherAdminProcedures } from './vouchers'
import type { AddressView, AdminOrderView, AdminRefundView, Page } from './views'
import { membershipProcedures } from './wallet'
import { workProcedures } from './work'

/** Refund ids are order ids with a suffix. */
const refundId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{6,32}$/))

const templateId = v.optional(v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,64}$/)))

const orderProcedures = {
  'order.list': procedure<Page<AdminOrderView>>()({
    caller: 'merchant',
    input: v.strictObject({ tab: v.picklist(['to_ship', 'shipped', 'ready', 'received', 'grouping', 'closed']), cursor }),
  }),
  /** Where to send an order to; lists show it masked. Each look is noted (S12). */
  'order.address': procedure<AddressView>()({ caller: 'merchant', input: v.strictObject({ orderId }), refusals: ['order_not_found', 'order_not_shippable'] }),
  /** Marks what one sender sends of an order as handed to the carrier (X9); with the last of it the shipping info goes up to WeChat (X8). */
  'order.ship': procedure<AdminOrderView>()({
    caller: 'merchant',
    input: v.strictObject({
      orderId,
      supplierId,
      company: text(32),
      trackingNo,
      /** Whoever packs says that each line is packed as it asks (S81). */
      packedAsAsked: v.optional(v.boolean(), false),
    }),
    refusals: ['order_not_found', 'order_not_shippable', 'packaging_unconfirmed'],
  }),
  /** Another waybill for a parcel that has left; of what WeChat has taken exactly one correction is allowed (X8). */
  'order.correctParcel': procedure<AdminOrderView>()({
    caller: 'merchant',
    input: v.strictObject({ orderId, supplierId, company: text(32), trackingNo, requestId: keyId }),
    refusals: ['order_not_found', 'order_not_shippable', 'shipping_info_pending', 'shipping_already_corrected', 'request_id_taken'],
  }),
  /** Refunds WeChat could not return to where the money came from. */
  'refund.listAbnormal': procedure<Page<AdminRefundView>>()({ caller: 'merchant', input: v.strictObject({ cursor }) }),
  /** Sends an abnormal refund on to a bank card of the shopper, or asks WeChat again after handling it in the merchant portal. */
  'refund.retry': procedure<AdminRefundView>()({
    caller: 'merchant',
    input: v.strictObject({
      refundId,
      to: v.variant('kind', [
        v.strictObject({ kind: v.literal('ask_again') }),
        v.strictObject({ kind: v.literal('bank_card'), bankType: v.pipe(v.string(), v.regex(/^[A-Z_]{3,32}$/)), account: v.pipe(v.string(), v.regex(/^\d{12,19}$/)), name: text(30) }),
      ]),
    }),
    refusals: ['refund_not_found', 'refund_not_abnormal', 'refund_rejected', 'payment_unavailable'],
  }),
}

const minuteOfDay = whole(0, 1440)

const detailBlock = v.variant('kind', [
  v.strictObject({ kind: v.literal('text'), text: text(1000) }),
  v.strictObject({ kind: v.literal('image'), image: picture }),
  v.strictObject({ kind: v.literal('video'), video: picture, poster: picture }),
  v.strictObject({ kind: v.literal('table'), rows: v.pipe(v.array(v.strictObject({ name: text(20), value: text(100) })), v.minLength(1), v.maxLength(30)) }),
])

const serviceTerms = v.strictObject({
  uses: whole(1, 40),
  validFrom: instant,
  validUntil: instant,
  refundSteps: v.pipe(v.array(v.strictObject({ beforeMs: whole(0, 365 * 86_400_000), percent: whole(1, 100) })), v.maxLength(10)),
  changeBeforeMs: v.optional(v.nullable(whole(0, 365 * 86_400_000)), null),
})

/** Setting up the shop. Saving again under the same id replaces what was there; stock is never part of it. */
const catalogProcedures = {
  'goods.save': procedure<{ productId: string }>()({
    caller: 'merchant',
    input: v.strictObject({
      productId: id,
      kind: v.picklist(['physical', 'service', 'virtual']),
      title: text(60),
      subtitle: text(80),
      cover: picture,
      /** Of the cover, as its upload answered; null when it was uploaded before (S37). */
      coverSize: v.optional(v.nullable(v.strictObject({ width: whole(1, 100_000), height: whole(1, 100_000) })), null),
      gallery: v.pipe(v.array(picture), v.minLength(1), v.maxLength(9)),
      categoryId: id,
      axes: v.pipe(v.array(v.strictObject({ name: text(10), values: v.pipe(v.array(text(20)), v.minLength(1), v.maxLength(20)) })), v.maxLength(3)),
      skus: v.pipe(v.array(v.strictObject({
        skuId,
        values: v.pipe(v.array(text(20)), v.maxLength(3)),
        priceAloneFen: priceFen,
        priceGroupFen: priceFen,
        image: v.nullable(picture),
        weightGram: whole(0, 1_000_000),
        volumeCm3: whole(0, 100_000_000),
        returnPolicy: v.picklist(['seven_days', 'none']),
      })), v.minLength(1), v.maxLength(100)),
      detail: v.pipe(v.array(detailBlock), v.maxLength(50)),
      /** Empty for the shop's own goods. */
      supplierId,
      freightTemplateId: v.nullable(id),
      cold: v.boolean(),
      packaging: v.pipe(v.string(), v.trim(), v.maxLength(60)),
      orderHours: v.nullable(v.pipe(v.strictObject({ fromMinute: minuteOfDay, cutoffMinute: minuteOfDay }), v.check(hours => hours.fromMinute < hours.cutoffMinute))),
      service: v.nullable(serviceTerms),
      onSale: v.boolean(),
      rank: whole(0, 1_000_000),
    }),
    refusals: ['sku_matrix_invalid', 'group_price_above_alone', 'service_terms_invalid', 'freight_template_not_found', 'supplier_not_found', 'cold_needs_carrier', 'picture_too_small', 'goods_kind_fixed', 'sku_taken'],
  }),
  /** Adds pieces to a SKU's stock, or writes some off with a negative number; that of card codes is their number alone (S45). The id makes a repeated call harmless. */
  'stock.adjust': procedure<{ available: number }>()({
    caller: 'merchant',
    input: v.strictObject({ adjustmentId: id, skuId, productId: id, pieces: whole(-1_000_000, 1_000_000) }),
    refusals: ['sku_not_found', 'stock_too_low', 'stock_is_codes'],
  }),
  'activity.save': procedure<{ activityId: string }>()({
    caller: 'merchant',
    input: v.strictObject({
      productId: id,
      size: whole(2, 100),
      /** Fewer than `size` for groups whose price follows a ladder: they form with so many when their time is over. */
      formAt: whole(2, 100),
      presale: v.boolean(),
      durationMs: whole(5 * 60_000, 30 * 86_400_000),
      leaseMs: whole(3 * 60_000, 60 * 60_000),
      perShopperLimit: whole(1, 1000),
      quantityLimit: whole(1, 999),
      startsAt: instant,
      endsAt: instant,
    }),
    refusals: ['goods_not_found', 'period_invalid', 'form_at_above_size', 'form_at_needs_ladder'],
  }),
  'home.save': procedure<{ saved: true }>()({
    caller: 'merchant',
    input: v.strictObject({
      shopName: text(20),
      banners: v.pipe(v.array(v.strictObject({ image: picture, title: text(30), path: v.pipe(v.string(), v.regex(/^\/[0-9A-Za-z_/?=&-]{1,200}$/)) })), v.maxLength(10)),
      categories: v.pipe(v.array(v.strictObject({ categoryId: id, name: text(8), icon: picture })), v.maxLength(20)),
      messageTemplates: someOf({ group_formed: templateId, group_failed: templateId, refund_succeeded: templateId, order_shipped: templateId }),
    }),
  }),
}

/** What merchants, suppliers and those who oversee the shop call from their pages: cloud function `admin`. */
export const adminProcedures = {
  ...orderProcedures, ...workProcedures, ...catalogProcedures, ...deskProcedures, ...ruleProcedures, ...couponAdminProcedures, ...membershipProcedures, ...adminInvoiceProcedures,
  ...groupAdminProcedures, ...supplierAdminProcedures, ...supplierProcedures, ...settlementProcedures,
  ...afterSalesAdminProcedures, ...catalogueAdminProcedures, ...codeAdminProcedures, ...voucherAdminProcedures, ...riskAdminProcedures, ...depositProcedures, ...blockAdminProcedures,
  ...commissionAdminProcedures,
  ...payeeProcedures, ...retentionProcedures, ...paymentProcedures, ...oversightProcedures,
}

export type AdminProcedures = typeof adminProcedures
