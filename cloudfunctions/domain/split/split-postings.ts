import { type Fen, fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import { posting } from '../ledger/postings'
import type { Entry, Posting } from '../ledger/posting'
import { shareNumber, type Split, type SplitReturn, type SplitShare } from './split'

/** A supplier's share left the account: the shop owes that much less (S55). Its id is WeChat's number, by which the fund-flow bill knows it. */
export function sharePaidPosting(split: Split, share: SplitShare, at: Instant): Posting {
  return posting(`${share.detailId || `${shareNumber(split)}-${share.supplierId}`}.split`, 'split', split.id, at, towards(share.supplierId, share.amountFen))
}

/** A share came back before a refund: the shop owes it again, until the refund's own posting takes it away. */
export function shareReturnedPosting(split: Split, { id, supplierId, amountFen }: SplitReturn, at: Instant): Posting {
  return posting(`${id}.split_returned`, 'split_returned', split.id, at, towards(supplierId, fen(0 - amountFen)))
}

function towards(supplierId: string, amountFen: Fen): Entry[] {
  return [{ account: 'supplier_payable', amountFen, party: supplierId }, { account: 'wechat_clearing', amountFen: fen(0 - amountFen) }]
}
