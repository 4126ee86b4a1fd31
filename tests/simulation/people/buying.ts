import { PRIVACY_VERSION } from '../../../cloudfunctions/domain/member/consent'
import type { OrderView, QuoteView } from '../../../cloudfunctions/contract'
import type { Random } from '../engine/random'
import type { Sometime } from '../sometimes'
import type { Phone } from './phone'
import type { PlaceInput } from './promises'
import type { World } from './world'
import { looksAround } from '../actors/browses'

/** What somebody wants; the rest follows from their wallet and the price. */
export type Wish = Pick<PlaceInput, 'kind' | 'lines' | 'groupId'>

/** A person with a phone in their world, for the length of one errand. */
export interface Errand {
  readonly world: World
  readonly phone: Phone
  readonly random: Random
}

/** Order numbers as phones make them. */
function newOrderId({ world, phone }: Errand): string {
  return `ord-${phone.openid.slice(-1)}-${world.nextNumber(4)}`
}

const agreed = new WeakSet<Phone>()

const TOLD: Readonly<Record<string, Sometime>> = {
  sold_out: 'sold out', group_full: 'lost the last seat', already_in_group: 'joined twice refused', too_many_unpaid: 'too many unpaid', order_id_taken: 'order id with other inputs refused', flash_sold_out: 'flash price sold out',
}

/** Whoever never agreed to the privacy text is asked before anything personal is sent. */
async function agrees({ phone }: Errand): Promise<boolean> {
  if (agreed.has(phone)) return true
  const heard = await phone.shop('privacy.agree', { version: PRIVACY_VERSION })
  if (heard.kind === 'ok') agreed.add(phone)
  return heard.kind === 'ok'
}

/** What of theirs somebody pays with: nothing but perhaps a coupon, their balance alone, or all they have. */
export type Spends = 'nothing' | 'balance' | 'everything'

/** Looks at the price and fills in the order form. Undefined when the goods cannot be had so. */
export async function fillsIn(errand: Errand, wish: Wish, spends: Spends = errand.random.chance(0.4) ? 'everything' : 'nothing'): Promise<{ input: PlaceInput; quote: QuoteView } | undefined> {
  const { world, phone, random } = errand
  if (world.plan.crowd.reads) await looksAround(errand, wish)
  const mine = spends === 'everything' || (spends === 'nothing' && random.chance(0.2)) ? await phone.shop('coupon.mine', { state: 'usable', cursor: null }) : undefined
  const coupon = mine?.kind === 'ok' ? mine.value.items[0] : undefined
  const purchase = {
    ...wish, couponIds: coupon ? [coupon.couponId] : [], points: spends === 'everything' ? random.pick([0, 100, 1000, 1000]) : 0, useBalance: spends !== 'nothing', delivery: 'standard' as const, platform: 'other' as const,
  }
  if (!await agrees(errand)) return undefined
  const { province, city, district } = phone.address
  const quote = await phone.shop('cart.quote', { ...purchase, region: isCarried(wish) ? { province, city, district } : null })
  if (quote.kind === 'refused') tell(world, quote.refusal)
  if (quote.kind !== 'ok') return undefined
  return { quote: quote.value, input: { ...purchase, orderId: newOrderId(errand), address: isCarried(wish) ? phone.address : null, agreed: wish.lines.map(line => line.skuId), quoteKey: quote.value.quoteKey } }
}

const isCarried = ({ lines }: Wish): boolean => lines.every(({ productId }) => productId !== 'card' && productId !== 'spa')

/** Submits, again and again under the same id while nothing certain is heard. Undefined when there is no order, or nobody knows. */
export async function places(errand: Errand, wish: Wish): Promise<OrderView | undefined> {
  const form = await fillsIn(errand, wish)
  if (!form) return undefined
  await errand.world.timeline.sleep(errand.random.int(500, 20_000))
  errand.world.promises.asked(errand.phone.openid, form.input, form.quote.payableFen)
  return submits(errand, form.input)
}

export async function submits({ world, phone, random }: Errand, input: PlaceInput): Promise<OrderView | undefined> {
  for (let tries = 0; tries < 5; tries += 1) {
    if (tries > 0) world.sometimes.saw('submit repeated')
    const placed = await phone.shop('order.place', input)
    if (placed.kind === 'ok') {
      world.promises.placed(placed.value)
      const { groupId } = placed.value
      if (groupId && !world.groupIds.includes(groupId)) world.groupIds.push(groupId)
      return placed.value
    }
    if (placed.kind === 'refused' && placed.refusal !== 'busy') {
      tell(world, placed.refusal)
      return undefined
    }
    await world.timeline.sleep(random.pick([500, 3000, 30_000]))
  }
  return undefined
}

function tell(world: World, refusal: string): void {
  const seen = TOLD[refusal]
  if (seen) world.sometimes.saw(seen)
  if (refusal === 'quote_changed') world.sometimes.saw('price changed before the submit')
}

/** Asks for the payment sheet. `paid` when nothing was left to pay through WeChat. */
export async function opensSheet({ world, phone }: Errand, orderId: string): Promise<string | 'paid' | undefined> {
  const pay = await world.watcher.whileAsking(orderId, phone.shop('order.pay', { orderId }))
  if (pay.kind !== 'ok') return undefined
  return pay.value.kind === 'paid' ? 'paid' : pay.value.params.package.replace('prepay_id=', '')
}

/** Confirms in the sheet. False when WeChat takes no money for it. */
export async function confirms({ world, phone }: Errand, orderId: string, prepayId: string): Promise<boolean> {
  const outcome = await world.wechat.pay.pay(prepayId, phone.openid)
  if (!outcome.ok) return false
  world.watcher.paid(orderId)
  world.trace.add(world.timeline.now, `${phone.openid} paid ${orderId}`)
  await world.documents.refresh()
  if (world.documents.one('orders', orderId)?.state === 'closed') {
    world.watcher.late.add(orderId)
    world.sometimes.saw('money after closing')
  }
  return true
}
