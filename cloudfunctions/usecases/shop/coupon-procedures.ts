import type { CentreCouponView, MyCouponsTab, MyCouponView } from '../../contract/coupon-views'
import type { Page } from '../../contract/views'
import { type ClaimRefusal, claimsOf } from '../../domain/coupon/claim-coupon'
import type { CouponTemplate } from '../../domain/coupon/template'
import type { HeldCoupon } from '../../domain/member/coupon'
import { type Member, newMember } from '../../domain/member/member'
import { answer, type Answer, type Call, refused } from '../answer'
import { claimCoupon } from '../coupon/claim-coupon'
import type { GateRefusal } from '../risk/gate-claim'
import { readCursor, toPage } from '../paging'
import { couponSentence, couponView } from '../views/coupon-view'

const PAGE_SIZE = 20

/** The coupon centre (S21): what can be claimed and what the caller already has of it. Two round trips side by side. */
export async function listTemplatesToClaim({ ports, openid }: Call, { cursor }: { cursor: string | null }): Promise<Answer<Page<CentreCouponView>, never>> {
  const { store, clock } = ports
  const now = clock.now()
  const after = readCursor(cursor)
  const [templates, member] = await Promise.all([
    store.page({
      collection: 'coupon_templates',
      where: [{ field: 'state', is: 'eq', value: 'open' }, { field: 'claimUntil', is: 'gt', value: now }],
      order: { field: 'claimUntil', direction: 'asc' },
      ...(after && { after }),
      limit: PAGE_SIZE,
    }),
    store.get('members', openid),
  ])
  return answer(toPage(templates, PAGE_SIZE, template => template.claimUntil, template => centreView(template, member ?? newMember(openid, now), now)))
}

function centreView(template: CouponTemplate, member: Member, now: number): CentreCouponView {
  const { id, name, rule, quota, claimed, perShopper, claimFrom, claimUntil, validity, costPoints } = template
  const mine = claimsOf(member, id)
  const state = mine >= perShopper ? 'claimed' : claimed >= quota ? 'gone' : now < claimFrom ? 'upcoming' : 'claimable'
  return {
    templateId: id, name, say: couponSentence(rule), scope: rule.scope, newShoppersOnly: rule.newShoppersOnly ?? false,
    left: quota - claimed, quota, mine, perShopper, claimFrom, claimUntil, validity, costPoints, state,
  }
}

export async function claimFreeCoupon({ ports, openid, ip }: Call, { templateId }: { templateId: string }): Promise<Answer<MyCouponView, ClaimRefusal | GateRefusal>> {
  const claimed = await claimCoupon(ports, openid, templateId, ip)
  return claimed.ok ? answer(myCouponView(claimed.value, ports.clock.now())) : refused(claimed.refusal)
}

interface Tab {
  readonly holds: (coupon: HeldCoupon, now: number) => boolean
  /** Ascending. */
  readonly by: (coupon: HeldCoupon) => number
}

/** What an unpaid order holds is still the shopper's to see; what ends first comes first, what is over comes newest first. */
const TABS: Readonly<Record<MyCouponsTab, Tab>> = {
  usable: { holds: (coupon, now) => coupon.state === 'held' || (coupon.state === 'unused' && now < coupon.expiresAt), by: coupon => coupon.expiresAt },
  used: { holds: coupon => coupon.state === 'used', by: coupon => -coupon.claimedAt },
  expired: { holds: (coupon, now) => coupon.state === 'unused' && now >= coupon.expiresAt, by: coupon => -coupon.expiresAt },
}

/** The caller's coupons, of which a document carries few enough to sort here. */
export async function listMyCoupons({ ports, openid }: Call, { state, cursor }: { state: MyCouponsTab; cursor: string | null }): Promise<Answer<Page<MyCouponView>, never>> {
  const now = ports.clock.now()
  const { holds, by } = TABS[state]
  const after = readCursor(cursor)
  const member = await ports.store.get('members', openid)
  const rank = (coupon: HeldCoupon): [number, string] => [by(coupon), coupon.id]
  const page = Object.values(member?.coupons ?? {})
    .filter(coupon => holds(coupon, now) && (!after || comesAfter(rank(coupon), [Number(after.value), after.id])))
    .sort((a, b) => comesAfter(rank(a), rank(b)) ? 1 : -1)
    .slice(0, PAGE_SIZE)
  return answer(toPage(page, PAGE_SIZE, by, coupon => myCouponView(coupon, now)))
}

function comesAfter([value, id]: [number, string], [otherValue, otherId]: [number, string]): boolean {
  return value !== otherValue ? value > otherValue : id > otherId
}

export function myCouponView(coupon: HeldCoupon, now: number): MyCouponView {
  return { ...couponView(coupon, now), scope: coupon.rule.scope, orderId: coupon.orderId ?? null }
}
