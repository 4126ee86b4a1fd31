import { type Errand, places } from '../people/buying'
import type { Actor } from './actor'
import { endsSomehow } from './endings'

/** Card codes, or a service of two uses; of the service, now and then, the shopper thinks better before it begins (S44). */
export const buysService: Actor = {
  name: 'buys a service', who: 'shopper', weight: 12, trade: 'services',
  act: async (errand) => {
    const { random } = errand
    const [productId, skuId] = random.pick([['card', 'card-50'], ['spa', 'spa-2']] as const)
    const order = await places(errand, { kind: 'alone', groupId: null, lines: [{ productId, skuId, quantity: random.int(1, 2) }] })
    await endsSomehow(errand, order)
    if (order && productId === 'spa' && random.chance(0.75)) await thinksBetter(errand, order.orderId)
  },
}

async function thinksBetter({ world, phone, random }: Errand, orderId: string): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    await world.timeline.sleep(random.int(1000, 20_000))
    const asked = await phone.shop('return.request', { orderId, lines: [{ skuId: 'spa-2', quantity: 1 }], reason: '没空去' })
    if (asked.kind === 'ok') return
  }
}

/** Looks at the codes, now and then while asking to give them back: whoever has seen them has them (S45). */
export const looksAtCodes: Actor = {
  name: 'looks at codes', who: 'shopper', weight: 8, trade: 'services',
  act: async ({ world, phone, random }) => {
    const mine = world.documents.all('orders').filter(order => order.openid === phone.openid && order.goods === 'virtual' && order.codeIds !== undefined && order.state !== 'closed')
    if (mine.length === 0) return
    const { id: orderId, lines } = random.pick(mine)
    const gives = (): ReturnType<typeof phone.shop<'return.request'>> => phone.shop('return.request', { orderId, lines: lines.map(({ skuId }) => ({ skuId, quantity: 1 })), reason: '买错了' })
    const [seen] = await Promise.all([phone.shop('order.revealCodes', { orderId }), random.chance(0.3) ? gives() : undefined])
    if (seen.kind !== 'ok') return
    world.sometimes.saw('codes shown')
    world.handedOver.showed(seen.value.codes, orderId)
    if (!random.chance(0.4)) return
    const asked = await gives()
    if (asked.kind === 'refused' && asked.refusal === 'codes_revealed') world.sometimes.saw('return of seen codes refused')
  },
}

/** At the counter: takes a voucher, or two colleagues take the same one at once (S44). */
export const redeems: Actor = {
  name: 'redeems', who: 'merchant', weight: 7, trade: 'services',
  act: async ({ world, phone, random }) => {
    const open = world.documents.all('vouchers').filter(voucher => voucher.state === 'unused')
    if (open.length === 0) return
    const { id: code } = random.pick(open)
    const redeem = async (requestId: string): Promise<void> => {
      for (let tries = 0; tries < 3; tries += 1) {
        const answer = await phone.admin('voucher.redeem', { code, requestId })
        if (answer.kind === 'ok') return world.handedOver.used(code, requestId)
        if (answer.kind === 'refused') return
        await world.timeline.sleep(random.int(200, 3000))
      }
    }
    const request = (): Promise<void> => redeem(`redeem-${world.nextNumber(4)}`)
    await Promise.all(random.chance(0.4) ? [request(), request()] : [request()])
  },
}

/** Has had a part of the service, and wants all the money back (S44). */
export const wantsBackWhatWasUsed: Actor = {
  name: 'wants back what was used', who: 'shopper', weight: 3, trade: 'services',
  act: async ({ world, phone, random }) => {
    const used = world.documents.all('vouchers').filter(voucher => voucher.openid === phone.openid && voucher.state === 'used')
    const order = used.length > 0 ? world.documents.one('orders', random.pick(used).orderId) : undefined
    const lines = order?.lines.filter(line => line.left.quantity > 0).map(({ skuId, left: { quantity } }) => ({ skuId, quantity })) ?? []
    if (!order || lines.length === 0) return
    const asked = await phone.shop('return.request', { orderId: order.id, lines, reason: '没空去' })
    if (asked.kind === 'refused' && asked.refusal === 'vouchers_used') world.sometimes.saw('return of used vouchers refused')
  },
}

/** New codes, some of which the shop has had before. A batch once sent is sent until its fate is known. */
export const importsCodes: Actor = {
  name: 'imports codes', who: 'merchant', weight: 2, trade: 'services',
  act: async ({ world, phone, random }) => {
    const from = random.int(1, 8)
    const input = { importId: `batch-${world.nextNumber(4)}`, skuId: 'card-50', productId: 'card', codes: someCodes(from, from + random.int(0, 3)) }
    for (let tries = 0; tries < 5; tries += 1) {
      if ((await phone.admin('codes.import', input)).kind !== 'nothing') return
      await world.timeline.sleep(random.int(500, 20_000))
    }
  },
}

export function someCodes(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `LT-${String(from + index).padStart(6, '0')}`)
}
