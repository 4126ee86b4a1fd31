import { readFile } from 'node:fs/promises'
import type { VirtualClock } from '../control/clock'
import type { People } from '../identity/people'
import { demoCategories, demoGoods, type DemoGoods } from './goods'
import { goodsForm, skuIdOf, storagePath } from './goods-form'
import { seedGroups } from './groups'
import { seedKinds } from './kinds'
import { seedLadder } from './ladder'
import { pictureFile, pictures } from './pictures'
import { seedRules } from './rules'
import { asMerchant, asShopper, type CallsFunctions } from './shop-client'
import { demoMessageTemplates } from './templates'
import { seedWallet } from './wallet'

/** The parts of the local cloud that seeding uses. */
export interface SeedableCloud extends CallsFunctions {
  readonly clock: VirtualClock
  readonly people: People
  readonly pay: { pay: (prepayId: string) => Promise<unknown> }
  readonly storage: { put: (path: string, bytes: Uint8Array) => Promise<unknown> }
}

/** Opens the demo shop the way a merchant would: pictures into storage, goods and activities through the shop's own procedures. */
export async function seed(cloud: SeedableCloud): Promise<void> {
  await seedPictures(cloud)
  await seedGoods(cloud)
  await seedKinds(cloud)
  await seedRules(cloud)
  for (const [index, goods] of demoGoods.entries()) if (goods.parcel) await saveProduct(cloud, goods, rankOf(index), 'parcel')
  await seedLadder(cloud)
  await seedWallet(cloud)
  await seedPeople(cloud)
  await seedGroups(cloud)
}

/** Goods, stock, activities and home page, without people and groups; what tests start from. */
export async function seedGoods(cloud: SeedableCloud): Promise<void> {
  await asMerchant(cloud, 'home.save', {
    shopName: '邻团优选',
    banners: [
      { image: storagePath(pictures.banners.fruit), title: '夏果当季', path: '/pages/product/index?productId=peach' },
      { image: storagePath(pictures.banners.breakfast), title: '早餐搭子', path: '/pages/product/index?productId=milk' },
      { image: storagePath(pictures.banners.vegetable), title: '邻里鲜菜', path: '/pages/product/index?productId=tomato' },
    ],
    categories: demoCategories.map(({ categoryId, name, picture }) => ({ categoryId, name, icon: storagePath(pictures.categories[picture]) })),
    messageTemplates: demoMessageTemplates,
  })
  for (const [index, goods] of demoGoods.entries()) await seedProduct(cloud, goods, rankOf(index))
}

/** The first stands first. */
function rankOf(index: number): number {
  return 1000 - index
}

async function seedProduct(cloud: SeedableCloud, goods: DemoGoods, rank: number): Promise<void> {
  const productId = await saveProduct(cloud, goods, rank, null)
  for (const [index, { stock }] of goods.skus.entries()) {
    const skuId = skuIdOf(goods, index)
    await asMerchant(cloud, 'stock.adjust', { adjustmentId: `opening-${skuId}`, skuId, productId, pieces: stock })
  }
  if (!goods.activity) return
  const { startsInMs = 0, ...terms } = goods.activity
  const startsAt = cloud.clock.now() + startsInMs
  await asMerchant(cloud, 'activity.save', { productId, ...terms, formAt: terms.size, presale: false, leaseMs: 10 * 60_000, startsAt, endsAt: startsAt + 90 * 86_400_000 })
}

async function saveProduct(cloud: SeedableCloud, goods: DemoGoods, rank: number, freightTemplateId: string | null): Promise<string> {
  const productId = goods.picture
  await asMerchant(cloud, 'goods.save', { ...goodsForm(goods, rank), freightTemplateId })
  return productId
}

export async function seedPictures(cloud: SeedableCloud): Promise<void> {
  const names = [...Object.values(pictures.goods), ...Object.values(pictures.banners), ...Object.values(pictures.categories), ...pictures.avatars]
  for (const name of names) await cloud.storage.put(name, await readFile(pictureFile(name)))
}

async function seedPeople(cloud: SeedableCloud): Promise<void> {
  for (const [index, person] of cloud.people.list().entries()) {
    const avatar = pictures.avatars[index % pictures.avatars.length]
    const { me } = await asShopper(cloud, person.id, 'session.start', { source: 'direct', code: null, path: '/pages/home/index' })
    await asShopper(cloud, person.id, 'privacy.agree', { version: me.privacy.version })
    if (avatar) await asShopper(cloud, person.id, 'me.update', { nickname: person.nickname, avatar: storagePath(avatar) })
  }
}
