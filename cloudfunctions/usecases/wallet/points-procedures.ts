import type { CheckedInView, LevelView, PointsExchangedView, PointsView } from '../../contract'
import type { ClaimRefusal } from '../../domain/coupon/claim-coupon'
import { checkedInToday, decideCheckIn, streakAt } from '../../domain/member/check-in'
import { newMember } from '../../domain/member/member'
import { levelOf, type MemberLevel, nextLevel, NO_SETUP } from '../../domain/shop/setup'
import { answer, type Answer, type Call, refused } from '../answer'
import { exchangeForCoupon } from '../coupon/claim-coupon'
import { myCouponView } from '../shop/coupon-procedures'

/** Points, level and today's check-in, side by side (S18, S19, X3). */
export async function getPoints({ ports, openid }: Call): Promise<Answer<PointsView, never>> {
  const { store, clock } = ports
  const [found, setup] = await Promise.all([store.get('members', openid), store.get('shop_setup', 'shop')])
  const now = clock.now()
  const member = found ?? newMember(openid, now)
  const { levels, checkInPoints, checkInStreak } = setup ?? NO_SETUP
  const reached = levelOf(levels, member.growth)
  const level = levels.find(one => one.level === reached)
  const next = nextLevel(levels, member.growth)
  return answer({
    points: member.points,
    growth: member.growth,
    level: level ? levelView(level) : null,
    next: next ? { ...levelView(next.level), missing: next.missing } : null,
    checkIn: { done: checkedInToday(member, now), points: checkInPoints, streak: streakAt(member, now), bonus: checkInStreak ?? null },
  })
}

export function levelView({ level, name, fromGrowth }: MemberLevel): LevelView {
  return { level, name, fromGrowth }
}

/** The day's claim: points and their posting in one transaction, so that of any number of taps one counts (X3). */
export async function checkIn({ ports, openid }: Call): Promise<Answer<CheckedInView, 'check_in_off'>> {
  const { store, clock, ids } = ports
  const setup = await store.get('shop_setup', 'shop') ?? NO_SETUP
  const decision = await store.transaction(async (tx) => {
    const now = clock.now()
    const found = await tx.get('members', openid)
    const member = found ?? newMember(openid, now)
    // Somebody who left and came back the same day is another member, and what they leave again must not name them.
    const decided = decideCheckIn(member, setup, now, ids.derive(`check-in:${openid}:${member.createdAt}`))
    if (!decided.ok || !decided.value.posting) return decided
    const { posting } = decided.value
    await (found ? tx.replace('members', decided.value.member) : tx.insert('members', decided.value.member))
    await tx.insert('postings', posting)
    return decided
  })
  if (!decision.ok) return refused(decision.refusal)
  const { member, checkIn: claimed } = decision.value
  return answer({ points: claimed.points, streak: claimed.streak, balance: member.points })
}

/** Points for a coupon, both or neither, once for each request id (S18). */
export async function exchangePoints({ ports, openid }: Call, { templateId, requestId }: { templateId: string; requestId: string }): Promise<Answer<PointsExchangedView, ClaimRefusal | 'exchange_id_taken'>> {
  const claimed = await exchangeForCoupon(ports, openid, templateId, requestId)
  if (!claimed.ok) return refused(claimed.refusal)
  const member = await ports.store.get('members', openid)
  return answer({ coupon: myCouponView(claimed.value, ports.clock.now()), balance: member?.points ?? 0 })
}
