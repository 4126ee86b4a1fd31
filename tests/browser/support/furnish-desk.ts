import { demoGoods } from '../../../emulator/seed/goods'
import { goodsForm } from '../../../emulator/seed/goods-form'
import { asMerchant, asShopper } from '../../../emulator/seed/shop-client'
import type { LocalCloud } from '../../../emulator/local-cloud'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ADDRESS = { name: '林小雨', phone: '13812345678', province: '浙江省', city: '杭州市', district: '西湖区', detail: '邻里路 8 号 3 幢 201' }

/** What the merchant's further pages are about: suppliers and an order in parts, rules of every kind, a group that was completed short, words, vouchers, codes. */
export async function furnishDesk(cloud: LocalCloud): Promise<void> {
  await saveSuppliers(cloud)
  await saveRules(cloud, cloud.clock.now())
  await buys(cloud, 'parts-1', ['peach-1', 'rice-1', 'eggs-1'])
  await buys(cloud, 'voucher-1', ['massage-1'])
  await buys(cloud, 'voucher-2', ['massage-1'])
  await buys(cloud, 'codes-1', ['gift-card-1'])
  await asMerchant(cloud, 'order.ship', { orderId: 'parts-1', supplierId: 'mill', company: 'YTO', trackingNo: 'YT1234567890123', packedAsAsked: true })
  await asMerchant(cloud, 'switches.save', { simulatedCompletion: true })
  const { items: [group] } = await asMerchant(cloud, 'group.list', { state: 'open', cursor: null })
  if (group) await asMerchant(cloud, 'group.complete', { groupId: group.groupId, requestId: 'completed-1' })
  await asMerchant(cloud, 'search.saveHotWords', { words: ['水蜜桃', '车厘子', '中秋礼盒家庭装送长辈'] })
  for (const keyword of ['水蜜桃', '水蜜桃', '榴莲千层', '鸡蛋']) await asShopper(cloud, 'alice', 'goods.list', { categoryId: null, keyword, cursor: null })
}

async function saveSuppliers(cloud: LocalCloud): Promise<void> {
  const openid = (person: string): string => cloud.people.get(person)?.openid ?? ''
  await asMerchant(cloud, 'supplier.save', { supplierId: 'orchard', name: '无锡阳山张家水蜜桃种植专业合作社联盟', sharePercent: 70, staff: [openid('dan')] })
  await asMerchant(cloud, 'supplier.save', { supplierId: 'mill', name: '李家米坊', sharePercent: 35, staff: [] })
  const suppliers: Readonly<Record<string, string>> = { peach: 'orchard', rice: 'mill' }
  for (const [index, goods] of demoGoods.entries()) {
    const supplierId = suppliers[goods.picture]
    if (supplierId) await asMerchant(cloud, 'goods.save', { ...goodsForm(goods, 1000 - index), supplierId })
  }
}

async function saveRules(cloud: LocalCloud, now: number): Promise<void> {
  const common = { order: 0 }
  const about = (productId: string) => ({ kind: 'product' as const, productId })
  await asMerchant(cloud, 'rules.save', { rule: { ...common, id: 'desk-flash', kind: 'flash_price', scope: about('cherry'), startsAt: now + DAY, endsAt: now + 2 * DAY, prices: [{ skuId: 'cherry-1', priceFen: 9900, limit: { pieces: 50, perOrder: 2 } }] } })
  await asMerchant(cloud, 'rules.save', { rule: { ...common, id: 'desk-countdown', kind: 'countdown_ladder', scope: about('tissue'), steps: [{ from: now + DAY, payPercent: 95 }, { from: now + 2 * DAY, payPercent: 90 }] } })
  await asMerchant(cloud, 'rules.save', { rule: { ...common, id: 'desk-formula', kind: 'size_ladder', scope: about('walnut'), ladder: { by: 'formula', everyPeople: 5, percentOff: 5, floorPercent: 60 } } })
  await asMerchant(cloud, 'rules.save', { rule: { ...common, id: 'desk-bundle', kind: 'bundle_price', scope: { kind: 'all' }, pieces: [{ skuId: 'eggs-1', quantity: 1 }, { skuId: 'peach-1', quantity: 2 }], setPriceFen: 9900, maxSets: 3 } })
}

async function buys(cloud: LocalCloud, orderId: string, skuIds: readonly string[]): Promise<void> {
  const purchase = {
    kind: 'alone' as const, groupId: null, couponIds: [], points: 0, useBalance: false, delivery: 'standard' as const, platform: 'other' as const,
    lines: skuIds.map(skuId => ({ productId: skuId.replace(/-\d+$/, ''), skuId, quantity: 1 })),
  }
  const { province, city, district } = ADDRESS
  const { quoteKey, needsAddress, mustAgree } = await asShopper(cloud, 'alice', 'cart.quote', { ...purchase, region: { province, city, district } })
  await asShopper(cloud, 'alice', 'order.place', { orderId, ...purchase, address: needsAddress ? ADDRESS : null, agreed: [...mustAgree], quoteKey })
  const asked = await asShopper(cloud, 'alice', 'order.pay', { orderId })
  if (asked.kind === 'wechat') await cloud.pay.pay(asked.params.package.replace('prepay_id=', ''))
  await asShopper(cloud, 'alice', 'order.sync', { orderId })
}
