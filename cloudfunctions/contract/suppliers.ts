import * as v from 'valibot'
import { cursor, day, id, openid, orderId, supplierId, text, trackingNo, whole } from './fields'
import { procedure } from './procedure'
import type { AddressView, GoodsCardView, Page } from './views'
import type { StatementView, SupplierOrderView, SupplierView } from './supplier-views'

const period = { from: day, to: day, cursor }

/** Who sends goods in the shop's name, as the merchant sets it up (X9, S55). */
export const supplierAdminProcedures = {
  'supplier.list': procedure<{ suppliers: readonly SupplierView[] }>()({ caller: 'merchant', input: v.strictObject({}) }),
  /** Saving again under the same id replaces what was there; whoever is no longer among the staff has lost the role with the next call. */
  'supplier.save': procedure<SupplierView>()({
    caller: 'merchant',
    input: v.strictObject({
      supplierId: v.pipe(supplierId, v.nonEmpty()),
      name: text(20),
      /** Of what was paid for its goods. */
      sharePercent: whole(0, 100),
      staff: v.pipe(v.array(openid), v.maxLength(20), v.check(list => new Set(list).size === list.length)),
    }),
    refusals: ['staff_of_another_supplier', 'too_many_suppliers'],
  }),
  /** What a supplier has earned, by Shanghai day. */
  'supplier.report': procedure<StatementView>()({
    caller: 'merchant',
    input: v.strictObject({ supplierId: id, ...period }),
    refusals: ['period_invalid'],
  }),
}

/** What a supplier's staff may do: see and send its own part of orders, and nothing else of them (X9). */
export const supplierProcedures = {
  'supplier.orders': procedure<Page<SupplierOrderView>>()({
    caller: 'supplier',
    input: v.strictObject({ tab: v.picklist(['waiting', 'to_ship', 'sent']), cursor }),
  }),
  /** Where to send an order to; lists show it masked (S12). */
  'supplier.address': procedure<AddressView>()({ caller: 'supplier', input: v.strictObject({ orderId }), refusals: ['order_not_found', 'order_not_shippable'] }),
  'supplier.ship': procedure<SupplierOrderView>()({
    caller: 'supplier',
    /** `packedAsAsked`: the sender says that each line is packed as it asks (S81). */
    input: v.strictObject({ orderId, company: text(32), trackingNo, packedAsAsked: v.optional(v.boolean(), false) }),
    refusals: ['order_not_found', 'order_not_shippable', 'packaging_unconfirmed'],
  }),
  'supplier.goods': procedure<Page<GoodsCardView>>()({ caller: 'supplier', input: v.strictObject({ cursor }) }),
  'supplier.statement': procedure<StatementView>()({
    caller: 'supplier',
    input: v.strictObject(period),
    refusals: ['period_invalid'],
  }),
}
