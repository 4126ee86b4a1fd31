import { adminProcedures, type AdminProcedures } from './admin'
import { shopProcedures, type ShopProcedures } from './shop'

export * from './procedure'
export type * from './coupon-views'
export type * from './goods-desk'
export type * from './blocks'
export type * from './deposits'
export type { InspectionVerdictView, InspectionView, RestrictionsView } from './oversight'
export type * from './payees'
export type * from './risk-views'
export type * from './rule-views'
export type * from './settlement-views'
export type * from './invoices'
export type * from './payment-methods'
export type * from './privacy'
export type * from './retention'
export type * from './views'
export type * from './after-sales'
export type * from './catalogue'
export type * from './codes'
export type { AdminTransferView, CommissionTermsView, CommissionView, TransferView } from './commission'
export type * from './vouchers'
export type * from './group-views'
export type * from './supplier-views'
export type * from './wallet-views'
export type { WorkItemView, WorkKindView, WorkWayView } from './work'

/** The client-callable functions and their procedures. */
export const contract = { shop: shopProcedures, admin: adminProcedures }

export interface Contract { shop: ShopProcedures; admin: AdminProcedures }
export type FunctionName = keyof Contract
export type { AdminProcedures, ShopProcedures }
export { adminProcedures, shopProcedures }
