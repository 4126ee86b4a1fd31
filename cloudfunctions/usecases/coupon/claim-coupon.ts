import { type ClaimRefusal, decideClaim, exchangedFor, overdue, triesOf } from '../../domain/coupon/claim-coupon'
import type { ClaimInFlight, CouponTemplate } from '../../domain/coupon/template'
import { type Decision, accept, refuse } from '../../domain/kernel/decision'
import type { Instant } from '../../domain/kernel/instant'
import type { HeldCoupon } from '../../domain/member/coupon'
import { type Member, newMember } from '../../domain/member/member'
import { riskRulesOf } from '../../domain/shop/setup'
import { Busy, type Clause, type Ports } from '../../ports'
import { gateClaim, type GateRefusal } from '../risk/gate-claim'
import { settleClaim } from './settle-claim'

/**
 * Claims one coupon of a template for a shopper, exactly (S21): never beyond the quota, never beyond the shopper's own limit, however many claim at
 * once and wherever a worker stops.
 *
 * One conditional update of the template takes a place in the quota and puts the claim in flight; one update of the shopper's document decides it,
 * under the number of the claim; a third takes it out of flight. Whoever finds a claim in flight brings it to its end: the shopper's next claim, or
 * the sweep. Before it takes anything, a claim that could succeed is counted against those of the shopper's (S25).
 */
export async function claimCoupon(ports: Ports, openid: string, templateId: string, ip?: string): Promise<Decision<HeldCoupon, ClaimRefusal | GateRefusal>> {
  const claimed = await claim(ports, openid, templateId, undefined, ip)
  if (!claimed.ok && claimed.refusal === 'exchange_id_taken') throw new Error('a claim without an exchange met one')
  return claimed as Decision<HeldCoupon, ClaimRefusal | GateRefusal>
}

/**
 * Claims a coupon for what its template costs in points, both or neither (S18). The request id names the exchange: asked for again it answers its
 * coupon, under another template it is refused.
 */
export function exchangeForCoupon(ports: Ports, openid: string, templateId: string, requestId: string): Promise<Decision<HeldCoupon, ClaimRefusal | 'exchange_id_taken'>> {
  return claim(ports, openid, templateId, requestId) as Promise<Decision<HeldCoupon, ClaimRefusal | 'exchange_id_taken'>>
}

/** What points pay for is no gift, and not counted. */
async function claim(ports: Ports, openid: string, templateId: string, requestId: string | undefined, ip?: string): Promise<Decision<HeldCoupon, ClaimRefusal | GateRefusal | 'exchange_id_taken'>> {
  const { store, clock, ids } = ports
  let admitted = requestId !== undefined
  for (let attempt = 0; attempt < 6; attempt++) {
    const [template, known, setup] = await Promise.all([store.get('coupon_templates', templateId), store.get('members', openid), admitted ? undefined : store.get('shop_setup', 'shop')])
    const member = known ?? newMember(openid, clock.now())
    const before = exchangedFor(member, requestId)
    if (before) return before.templateId === templateId ? accept(before) : refuse('exchange_id_taken')
    const number = triesOf(member, templateId)
    const couponId = `c${ids.derive(`coupon:${templateId}:${openid}:${number}`)}`
    const left = template?.inflight[couponId]
    if (template && left) {
      const coupon = await settleClaim(ports, template, couponId, left)
      if (coupon && coupon.requestId === requestId) return accept(coupon)
      continue
    }
    const now = clock.now()
    const decision = decideClaim(template, member, requestId !== undefined, now)
    if (!decision.ok) return decision
    if (!admitted) {
      const gate = await gateClaim(ports, member, riskRulesOf(setup), ip, now)
      if (!gate.ok) return gate
      admitted = true
    }
    if (!known) await store.insert('members', member)
    await makeRoom(ports, member, now)
    const flight: ClaimInFlight = { openid, number, nonce: ids.next(), at: now, points: decision.value.costPoints, ...(requestId !== undefined && { requestId }) }
    if (!await putInFlight(ports, decision.value, couponId, flight)) continue
    const coupon = await settleClaim(ports, decision.value, couponId, flight)
    if (coupon) return accept(coupon)
  }
  throw new Busy(`claims of ${templateId}`)
}

/** The decision about the quota once more, as a condition of the update: what was read may have changed. */
function putInFlight({ store }: Ports, { id, quota, version }: CouponTemplate, couponId: string, claim: ClaimInFlight): Promise<boolean> {
  const field = `inflight.${couponId}`
  return store.update('coupon_templates', id, { inc: { claimed: 1 }, set: { [field]: claim, inflightAt: claim.at } }, [
    { field: 'claimed', is: 'lt', value: quota },
    { field: 'version', is: 'eq', value: version },
    { field: 'state', is: 'eq', value: 'open' },
    { field, is: 'absent' },
  ])
}

/** Drops coupons that are over when there are many, apart from the claim: whether it stands must depend on its number alone. */
async function makeRoom({ store }: Ports, member: Member, now: Instant): Promise<void> {
  const dropped = overdue(member, now).slice(0, 50)
  if (dropped.length === 0) return
  const stillOver = dropped.map((id): Clause => ({ field: `coupons.${id}.state`, is: 'neq', value: 'held' }))
  await store.update('members', member.id, { unset: dropped.map(id => `coupons.${id}`) }, stillOver)
}
