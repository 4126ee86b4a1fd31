import type { AdminProcedures } from '../../contract'
import { importCodes } from '../codes/import-codes'
import { depositImplementations } from '../deposit/deposit-procedures'
import type { Implementations } from '../handle-call'
import { oversightImplementations } from '../oversight/oversight-procedures'
import { payeeImplementations } from '../payee/payee-procedures'
import { blockAdminImplementations } from '../risk/block-procedures'
import { riskAdminImplementations } from '../risk/risk-procedures'
import { approve, listReturns, reject } from '../returns/decide-returns'
import { checkTitle, getSearchReport, getWords, saveHotWords, saveTitleWords } from '../search/search-procedures'
import { rescheduleVoucher } from '../vouchers/manage-vouchers'
import { redeemVoucher } from '../vouchers/redeem-voucher'
import { adminInvoiceImplementations } from '../invoice/admin-invoice-procedures'
import { settlementImplementations } from '../settlement/settlement-procedures'
import { adjustStock, saveActivity, saveGoods, saveHome } from './catalog-procedures'
import { endTemplate, listTemplates, readTemplate, saveTemplate } from './coupon-procedures'
import { listFreight, removeFreight, saveFreight } from './freight-procedures'
import { listDeskGoods, nameSkus, readGoods } from './goods-desk'
import { listLevels, saveLevels } from './level-procedures'
import { membershipImplementations } from './membership-procedures'
import { retentionImplementations } from '../privacy/retention-procedures'
import { correctOrderParcel, listShopOrders, shipOrder, showAddress } from './order-procedures'
import { completeGroup, countGroups, listAudits, listShopGroups } from './group-procedures'
import { getStatement, listOwnGoods, listOwnOrders, shipOwn, showOwnAddress } from '../supplier/supplier-procedures'
import { listSuppliers, reportSupplier, saveSupplier } from './supplier-procedures'
import { paymentImplementations } from './payment-procedures'
import { listRules, listVersions, removeRule, saveRule } from './rule-procedures'
import { commissionAdminImplementations } from '../commission/commission-procedures'
import { workImplementations } from '../work/work-procedures'
import { listAbnormalRefunds, retryRefund } from './refund-procedures'

export const adminImplementations: Implementations<AdminProcedures> = {
  'return.list': listReturns,
  'return.approve': approve,
  'return.reject': reject,
  'search.words': getWords,
  'search.saveHotWords': saveHotWords,
  'search.saveTitleWords': saveTitleWords,
  'search.report': getSearchReport,
  'goods.check': checkTitle,
  'codes.import': importCodes,
  'voucher.redeem': redeemVoucher,
  'voucher.reschedule': rescheduleVoucher,
  'order.list': listShopOrders,
  'order.address': showAddress,
  'order.ship': shipOrder,
  'order.correctParcel': correctOrderParcel,
  'refund.listAbnormal': listAbnormalRefunds,
  'refund.retry': retryRefund,
  'goods.save': saveGoods,
  'goods.list': listDeskGoods,
  'goods.read': readGoods,
  'goods.skus': nameSkus,
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
  'supplier.address': showOwnAddress,
  'supplier.ship': shipOwn,
  'supplier.goods': listOwnGoods,
  'supplier.statement': getStatement,
  'rules.list': listRules,
  'rules.save': saveRule,
  'rules.remove': removeRule,
  'rules.history': listVersions,
  'freight.list': listFreight,
  'freight.save': saveFreight,
  'freight.remove': removeFreight,
  'levels.list': listLevels,
  'levels.save': saveLevels,
  'coupon.list': listTemplates,
  'coupon.read': readTemplate,
  'coupon.save': saveTemplate,
  'coupon.end': endTemplate,
  ...membershipImplementations,
  ...retentionImplementations,
  ...paymentImplementations,
  ...adminInvoiceImplementations,
  ...settlementImplementations,
  ...workImplementations,
  ...commissionAdminImplementations,
  ...riskAdminImplementations,
  ...depositImplementations,
  ...blockAdminImplementations,
  ...payeeImplementations,
  ...oversightImplementations,
}
