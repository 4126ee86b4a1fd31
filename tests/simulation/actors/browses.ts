import { MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import type { Errand, Wish } from '../people/buying'
import type { Actor } from './actor'

/** What a shopper has seen before they fill in an order: the home page, the goods, and the group they were invited to. */
export async function looksAround({ phone, random }: Errand, { lines, groupId }: Wish): Promise<void> {
  if (random.chance(0.3)) await phone.shop('home.get', {})
  await Promise.all([...new Set(lines.map(line => line.productId))].map(productId => phone.shop('goods.get', { productId })))
  if (groupId !== null) await phone.shop('group.get', { groupId })
}

/** Goes through what there is, page after page, and buys nothing (S77). */
export const browses: Actor = {
  name: 'browses', who: 'shopper', weight: 3, habit: 'reads',
  act: async ({ world, phone, random }) => {
    await Promise.all([phone.shop('home.get', {}), phone.shop('goods.list', { categoryId: null, keyword: null, cursor: null })])
    for (let pages = random.int(1, 5); pages > 0; pages -= 1) {
      await world.timeline.sleep(random.int(800, 5000))
      const groupId = world.groupIds.at(-1)
      if (groupId !== undefined && random.chance(0.3)) await phone.shop('group.get', { groupId })
      else await phone.shop('goods.get', { productId: random.pick(world.plan.products).id })
    }
  },
}

/** The sale begins on the full minute: an impatient thumb pulls the page down again and again, faster than people do anything else. */
export async function waitsForSale({ world, phone, random }: Errand): Promise<void> {
  const { timeline } = world
  await timeline.sleep(MINUTE_MS - timeline.now % MINUTE_MS)
  const until = timeline.now + 52_000
  while (timeline.now < until) {
    await phone.shop('goods.get', { productId: 'rice' })
    await timeline.sleep(random.int(300, 1200))
  }
}
