import type { AdminProcedures } from '../../contract'
import type { Implementations } from '../handle-call'
import { adminInvoiceImplementations } from '../invoice/admin-invoice-procedures'
import { adjustStock, saveActivity, saveGoods, saveHome } from './catalog-procedures'
import { membershipImplementations } from './membership-procedures'
import { listShopOrders, shipOrder } from './order-procedures'
import { closeWork, listAbnormalRefunds, listWork, retryRefund } from './refund-procedures'

export const adminImplementations: Implementations<AdminProcedures> = {
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
  ...membershipImplementations,
  ...adminInvoiceImplementations,
}
