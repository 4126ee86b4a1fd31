import type { AdminProcedures } from '../../contract'
import { importCodes } from '../codes/import-codes'
import type { Implementations } from '../handle-call'
import { approve, listReturns, reject } from '../returns/decide-returns'
import { checkTitle, getSearchReport, saveHotWords, saveTitleWords } from '../search/search-procedures'
import { rescheduleVoucher } from '../vouchers/manage-vouchers'
import { redeemVoucher } from '../vouchers/redeem-voucher'
import { adjustStock, saveActivity, saveGoods, saveHome } from './catalog-procedures'
import { listShopOrders, shipOrder } from './order-procedures'
import { closeWork, listAbnormalRefunds, listWork, retryRefund } from './refund-procedures'

export const adminImplementations: Implementations<AdminProcedures> = {
  'return.list': listReturns,
  'return.approve': approve,
  'return.reject': reject,
  'search.saveHotWords': saveHotWords,
  'search.saveTitleWords': saveTitleWords,
  'search.report': getSearchReport,
  'goods.check': checkTitle,
  'codes.import': importCodes,
  'voucher.redeem': redeemVoucher,
  'voucher.reschedule': rescheduleVoucher,
  'order.list': listShopOrders,
  'order.ship': shipOrder,
  'refund.listAbnormal': listAbnormalRefunds,
  'refund.retry': retryRefund,
  'work.list': listWork,
  'work.close': closeWork,
  'goods.save': saveGoods,
  'stock.adjust': adjustStock,
  'activity.save': saveActivity,
  'home.save': saveHome,
}
