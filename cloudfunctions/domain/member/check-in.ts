import { dayOf } from '../kernel/day'
import { accept, type Decision, refuse } from '../kernel/decision'
import { DAY_MS, type Instant } from '../kernel/instant'
import { checkInPosting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import type { ShopSetup } from '../shop/setup'
import type { CheckIn, Member } from './member'

export interface CheckedIn {
  readonly member: Member
  readonly checkIn: CheckIn
  /** Undefined when today's points were given before. */
  readonly posting: Posting | undefined
}

/**
 * One claim of points a Shanghai day, by the server's clock, with a bonus on every n-th day in a row where the shop has one (X3). A second one on
 * the same day answers what the first one gave and gives nothing. `name` stands for the shopper in the posting's id.
 */
export function decideCheckIn(member: Member, { checkInPoints, checkInStreak }: Pick<ShopSetup, 'checkInPoints' | 'checkInStreak'>, now: Instant, name = member.id): Decision<CheckedIn, 'check_in_off'> {
  const day = dayOf(now)
  const last = member.checkIn
  // A clock that went back does not bring a second check-in either.
  if (last && last.day >= day) return accept({ member, checkIn: last, posting: undefined })
  if (checkInPoints <= 0) return refuse('check_in_off')
  const streak = last?.day === dayOf(now - DAY_MS) ? last.streak + 1 : 1
  const bonus = checkInStreak && streak % checkInStreak.days === 0 ? checkInStreak.points : 0
  const checkIn: CheckIn = { day, points: checkInPoints + bonus, streak }
  return accept({
    member: { ...member, points: member.points + checkIn.points, checkIn },
    checkIn,
    posting: checkInPosting(member.id, day, checkIn.points, now, name),
  })
}

/** Whether the shopper has claimed the points of the day of `now`. */
export function checkedInToday({ checkIn }: Member, now: Instant): boolean {
  return checkIn !== undefined && checkIn.day >= dayOf(now)
}

/** Days in a row up to today, or up to yesterday when today's are still to be claimed. */
export function streakAt({ checkIn }: Member, now: Instant): number {
  return checkIn && checkIn.day >= dayOf(now - DAY_MS) ? checkIn.streak : 0
}
