import { fillsIn, type Spends, submits } from '../people/buying'
import type { Actor } from './actor'
import { endsSomehow } from './endings'

/** Two orders at once that both count on the same balance, points and coupon (I3, I10); often on the balance alone, so that no other refusal hides that one. */
export const spendsTwice: Actor = {
  name: 'spends twice', who: 'shopper', weight: 2.5,
  act: async (errand) => {
    const { world, phone, random } = errand
    const wish = (skuId: 'rice-10' | 'orange-5', productId: string) => ({ kind: 'alone' as const, groupId: null, lines: [{ productId, skuId, quantity: 1 }] })
    const spends = random.pick<Spends>(['balance', 'everything'])
    const forms = [await fillsIn(errand, wish('rice-10', 'rice'), spends), await fillsIn(errand, random.pick([wish('rice-10', 'rice'), wish('orange-5', 'orange')]), spends)]
    await Promise.all(forms.map(async (form) => {
      if (!form) return
      world.promises.asked(phone.openid, form.input, form.quote.payableFen)
      await endsSomehow(errand, await submits(errand, form.input))
    }))
  },
}
