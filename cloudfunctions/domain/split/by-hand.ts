import { type Decision, accept, refuse } from '../kernel/decision'
import { addFen, fen, type Fen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import { posting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import type { Split, SplitReturn, SplitShare } from './split'

/** What a supplier is still owed of an order: the share, less what WeChat and the merchant have paid. */
export function unpaidFen({ owedFen, amountFen, result, byHandFen }: SplitShare): Fen {
  return fen(owedFen - (result === 'paid' ? amountFen : 0) - (byHandFen ?? 0))
}

/** Everybody who is still owed something of an order whose sharing out has ended; nobody while WeChat may yet pay (S55). */
export function unpaidShares(split: Split): { readonly supplierId: string; readonly amountFen: Fen }[] {
  if (split.state === 'due' || split.state === 'sharing') return []
  return split.shares.map(share => ({ supplierId: share.supplierId, amountFen: unpaidFen(share) })).filter(one => one.amountFen > 0)
}

/** The merchant paid a supplier by other means what WeChat did not (S55): never more than is owed, and not while WeChat may yet pay. */
export function payByHand(split: Split, supplierId: string, amountFen: Fen): Decision<Split, 'split_not_ended' | 'more_than_owed'> {
  if (split.state === 'due' || split.state === 'sharing') return refuse('split_not_ended')
  const share = split.shares.find(one => one.supplierId === supplierId)
  if (!share || amountFen > unpaidFen(share)) return refuse('more_than_owed')
  const shares = split.shares.map(one => one === share ? { ...one, byHandFen: addFen(one.byHandFen ?? ZERO_FEN, amountFen) } : one)
  return accept({ ...split, shares, version: split.version + 1 })
}

/** Money from the shop's bank account, or its till, to a supplier; the id is of whoever recorded it. */
export function paidByHandPosting(id: string, split: Split, supplierId: string, amountFen: Fen, at: Instant): Posting {
  return posting(`${id}.by_hand`, 'paid_by_hand', split.id, at, [{ account: 'supplier_payable', amountFen, party: supplierId }, { account: 'bank', amountFen: fen(0 - amountFen) }])
}

/** A supplier gave back by other means the share WeChat could not return before a refund. */
export function gotBackPosting(split: Split, { id, supplierId, amountFen }: SplitReturn, at: Instant): Posting {
  return posting(`${id}.by_hand`, 'paid_by_hand', split.id, at, [{ account: 'bank', amountFen }, { account: 'supplier_payable', amountFen: fen(0 - amountFen), party: supplierId }])
}
