import { type Errand, fillsIn, places, submits, type Wish } from '../people/buying'
import type { Actor } from './actor'
import { endsSomehow } from './endings'
import { groupToJoin } from './groups'

/** From two phones of the same account: each when it is ready, or both at the same moment. */
export const joinsTwice: Actor = {
  name: 'joins twice', who: 'shopper', weight: 2,
  act: async (errand) => {
    const groupId = groupToJoin(errand)
    if (groupId === undefined) return
    const wish: Wish = { kind: 'join', groupId, lines: [{ productId: 'orange', skuId: 'orange-5', quantity: 1 }] }
    if (errand.random.chance(0.7)) return atOnce(errand, wish)
    for (const order of await Promise.all([places(errand, wish), places(errand, wish)])) await endsSomehow(errand, order)
  },
}

/** Both see the group as it was and only one gets in: giving up the other must leave the first its seat (I5), also while it takes its time to pay. */
async function atOnce(errand: Errand, wish: Wish): Promise<void> {
  const { world, phone, random } = errand
  const forms = [await fillsIn(errand, wish), await fillsIn(errand, wish)]
  const orders = await Promise.all(forms.map(async (form) => {
    if (!form) return undefined
    world.promises.asked(phone.openid, form.input, form.quote.payableFen)
    return submits(errand, form.input)
  }))
  await world.timeline.sleep(random.pick([0, 20_000, 60_000, 60_000]))
  for (const order of orders) await endsSomehow(errand, order)
}
