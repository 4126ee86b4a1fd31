import { accept, type Decision, refuse } from '../kernel/decision'
import type { Instant } from '../kernel/instant'
import { isEmpty, pointsLeftPosting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import { type Member, newMember } from './member'

/** What is still open of a shopper's, beside what stands in the member itself. */
export interface OpenMatters {
  readonly orders: boolean
  readonly afterSales: boolean
  readonly topUps: boolean
  /** Commission on its way to them. */
  readonly transfers: boolean
  /** They act for the shop or a supplier. */
  readonly staff: boolean
}

export type LeaveRefusal = 'orders_open' | 'balance_left' | 'after_sales_open' | 'top_up_open' | 'staff_account'

export interface Left {
  readonly member: Member
  /** Undefined without points. */
  readonly posting: Posting | undefined
}

/**
 * A shopper asks for everything of theirs to be removed (S12): refused while money, orders or after-sales are open. Points and coupons are given up, and
 * consent ends. The member stays, marked, until all the rest was renamed; its coupons go with it, so that claims under way can still end.
 */
export function decideLeave(member: Member, open: OpenMatters, pseudonym: string, now: Instant): Decision<Left, LeaveRefusal> {
  if (open.staff) return refuse('staff_account')
  if (open.orders || member.holdCount > 0) return refuse('orders_open')
  if (open.afterSales) return refuse('after_sales_open')
  if (open.topUps) return refuse('top_up_open')
  // Commission, too, is money that is theirs; below zero it is what refunds took back, which nobody is held to.
  if (member.balanceFen > 0 || open.transfers || (member.commissionFen ?? 0) > 0) return refuse('balance_left')
  const posting = pointsLeftPosting(member.id, pseudonym, member.points, now)
  return accept({
    member: { ...member, nickname: '', avatar: '', points: 0, consents: [], leaving: { pseudonym, since: now } },
    posting: isEmpty(posting) ? undefined : posting,
  })
}

/** What is kept under the pseudonym so that counts still add up: how many coupons were claimed and how much was bought, nothing about the person. */
export function leftBehind({ leaving, claims, claimTries, bought, counted, paidOrders, createdAt }: Member): Member {
  if (!leaving) throw new Error('nobody is leaving')
  return { ...newMember(leaving.pseudonym, createdAt), claims, ...(claimTries && { claimTries }), bought, counted, paidOrders }
}

/** Whoever opens the shop again under the same openid is new. Money that came in the meantime is theirs; what was decided about abuse stays, for leaving must not lift it (S72). */
export function startedAnew({ id, balanceFen, points, standing }: Member, now: Instant): Member {
  return { ...newMember(id, now), balanceFen, points, ...(standing && { standing }) }
}
