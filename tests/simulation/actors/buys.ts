import { places } from '../people/buying'
import type { Actor } from './actor'
import { endsSomehow } from './endings'

const SKUS = [['orange', 'orange-5'], ['orange', 'orange-10'], ['rice', 'rice-10']] as const

export const buysAlone: Actor = {
  name: 'buys alone', who: 'shopper', weight: 3,
  act: async (errand) => {
    const [productId, skuId] = errand.random.pick(SKUS)
    await endsSomehow(errand, await places(errand, { kind: 'alone', groupId: null, lines: [{ productId, skuId, quantity: errand.random.int(1, 2) }] }))
  },
}

export const buysCart: Actor = {
  name: 'buys a cart', who: 'shopper', weight: 5,
  act: async (errand) => {
    const lines = SKUS.filter(() => errand.random.chance(0.75)).map(([productId, skuId]) => ({ productId, skuId, quantity: errand.random.int(1, 2) }))
    if (lines.length > 0) await endsSomehow(errand, await places(errand, { kind: 'alone', groupId: null, lines }))
  },
}
