import { type Errand, fillsIn, submits, type Wish } from '../people/buying'
import type { Actor } from './actor'
import { endsSomehow } from './endings'
import { groupToJoin } from './groups'

/** Everybody wants the same at the same moment: the last seat of a group, or the last pieces (S14, X18). */
export const rushes: Actor = {
  name: 'rushes with the others', who: 'shopper', weight: 2.5,
  act: async (first) => {
    const { world, random } = first
    const groupId = groupToJoin(first)
    const rice: Wish = { kind: 'alone', groupId: null, lines: [{ productId: 'rice', skuId: 'rice-10', quantity: world.plan.trades.flash ? 1 : random.int(1, 3) }] }
    const join: Wish | undefined = groupId === undefined ? undefined : { kind: 'join', groupId, lines: [{ productId: 'orange', skuId: random.pick(['orange-5', 'orange-10'] as const), quantity: 1 }] }
    const wish = join && random.chance(0.6) ? join : rice
    const errands = world.shoppers.map((phone): Errand => ({ world, phone, random }))
    const forms = await Promise.all(errands.map(errand => fillsIn(errand, wish)))
    await Promise.all(errands.map(async (errand, index) => {
      const form = forms[index]
      if (!form) return
      world.promises.asked(errand.phone.openid, form.input, form.quote.payableFen)
      await endsSomehow(errand, await submits(errand, form.input))
    }))
  },
}
