import type { AdminProcedures } from '../../contract'
import type { Implementations } from '../handle-call'
import { adjustStock, saveActivity, saveGoods, saveHome } from './catalog-procedures'
import { listShopOrders, shipOrder } from './order-procedures'
import { completeGroup, countGroups, listAudits, listShopGroups } from './group-procedures'
import { getStatement, listOwnGoods, listOwnOrders, shipOwn } from '../supplier/supplier-procedures'
import { listSuppliers, reportSupplier, saveSupplier } from './supplier-procedures'
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
  'group.list': listShopGroups,
  'group.complete': completeGroup,
  'audit.list': listAudits,
  'stats.groups': countGroups,
  'supplier.list': listSuppliers,
  'supplier.save': saveSupplier,
  'supplier.report': reportSupplier,
  'supplier.orders': listOwnOrders,
  'supplier.ship': shipOwn,
  'supplier.goods': listOwnGoods,
  'supplier.statement': getStatement,
}
