import { fillsIn, submits } from '../people/buying'
import type { Actor } from './actor'
import { endsSomehow } from './endings'

/** Two orders at once that both count on the same balance, points and coupon (I3, I10). */
export const spendsTwice: Actor = {
  name: 'spends twice', who: 'shopper', weight: 2.5,
  act: async (errand) => {
    const { world, phone, random } = errand
    const wish = (skuId: 'rice-10' | 'orange-5', productId: string) => ({ kind: 'alone' as const, groupId: null, lines: [{ productId, skuId, quantity: 1 }] })
    const forms = [await fillsIn(errand, wish('rice-10', 'rice'), true), await fillsIn(errand, random.pick([wish('rice-10', 'rice'), wish('orange-5', 'orange')]), true)]
    await Promise.all(forms.map(async (form) => {
      if (!form) return
      world.promises.asked(phone.openid, form.input, form.quote.payableFen)
      await endsSomehow(errand, await submits(errand, form.input))
    }))
  },
}
