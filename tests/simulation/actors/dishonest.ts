import { MINUTE_MS, SECOND_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { riskRulesOf } from '../../../cloudfunctions/domain/shop/setup'
import { type Errand, places } from '../people/buying'
import type { World } from '../people/world'

/** Pages it reads at a time. */
const AT_ONCE = 4
/** What instances may have counted for themselves and not in the store. */
const SLACK = 100
/** So long an instance may believe what it has seen of blocks, and clocks may differ. */
const BELIEVED_MS = 37 * SECOND_MS

/** Reads everything there is as fast as it can, within one minute, until it is shut out; comes back, and must still be (S77). */
export async function crawls({ world, phone, random }: Errand): Promise<void> {
  const { timeline, plan } = world
  const limit = riskRulesOf(plan.setup).rates.find(rule => rule.id === 'reads')?.limit.perMinute ?? 0
  await timeline.sleep(random.int(0, 3) * MINUTE_MS)
  await timeline.sleep(MINUTE_MS - timeline.now % MINUTE_MS)
  const minute = timeline.now
  const before = troubles(world)
  let read = 0
  let until = 0
  const page = async (): Promise<boolean> => {
    const productId = random.pick(plan.products).id
    const heard = await (random.chance(0.3) ? phone.shop('goods.list', { categoryId: null, keyword: null, cursor: null }) : phone.shop('goods.get', { productId }))
    if (heard.kind === 'ok') read += 1
    if (heard.kind !== 'refused' || heard.refusal !== 'reads_blocked') return false
    until = (heard.detail as { until: number }).until
    world.sometimes.saw('a crawler was shut out')
    return true
  }
  const reads = async (): Promise<void> => {
    while (until === 0 && read < limit + SLACK && timeline.now < minute + MINUTE_MS) await page()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, reads))
  const untroubled = (): boolean => troubles(world) === before
  if (untroubled() && read >= limit + SLACK) world.broken.push(`S77: a crawler read ${read} pages in a minute, of ${limit}`)
  if (until === 0) return
  await timeline.sleep(BELIEVED_MS)
  for (let pages = 0; pages < 3 && timeline.now < until - BELIEVED_MS; pages += 1) {
    if (!await page() && untroubled()) world.broken.push('S77: a crawler that was shut out read on')
  }
}

/** What may keep a reading from being counted: nobody goes without a page because of it. */
const TROUBLES = /^(db|clock)_|^(crash|hang|cold_start|phone_lost)#/

function troubles({ faults }: World): number {
  return faults.strokes.filter(stroke => TROUBLES.test(stroke)).length
}

/** One person's accounts: each takes a coupon and orders once to the same door, and comes back for more coupons (S72). */
export async function gathersCoupons(errand: Errand, end: number): Promise<void> {
  const { world, phone, random } = errand
  await world.timeline.sleep(random.int(0, 40_000))
  await phone.shop('session.start', { source: 'direct', code: null, path: '' })
  await claims(errand, 'spring-1')
  await places(errand, { kind: 'alone', groupId: null, lines: [{ productId: 'soap', skuId: 'soap-1', quantity: 1 }] })
  while (world.timeline.now < end) {
    await world.timeline.sleep(random.int(40_000, 80_000))
    await claims(errand, 'spring-2')
  }
}

/** Whoever is held is given no coupon; one that was on its way before may arrive. */
async function claims({ world, phone }: Errand, templateId: string): Promise<void> {
  const { documents } = world
  await documents.refresh()
  const member = documents.one('members', phone.openid)
  const known = new Set([...Object.keys(member?.coupons ?? {}), ...Object.keys(documents.one('coupon_templates', templateId)?.inflight ?? {})])
  const heard = await phone.shop('coupon.claim', { templateId })
  if (heard.kind === 'refused' && heard.refusal === 'claims_held') world.sometimes.saw('a held account got no coupon')
  if (member?.standing?.verdict === 'held' && heard.kind === 'ok' && !known.has(heard.value.couponId)) world.broken.push(`S72: ${phone.openid} is held and was given a coupon`)
}
