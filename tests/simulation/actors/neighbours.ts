import { type Errand, places } from '../people/buying'
import { endsSomehow } from './endings'

/** Comes once, like everybody in the quarter: looks, takes a coupon, orders to the gatehouse (S72). */
export async function ordersOnce(errand: Errand): Promise<void> {
  const { world, phone, random } = errand
  await world.timeline.sleep(random.int(0, 90_000))
  await phone.shop('session.start', { source: 'direct', code: null, path: '' })
  await phone.shop('coupon.claim', { templateId: 'spring-1' })
  await endsSomehow(errand, await places(errand, { kind: 'alone', groupId: null, lines: [{ productId: 'soap', skuId: 'soap-1', quantity: 1 }] }))
}
