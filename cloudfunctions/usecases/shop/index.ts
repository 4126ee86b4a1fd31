import type { ShopProcedures } from '../../contract'
import { revealCodes } from '../codes/reveal-codes'
import type { Implementations } from '../handle-call'
import { requestReturn } from '../returns/request-return'
import { getHotWords } from '../search/search-procedures'
import { listMyVouchers } from '../vouchers/manage-vouchers'
import { claimFreeCoupon, listMyCoupons, listTemplatesToClaim } from './coupon-procedures'
import { invoiceImplementations } from '../invoice/invoice-procedures'
import { commissionShopImplementations } from '../commission/commission-procedures'
import { blockShopImplementations } from '../risk/block-procedures'
import { riskShopImplementations } from '../risk/risk-procedures'
import { watched } from '../risk/watch-reads'
import { walletImplementations } from '../wallet'
import { getGoods, getGoodsList, getHome } from './goods-procedures'
import { createShare, getGroup, getShareCode } from './group-procedures'
import { allowMessages, getMe, startSession, updateMe } from './member-procedures'
import { cancelOrder, confirmReceipt, getOrder, listOrders, syncOrder } from './order-procedures'
import { payOrder } from './pay-order'
import { placeOrder } from './place-order'
import { getQuote } from './get-quote'
import { privacyImplementations } from '../privacy'

export const shopImplementations: Implementations<ShopProcedures> = {
  'return.request': requestReturn,
  'search.hot': getHotWords,
  'order.revealCodes': revealCodes,
  'voucher.mine': listMyVouchers,
  'session.start': startSession,
  'home.get': watched(getHome),
  'goods.list': watched(getGoodsList),
  'goods.get': watched(getGoods),
  'group.get': watched(getGroup),
  'share.create': createShare,
  'share.code': getShareCode,
  'cart.quote': getQuote,
  'order.place': placeOrder,
  'order.pay': payOrder,
  'order.sync': syncOrder,
  'order.cancel': cancelOrder,
  'order.get': getOrder,
  'order.list': listOrders,
  'order.confirmReceipt': confirmReceipt,
  'me.get': getMe,
  'me.update': updateMe,
  'message.allow': allowMessages,
  'coupon.centre': listTemplatesToClaim,
  'coupon.claim': claimFreeCoupon,
  'coupon.mine': listMyCoupons,
  ...privacyImplementations,
  ...riskShopImplementations,
  ...blockShopImplementations,
  ...walletImplementations,
  ...commissionShopImplementations,
  ...invoiceImplementations,
}
