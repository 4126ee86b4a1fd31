import type { Instant } from '../kernel/instant'
import { assertMove, type Transitions } from '../kernel/transition'
import type { Payee } from '../split/split'

export type PayeeChangeState = 'held' | 'checking' | 'applied' | 'dropped' | 'removed'

/** `removed`: the supplier had a payee and has none; the next one is a change as well. */
export const PAYEE_TRANSITIONS: Transitions<PayeeChangeState> = {
  held: ['held', 'checking', 'dropped', 'removed'],
  checking: ['held', 'checking', 'applied', 'dropped', 'removed'],
  applied: ['held', 'removed'],
  dropped: ['held', 'removed'],
  removed: ['held'],
}

/**
 * A change of whom a supplier's share is paid to (S76). Until a person's real name and face are checked nothing changes: shares go on to the payee
 * there was. One document a supplier, whose latest change it is.
 */
export interface PayeeChange {
  /** The supplier's. */
  readonly id: string
  readonly state: PayeeChangeState
  /** The payee wanted; absent once there is none. */
  readonly payee?: Payee
  /** The version at which the payee was wished for; names the wish. */
  readonly wish: number
  readonly askedBy: string
  readonly askedAt: Instant
  /** Of the check under way. */
  readonly token?: string
  /** Who is being checked, as a keyed hash of the id number, and who passed last: from then on only that person changes it. */
  readonly personKey?: string
  readonly passedBy?: string
  /** Raised by every change; a check belongs to the version it was begun for. */
  readonly version: number
}

/** The next version of a supplier's change, along its table. */
export function movePayeeChange(change: PayeeChange, state: PayeeChangeState, changes: Partial<PayeeChange> = {}): PayeeChange {
  assertMove('a payee change', PAYEE_TRANSITIONS, change.state, state)
  return { ...change, ...changes, state, version: change.version + 1 }
}

/** Asks for another payee: whatever was under way is over. */
export function holdPayee(known: PayeeChange | undefined, payee: Payee, openid: string, now: Instant): PayeeChange {
  if (!known) return { id: payee.supplierId, state: 'held', payee, askedBy: openid, askedAt: now, wish: 1, version: 1 }
  const { token: _token, personKey: _personKey, ...rest } = known
  return { ...movePayeeChange(rest, 'held'), payee, askedBy: openid, askedAt: now, wish: known.version + 1 }
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Whether a resident's id number fits its check digit (GB 11643): a mistyped one need not be paid for. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0)
  return '10X98765432'[sum % 11] === text[17]
}
