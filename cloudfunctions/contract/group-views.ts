import type { GroupView, Page, PersonView } from './views'

/** A group as the merchant sees it. */
export interface AdminGroupView {
  readonly groupId: string
  readonly productId: string
  readonly title: string
  readonly cover: string
  readonly leader: PersonView
  readonly state: GroupView['state']
  readonly size: number
  readonly formAt: number
  /** Paid seats, seats kept for unpaid orders, and people still missing to form. */
  readonly people: number
  readonly held: number
  readonly missing: number
  readonly openedAt: number
  readonly deadlineAt: number
  /** What a newcomer pays for a piece now. */
  readonly priceGroupFen: number
  /** True head count of a group that was completed short (S16). */
  readonly completedShort: number | null
  readonly actions: readonly 'complete'[]
}

export interface AdminGroupListView extends Page<AdminGroupView> {
  /** Whether the merchant may complete a short group, and the key of the text with the rules for it, to be shown beside the switch. */
  readonly completion: { readonly on: boolean; readonly ruleKey: 'simulated_completion' }
}

export interface AuditView {
  readonly id: string
  readonly at: number
  /** Who did it: the name they go by, and enough of the openid to tell people apart. */
  readonly by: PersonView & { readonly openidEnd: string }
  readonly act:
    | 'group.complete' | 'voucher.reschedule' | 'address.view' | 'order.correctParcel' | 'work.resolve' | 'split.paidByHand' | 'leader.save' | 'switch.turn'
    | 'access.deny' | 'risk.deny' | 'risk.decide' | 'risk.hold' | 'risk.rules' | 'block.raise' | 'block.decide'
    | 'deposit.receive' | 'deposit.withdraw' | 'deposit.freeze' | 'deposit.release' | 'deposit.deduct' | 'payee.hold' | 'payee.apply' | 'payee.drop'
    | 'inspection.draw' | 'inspection.decide' | 'restriction.impose' | 'restriction.lift'
  readonly subject: string
  readonly detail: string
}

/** Groups that formed by themselves are counted apart from those the merchant completed (S16). */
export interface GroupCountsView {
  readonly days: readonly { readonly day: string; readonly formed: number; readonly completedShort: number; readonly failed: number }[]
}
