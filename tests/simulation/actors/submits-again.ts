import { fillsIn, submits } from '../people/buying'
import type { Actor } from './actor'
import { endsSomehow } from './endings'

const RICE = { kind: 'alone', groupId: null, lines: [{ productId: 'rice', skuId: 'rice-10', quantity: 1 }] } as const

/** A nervous finger: the same order submitted twice at once. One order comes of it (I12). */
export const submitsTwice: Actor = {
  name: 'submits twice', who: 'shopper', weight: 2,
  act: async (errand) => {
    const form = await fillsIn(errand, { ...RICE, lines: [...RICE.lines] })
    if (!form) return
    errand.world.promises.asked(errand.phone.openid, form.input, form.quote.payableFen)
    const [order] = await Promise.all([submits(errand, form.input), submits(errand, form.input)])
    await endsSomehow(errand, order)
  },
}

/** The same order id with other goods is another order, and refused (I12). */
export const submitsOtherGoods: Actor = {
  name: 'submits other goods', who: 'shopper', weight: 1,
  act: async (errand) => {
    const { world, phone } = errand
    const form = await fillsIn(errand, { ...RICE, lines: [...RICE.lines] })
    if (!form) return
    world.promises.asked(phone.openid, form.input, form.quote.payableFen)
    const order = await submits(errand, form.input)
    const other = order && await fillsIn(errand, { kind: 'alone', groupId: null, lines: [{ productId: 'rice', skuId: 'rice-10', quantity: 2 }] })
    if (other) {
      const answer = await phone.shop('order.place', { ...other.input, orderId: form.input.orderId })
      if (answer.kind === 'ok') world.broken.push(`I12: ${form.input.orderId} was taken again with other goods`)
      if (answer.kind === 'refused' && answer.refusal === 'order_id_taken') world.sometimes.saw('order id with other inputs refused')
    }
    await endsSomehow(errand, order)
  },
}
