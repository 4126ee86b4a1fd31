import type { Purchase } from '@/services/types'

type OnePurchase = Pick<Purchase, 'kind' | 'groupId'> & Purchase['lines'][number]

/** Addresses of the app's pages. */
export const routes = {
  home: '/pages/home/index',
  category: '/pages/category/index',
  cart: '/pages/cart/index',
  orders: '/pages/orders/index',
  adminOrders: '/pages-admin/orders/index',
  adminRefunds: '/pages-admin/refunds/index',
  deskWork: '/pages-admin/work/index',
  deskSettlement: '/pages-admin/settlement/index',
  deskSettlementDay: (day: string) => `/pages-admin/settlement-day/index?day=${day}`,
  deskReturns: '/pages-admin/returns/index',
  deskRedeem: '/pages-admin/redeem/index',
  coupons: '/pages-member/coupons/index',
  couponCentre: '/pages-member/centre/index',
  points: '/pages-member/points/index',
  balance: '/pages-member/balance/index',
  invoices: '/pages-member/invoices/index',
  privacy: '/pages-member/privacy/index',
  invoiceOf: (orderId: string) => `/pages-member/invoices/index?orderId=${orderId}`,
  deskGoods: '/pages-admin/goods/index',
  deskGoodsForm: (productId: string) => `/pages-admin/goods-form/index${productId ? `?productId=${productId}` : ''}`,
  deskStock: (productId: string) => `/pages-admin/stock/index?productId=${productId}`,
  deskCodes: (productId: string) => `/pages-admin/codes/index?productId=${productId}`,
  deskActivity: (productId: string) => `/pages-admin/activity/index?productId=${productId}`,
  deskCoupons: '/pages-admin/coupons/index',
  deskCouponForm: (templateId: string) => `/pages-admin/coupon-form/index${templateId ? `?templateId=${templateId}` : ''}`,
  deskRules: '/pages-admin/rules/index',
  deskRuleForm: (ruleId: string) => `/pages-admin/rule-form/index${ruleId ? `?ruleId=${ruleId}` : ''}`,
  deskGroups: '/pages-admin/groups/index',
  deskRecords: '/pages-admin/records/index',
  deskSuppliers: '/pages-admin/suppliers/index',
  deskSupplierReport: (supplierId: string) => `/pages-admin/supplier-report/index?supplierId=${supplierId}`,
  supplierOrders: '/pages-supplier/orders/index',
  supplierGoods: '/pages-supplier/goods/index',
  supplierStatement: '/pages-supplier/statement/index',
  deskSearch: '/pages-admin/search/index',
  deskFreight: '/pages-admin/freight/index',
  deskMembership: '/pages-admin/membership/index',
  deskPayment: '/pages-admin/payment/index',
  deskInvoices: '/pages-admin/invoices/index',
  product: (productId: string) => `/pages/product/index?productId=${productId}`,
  group: (groupId: string) => `/pages/group/index?groupId=${groupId}`,
  order: (orderId: string) => `/pages-order/detail/index?orderId=${orderId}`,
  /** One kind of goods, which stands in the address so that it can be opened again. */
  checkout: ({ kind, productId, skuId, quantity, groupId }: OnePurchase) =>
    `/pages-order/checkout/index?kind=${kind}&productId=${productId}&skuId=${skuId}&quantity=${quantity}${groupId ? `&groupId=${groupId}` : ''}`,
  /** What was chosen in the cart. */
  cartCheckout: '/pages-order/checkout/index?from=cart',
}

/** Opens a page on top; when WeChat's limit of ten is reached it takes the place of this one. */
export function openPage(url: string): void {
  uni.navigateTo({ url, fail: () => replacePage(url) })
}

/** Puts a page in the place of this one, so that going back does not return to something that is done. */
export function replacePage(url: string): void {
  uni.redirectTo({ url })
}

export function openTab(url: string): void {
  uni.switchTab({ url })
}
