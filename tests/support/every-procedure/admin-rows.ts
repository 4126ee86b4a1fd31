import type { AdminProcedures } from '../../../cloudfunctions/contract'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { T0 } from '../builders'
import { importInput, someCodes } from '../goods'
import { aTemplate } from '../merchant'
import type { Rows } from './row'
import { GROUP, PARCEL } from './world'

const DAYS = { from: '2026-05-01', to: '2026-05-02' }

/** The merchant calls them, the farmer those of suppliers. */
export const ADMIN_ROWS: Rows<AdminProcedures> = {
  'order.list': { for: 'merchant', reads: true, input: { tab: 'to_ship', cursor: null } },
  'order.ship': { for: 'merchant', input: { orderId: 'order-paid', supplierId: '', ...PARCEL } },
  'refund.listAbnormal': { for: 'merchant', reads: true, input: { cursor: null } },
  'refund.retry': { for: 'merchant', input: world => ({ refundId: world.database.all('refunds').find(one => one.state === 'abnormal')?.id ?? '', to: { kind: 'bank_card', bankType: 'ICBC_DEBIT', account: '6222020200112233445', name: '林一' } }) },
  'work.list': { for: 'merchant', reads: true, input: { cursor: null } },
  'order.correctParcel': { for: 'merchant', before: world => sweep(world.worker()), input: { orderId: 'order-sent', supplierId: '', company: PARCEL.company, trackingNo: 'SF9000000009', requestId: 'correct-1' } },
  'work.resolve': { for: 'merchant', input: world => ({ id: world.database.all('work_items')[0]?.id ?? '', requestId: 'resolve-1', resolution: { way: 'noted', note: '已核对' } }) },
  'goods.save': {
    for: 'merchant',
    input: {
      productId: 'lemon', kind: 'physical', title: '安岳柠檬', subtitle: '皮薄多汁', cover: '/storage/lemon.jpg', gallery: ['/storage/lemon.jpg'], categoryId: 'fruit', axes: [],
      skus: [{ skuId: 'lemon-1', values: [], priceAloneFen: 1990, priceGroupFen: 1590, image: null, weightGram: 1000, volumeCm3: 0, returnPolicy: 'seven_days' }],
      detail: [{ kind: 'text', text: '当季' }], supplierId: '', freightTemplateId: null, cold: false, packaging: '', orderHours: { fromMinute: 0, cutoffMinute: 1200 }, service: null, onSale: true, rank: 1,
    },
  },
  'goods.list': { for: 'merchant', reads: true, input: { onSale: true, cursor: null } },
  'goods.read': { for: 'merchant', reads: true, input: { productId: 'orange' } },
  'goods.check': { for: 'merchant', reads: true, input: { title: '赣南脐橙', categoryId: 'fruit' } },
  'stock.adjust': { for: 'merchant', pieces: { 'orange-5': [100, 105] }, input: { adjustmentId: 'more', skuId: 'orange-5', productId: 'orange', pieces: 5 } },
  'activity.save': {
    for: 'merchant',
    input: { productId: 'orange', size: 4, formAt: 4, presale: false, durationMs: HOUR_MS, leaseMs: 10 * MINUTE_MS, perShopperLimit: 2, quantityLimit: 5, startsAt: T0, endsAt: T0 + 20 * DAY_MS },
  },
  'home.save': { for: 'merchant', input: { shopName: '邻团', banners: [{ image: '/storage/b.jpg', title: '开市', path: '/pages/home/index' }], categories: [{ categoryId: 'fruit', name: '水果', icon: '/i.png' }], messageTemplates: { group_formed: 'T1' } } },
  'group.list': { for: 'merchant', reads: true, input: { state: 'open', cursor: null } },
  'group.complete': { for: 'merchant', input: { groupId: GROUP, requestId: 'request-1' } },
  'audit.list': { for: 'merchant', reads: true, input: { cursor: null } },
  'stats.groups': { for: 'merchant', reads: true, input: DAYS },
  'supplier.list': { for: 'merchant', reads: true, input: {} },
  'supplier.save': { for: 'merchant', input: { supplierId: 'bakery', name: '王家面包', sharePercent: 60, staff: ['baker'] } },
  'supplier.report': { for: 'merchant', reads: true, input: { supplierId: 'farm', ...DAYS, cursor: null } },
  'supplier.orders': { for: 'supplier', own: 'none', reads: true, input: { tab: 'to_ship', cursor: null } },
  'supplier.ship': { for: 'supplier', own: 'orderId', input: { orderId: 'order-peach', ...PARCEL } },
  'supplier.goods': { for: 'supplier', own: 'none', reads: true, input: { cursor: null } },
  'supplier.statement': { for: 'supplier', own: 'none', reads: true, input: { ...DAYS, cursor: null } },
  'rules.list': { for: 'merchant', reads: true, input: {} },
  'rules.save': { for: 'merchant', input: { rule: { kind: 'threshold_discount', id: 'new', scope: { kind: 'category', categoryId: 'fruit' }, by: 'amount', tiers: [{ from: 90_000, offFen: 500 }], repeat: 'once', capFen: null } } },
  'rules.remove': { for: 'merchant', input: { ruleId: 'off' } },
  'rules.history': { for: 'merchant', reads: true, input: { ruleId: 'off', cursor: null } },
  'freight.list': { for: 'merchant', reads: true, input: {} },
  'freight.save': {
    for: 'merchant',
    input: { template: { id: 'near', by: 'weight', rate: { firstUnits: 1000, firstFen: 800, nextUnits: 500, nextFen: 200 }, regionRates: [{ regions: ['新疆'], rate: { firstUnits: 1, firstFen: 1, nextUnits: 1, nextFen: 1 } }], freeFromFen: 9900, coldFen: 300, excludedRegions: ['西藏'] } },
  },
  'freight.remove': { for: 'merchant', input: { templateId: 'spare' } },
  'levels.list': { for: 'merchant', reads: true, input: {} },
  'levels.save': { for: 'merchant', input: { levels: [{ level: 1, name: '新邻居', fromGrowth: 10 }, { level: 2, name: '老邻居', fromGrowth: 1000 }] } },
  'coupon.list': { for: 'merchant', reads: true, input: { cursor: null } },
  'coupon.save': { for: 'merchant', input: aTemplate({ templateId: 'ten' }) },
  'coupon.end': { for: 'merchant', input: { templateId: 'five' } },
  'membership.get': { for: 'merchant', reads: true, input: {} },
  'switches.save': { for: 'merchant', input: { simulatedCompletion: false, storedValue: false } },
  'bonus.save': { for: 'merchant', input: { topUpBonuses: [{ fromFen: 5000, bonusFen: 100 }, { fromFen: 10_000, bonusFen: 500 }] } },
  'checkin.save': { for: 'merchant', input: { points: 3, streak: { days: 7, points: 10 } } },
  'invoice.list': { for: 'merchant', reads: true, input: { tab: 'requested', cursor: null } },
  'invoice.issue': { for: 'merchant', input: { invoiceId: 'order-bill', number: '24332000000000000002', file: '/storage/invoice-2.pdf' } },
  'invoice.reject': { for: 'merchant', input: { invoiceId: 'order-bill', reason: '税号有误' } },
  'invoice.void': { for: 'merchant', input: { invoiceId: 'order-billed' } },
  'settlement.list': { for: 'merchant', reads: true, input: { cursor: null } },
  'settlement.get': { for: 'merchant', reads: true, input: { day: '2026-05-01' } },
  'ledger.trialBalance': { for: 'merchant', reads: true, input: { until: null } },
  'payout.get': { for: 'merchant', reads: true, input: {} },
  'payout.savePayee': { for: 'merchant', input: { supplierId: 'farm', payee: { type: 'merchant', account: '1900000109', name: '赣南果园' } } },
  'payout.saveCap': { for: 'merchant', input: { percent: 25 } },
  'fees.save': { for: 'merchant', input: { feeRates: [{ from: 0, method: 'wechat', perMyriad: 60 }] } },
  'return.list': { for: 'merchant', reads: true, input: { state: 'requested', cursor: null } },
  'return.approve': { for: 'merchant', input: world => ({ returnId: world.database.all('returns')[0]?.id ?? '', restock: true }) },
  'return.reject': { for: 'merchant', input: world => ({ returnId: world.database.all('returns')[0]?.id ?? '', reason: '已吃完' }) },
  'search.saveHotWords': { for: 'merchant', input: { words: ['脐橙', '带鱼'] } },
  'search.saveTitleWords': { for: 'merchant', input: { emphatic: ['爆款'] } },
  'search.report': { for: 'merchant', reads: true, input: { days: 7 } },
  'codes.import': { for: 'merchant', input: importInput(someCodes(3, 101), 'batch-2') },
  'voucher.redeem': { for: 'merchant', input: world => ({ code: world.database.all('vouchers')[0]?.id ?? '', requestId: 'scan-1' }) },
  'voucher.reschedule': { for: 'merchant', input: world => ({ code: world.database.all('vouchers')[0]?.id ?? '', validFrom: T0, validUntil: T0 + 60 * DAY_MS }) },
}
