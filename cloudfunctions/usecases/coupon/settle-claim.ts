import { exchangedFor, triesOf } from '../../domain/coupon/claim-coupon'
import { type ClaimInFlight, couponOf, type CouponTemplate } from '../../domain/coupon/template'
import { pointsExchangedPosting } from '../../domain/ledger/postings'
import type { HeldCoupon } from '../../domain/member/coupon'
import type { Clause, Ports } from '../../ports'

/**
 * Decides a claim in flight at the shopper's document and takes it out of flight, exactly once however many try. A number is decided once: whoever
 * comes second sees by the nonce whether the coupon there is this claim's, and if not gives its place in the quota back. Answers the coupon when
 * the claim stands.
 */
export async function settleClaim(ports: Ports, template: CouponTemplate, couponId: string, claim: ClaimInFlight): Promise<HeldCoupon | undefined> {
  const { store } = ports
  const coupon = couponOf(template, couponId, claim)
  const given = await (claim.points > 0 ? exchange(ports, coupon, claim) : give(ports, coupon, claim))
  const stands = given ? coupon : await standing(ports, couponId, claim)
  const field = `inflight.${couponId}`
  await store.update('coupon_templates', template.id, { unset: [field], ...(!stands && { inc: { claimed: -1 } }) }, [{ field: `${field}.nonce`, is: 'eq', value: claim.nonce }])
  return stands
}

/** The coupon is the shopper's, unless this number has been decided before. */
function give({ store }: Ports, coupon: HeldCoupon, claim: ClaimInFlight): Promise<boolean> {
  const tries = `claimTries.${coupon.templateId}`
  const undecided: Clause = claim.number === 0 ? { field: tries, is: 'absent' } : { field: tries, is: 'eq', value: claim.number }
  return store.update('members', claim.openid, {
    set: { [`coupons.${coupon.id}`]: coupon },
    inc: { [tries]: 1, [`claims.${coupon.templateId}`]: 1 },
  }, [undecided])
}

/**
 * The coupon for points, in one transaction with the posting. With too few points, or when the exchange has brought another coupon meanwhile, the
 * number is used up, so that the claim can never stand (I2, I3).
 */
function exchange({ store }: Ports, coupon: HeldCoupon, { openid, number, points, at, requestId }: ClaimInFlight): Promise<boolean> {
  const { templateId } = coupon
  return store.transaction(async (tx) => {
    const member = await tx.get('members', openid)
    if (!member || triesOf(member, templateId) !== number) return false
    const tried = { ...member, claimTries: { ...member.claimTries, [templateId]: number + 1 } }
    if (member.points < points || exchangedFor(member, requestId)) {
      await tx.replace('members', tried)
      return false
    }
    await tx.replace('members', {
      ...tried,
      points: member.points - points,
      coupons: { ...member.coupons, [coupon.id]: coupon },
      claims: { ...member.claims, [templateId]: (member.claims[templateId] ?? 0) + 1 },
    })
    await tx.insert('postings', pointsExchangedPosting(coupon.id, openid, points, at))
    return true
  })
}

async function standing({ store }: Ports, couponId: string, { openid, nonce }: ClaimInFlight): Promise<HeldCoupon | undefined> {
  const coupon = (await store.get('members', openid))?.coupons[couponId]
  return coupon?.nonce === nonce ? coupon : undefined
}
