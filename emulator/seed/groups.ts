import type { SeedableCloud } from './index'
import { asShopper } from './shop-client'

interface DemoGroup { readonly productId: string; readonly sku: number; readonly by: string; readonly joinedBy: readonly string[] }

/** Groups that are already running when the shop opens, each short of one or more people. */
const GROUPS: readonly DemoGroup[] = [
  { productId: 'peach', sku: 1, by: 'leader', joinedBy: ['carol'] },
  { productId: 'eggs', sku: 1, by: 'carol', joinedBy: [] },
  { productId: 'tissue', sku: 1, by: 'leader', joinedBy: ['carol', 'dan'] },
  { productId: 'flower-cake', sku: 1, by: 'dan', joinedBy: [] },
  { productId: 'rice', sku: 1, by: 'dan', joinedBy: [] },
]

const ADDRESS = { phone: '13800000000', province: '浙江省', city: '杭州市', district: '西湖区', detail: '邻里路 8 号 3 幢 201' }

export async function seedGroups(cloud: SeedableCloud): Promise<void> {
  for (const [index, { productId, sku, by, joinedBy }] of GROUPS.entries()) {
    const groupId = await buy(cloud, by, `seed-${index}-0`, productId, sku, null)
    for (const [place, person] of joinedBy.entries()) await buy(cloud, person, `seed-${index}-${place + 1}`, productId, sku, groupId)
  }
}

/** Buys one piece as a person does, payment included, and answers the group. */
async function buy(cloud: SeedableCloud, person: string, orderId: string, productId: string, sku: number, groupId: string | null): Promise<string> {
  const purchase = {
    kind: groupId ? 'join' as const : 'open' as const, lines: [{ productId, skuId: `${productId}-${sku}`, quantity: 1 }], groupId,
    couponIds: [], points: 0, useBalance: false, delivery: 'standard' as const, platform: 'other' as const,
  }
  const { province, city, district } = ADDRESS
  const { quoteKey } = await asShopper(cloud, person, 'cart.quote', { ...purchase, region: { province, city, district } })
  const name = cloud.people.get(person)?.nickname ?? person
  await asShopper(cloud, person, 'order.place', { orderId, ...purchase, address: { name, ...ADDRESS }, agreed: [], quoteKey })
  const asked = await asShopper(cloud, person, 'order.pay', { orderId })
  if (asked.kind === 'wechat') await cloud.pay.pay(asked.params.package.replace('prepay_id=', ''))
  const order = await asShopper(cloud, person, 'order.sync', { orderId })
  if (!order.groupId) throw new Error(`seeding: ${orderId} has no group`)
  return order.groupId
}
