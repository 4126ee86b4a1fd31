import type { OrderView } from '../../../cloudfunctions/contract'
import { MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { confirms, type Errand, opensSheet } from '../people/buying'

/** What a shopper does with an order that waits to be paid. */
interface Ending {
  readonly name: string
  readonly weight: number
  readonly act: (errand: Errand, order: OrderView) => Promise<void>
}

async function pays(errand: Errand, order: OrderView): Promise<void> {
  const { world, phone, random } = errand
  for (let tries = 0; tries < 3; tries += 1) {
    const sheet = await opensSheet(errand, order.orderId)
    if (sheet === 'paid') return
    if (sheet !== undefined) {
      await world.timeline.sleep(random.int(500, 15_000))
      if (await confirms(errand, order.orderId, sheet) && random.chance(0.7)) await phone.shop('order.sync', { orderId: order.orderId })
      return
    }
    await world.timeline.sleep(random.int(1000, 20_000))
  }
}

/** Stands in the sheet until the order's time is almost over, or over. */
export async function paysLate(errand: Errand, order: OrderView): Promise<void> {
  const { world, phone, random } = errand
  const sheet = await opensSheet(errand, order.orderId)
  if (sheet === undefined || sheet === 'paid') return
  const until = (order.payUntil ?? world.timeline.now) - world.timeline.now
  await world.timeline.sleep(Math.max(0, until + random.pick([-2000, -100, -1, 0, 1, 500, MINUTE_MS, 3 * MINUTE_MS])))
  await confirms(errand, order.orderId, sheet)
  if (random.chance(0.4)) await phone.shop('order.sync', { orderId: order.orderId })
}

async function cancels({ world, phone, random }: Errand, order: OrderView): Promise<void> {
  await world.timeline.sleep(random.int(1000, MINUTE_MS))
  await phone.shop('order.cancel', { orderId: order.orderId })
}

/** Two thumbs: pays with one and cancels with the other. */
async function paysAndCancels(errand: Errand, order: OrderView): Promise<void> {
  const { world, phone, random } = errand
  const { orderId } = order
  const cancel = async (): Promise<void> => {
    await world.timeline.sleep(random.pick([random.int(0, 60), random.int(0, 400)]))
    await phone.shop('order.cancel', { orderId })
  }
  const pay = async (): Promise<void> => {
    const sheet = await opensSheet(errand, orderId)
    if (sheet === undefined || sheet === 'paid') return
    await world.timeline.sleep(random.pick([0, 30, 300, 3000, 100_000]))
    await confirms(errand, orderId, sheet)
  }
  await Promise.all([pay(), cancel()])
}

/** Cancels with the sheet open behind, and pays in it after all: WeChat should no longer take the money, and now and then does. */
async function cancelsAndPays(errand: Errand, order: OrderView): Promise<void> {
  const { world, phone, random } = errand
  const sheet = await opensSheet(errand, order.orderId)
  if (sheet === undefined || sheet === 'paid') return
  await phone.shop('order.cancel', { orderId: order.orderId })
  await world.timeline.sleep(random.pick([20_000, 60_000, 110_000]))
  await confirms(errand, order.orderId, sheet)
}

/** Has a sheet already, taps again and again, and pays in the first sheet while the others are still on their way. */
async function tapsTwice(errand: Errand, order: OrderView): Promise<void> {
  const { world, random } = errand
  const first = await opensSheet(errand, order.orderId)
  const again = [opensSheet(errand, order.orderId), opensSheet(errand, order.orderId)]
  await world.timeline.sleep(random.int(0, 300))
  if (first !== undefined && first !== 'paid') await confirms(errand, order.orderId, first)
  for (const sheet of await Promise.all(again)) {
    if (sheet !== undefined && sheet !== 'paid' && random.chance(0.5)) await confirms(errand, order.orderId, sheet)
  }
}

async function forgets(): Promise<void> {}

const ENDINGS: readonly Ending[] = [
  { name: 'pays', weight: 10, act: pays },
  { name: 'pays late', weight: 2, act: paysLate },
  { name: 'cancels', weight: 1.5, act: cancels },
  { name: 'pays and cancels', weight: 3, act: paysAndCancels },
  { name: 'cancels and pays', weight: 2.5, act: cancelsAndPays },
  { name: 'taps twice', weight: 2, act: tapsTwice },
  { name: 'forgets', weight: 1, act: forgets },
]

/** The rest of an errand whose order is placed. */
export async function endsSomehow(errand: Errand, order: OrderView | undefined): Promise<void> {
  if (!order) return
  await errand.world.timeline.sleep(errand.random.int(200, 20_000))
  await errand.random.weighted(ENDINGS).act(errand, order)
}
