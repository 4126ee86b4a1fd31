import { addFen, type Fen, subtractFen, ZERO_FEN } from '../kernel/fen'
import { type Decision, accept, refuse } from '../kernel/decision'
import type { Instant } from '../kernel/instant'

/** A part of a deposit that its owner cannot take back for now. */
export interface Freeze {
  readonly amountFen: Fen
  readonly reason: string
  readonly at: Instant
}

/** What a supplier or a leader has left with the shop as security (S74); `balanceFen` is the fold of the ledger's entries for it. */
export interface Deposit {
  /** `supplier:farm`, `leader:openid`. */
  readonly id: string
  readonly balanceFen: Fen
  /** Never more than the balance; the sum of the freezes. */
  readonly frozenFen: Fen
  /** By the id of the request that froze it. */
  readonly freezes: Readonly<Record<string, Freeze>>
  readonly updatedAt: Instant
}

export type DepositCommand =
  | { readonly kind: 'receive' | 'withdraw'; readonly amountFen: Fen }
  | { readonly kind: 'freeze'; readonly freezeId: string; readonly amountFen: Fen; readonly reason: string }
  | { readonly kind: 'release'; readonly freezeId: string }
  | { readonly kind: 'deduct'; readonly freezeId: string; readonly amountFen: Fen }

export type DepositRefusal = 'deposit_too_low' | 'deposit_frozen' | 'freeze_not_found' | 'too_many_freezes'

/** Few enough to stand in one document and to be looked at. */
export const MAX_FREEZES = 50

export function noDeposit(id: string, now: Instant): Deposit {
  return { id, balanceFen: ZERO_FEN, frozenFen: ZERO_FEN, freezes: {}, updatedAt: now }
}

export function availableFen({ balanceFen, frozenFen }: Deposit): Fen {
  return subtractFen(balanceFen, frozenFen)
}

/**
 * What a deposit becomes (S74). Only what is not frozen can be withdrawn or frozen; what is frozen is released whole, or deducted as far as it was
 * frozen, the rest of that freeze being released with it.
 */
export function changeDeposit(deposit: Deposit, command: DepositCommand, now: Instant): Decision<Deposit, DepositRefusal> {
  const { balanceFen, frozenFen, freezes } = deposit
  const changed = (changes: Partial<Deposit>): Decision<Deposit, DepositRefusal> => accept({ ...deposit, ...changes, updatedAt: now })
  switch (command.kind) {
    case 'receive': return changed({ balanceFen: addFen(balanceFen, command.amountFen) })
    case 'withdraw': {
      if (command.amountFen > balanceFen) return refuse('deposit_too_low')
      return command.amountFen > availableFen(deposit) ? refuse('deposit_frozen') : changed({ balanceFen: subtractFen(balanceFen, command.amountFen) })
    }
    case 'freeze': {
      if (command.amountFen > availableFen(deposit)) return refuse('deposit_too_low')
      if (Object.keys(freezes).length >= MAX_FREEZES) return refuse('too_many_freezes')
      const { amountFen, reason } = command
      return changed({ frozenFen: addFen(frozenFen, amountFen), freezes: { ...freezes, [command.freezeId]: { amountFen, reason, at: now } } })
    }
    case 'release': case 'deduct': {
      const { [command.freezeId]: freeze, ...others } = freezes
      if (!freeze) return refuse('freeze_not_found')
      const takenFen = command.kind === 'deduct' ? command.amountFen : ZERO_FEN
      if (takenFen > freeze.amountFen) return refuse('deposit_too_low')
      return changed({ balanceFen: subtractFen(balanceFen, takenFen), frozenFen: subtractFen(frozenFen, freeze.amountFen), freezes: others })
    }
  }
}
