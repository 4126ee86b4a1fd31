import type { Order } from '../../../cloudfunctions/domain/order/order'
import type { Errand } from '../people/buying'
import type { Actor } from './actor'

/** Says that goods have come, if need be, and asks to give some of them back; now and then in two different ways at once, or later once more for all that was bought (S88). */
export const givesBack: Actor = {
  name: 'gives back', who: 'shopper', weight: 5,
  act: async (errand) => {
    const { world, phone, random } = errand
    const mine = world.documents.all('orders').filter(order => order.openid === phone.openid && ['shipped', 'received', 'ready'].includes(order.state))
    if (mine.length === 0) return
    const order = random.pick(mine)
    if (order.state === 'shipped') await phone.shop('order.confirmReceipt', { orderId: order.id })
    await Promise.all(random.chance(0.25) ? [asks(errand, order), asks(errand, order)] : [asks(errand, order)])
    if (!random.chance(0.4)) return
    await world.timeline.sleep(random.int(30_000, 90_000))
    await asks(errand, order, true)
  },
}

async function asks({ world, phone, random }: Errand, order: Order, forAll = random.chance(0.3)): Promise<void> {
  const left = order.lines.filter(line => line.left.quantity > 0)
  // All that was ever bought is asked for whatever of it is given back already.
  const lines = forAll
    ? order.lines.map(({ skuId, quantity }) => ({ skuId, quantity }))
    : (random.chance(0.5) ? left : left.slice(0, 1)).map(({ skuId, left: { quantity } }) => ({ skuId, quantity: random.int(1, quantity) }))
  if (lines.length === 0) return
  for (let tries = 0; tries < 3; tries += 1) {
    const asked = await phone.shop('return.request', { orderId: order.id, lines, reason: '不想要了' })
    if (asked.kind === 'refused' && asked.refusal === 'codes_revealed') world.sometimes.saw('return of seen codes refused')
    if (asked.kind === 'refused' && asked.refusal === 'vouchers_used') world.sometimes.saw('return of used vouchers refused')
    if (asked.kind !== 'nothing') return
    await world.timeline.sleep(random.int(500, 5000))
  }
}

export const handlesReturns: Actor = { name: 'handles returns', who: 'merchant', weight: 5, act: decidesReturns }

/** Takes goods back or does not; two people behind the counter may decide at once, and not the same. */
export async function decidesReturns({ world, phone, random }: Errand): Promise<void> {
  const list = await phone.admin('return.list', { state: 'requested', cursor: null })
  if (list.kind !== 'ok') return
  for (const { returnId } of list.value.items) {
    const approve = (): Promise<unknown> => phone.admin('return.approve', { returnId, restock: random.chance(0.5) })
    const reject = (): Promise<unknown> => phone.admin('return.reject', { returnId, reason: '已拆封' })
    if (random.chance(0.2)) await Promise.all([approve(), random.chance(0.5) ? approve() : reject()])
    else await (random.chance(0.8) ? approve() : reject())
    await world.timeline.sleep(random.int(200, 3000))
  }
}
