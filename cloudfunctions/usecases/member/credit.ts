import { addFen } from '../../domain/kernel/fen'
import type { Refund } from '../../domain/refund/refund'
import { isEmpty } from '../../domain/ledger/postings'
import type { RefundPromise } from '../../domain/refund/promise-refund'
import type { Instant } from '../../domain/kernel/instant'
import type { Transaction } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { clawBackCommission } from '../commission/earn-commission'
import { outdateInvoice } from '../invoice/outdate-invoice'

/** Saves a promised refund with all that belongs to it: the order, the posting, what goes back to the shopper's balance and points, its invoice, and what must follow. */
export async function saveRefund(tx: Transaction, { order, refund, posting, effects }: RefundPromise, now: Instant): Promise<void> {
  await tx.replace('orders', await clawBackCommission(tx, order, refund.id, now))
  await tx.insert('refunds', refund)
  if (!isEmpty(posting)) await tx.insert('postings', posting)
  await creditRefund(tx, refund)
  await outdateInvoice(tx, order, now)
  await saveEffects(tx, effects, now)
}

/** Balance and points come back with the promise, in the transaction that posts it (I2, S20). */
async function creditRefund(tx: Transaction, { openid, balanceFen, points }: Refund): Promise<void> {
  if (balanceFen === 0 && points === 0) return
  const member = await tx.get('members', openid)
  if (!member) throw new Error('a refund to a member who is not there')
  await tx.replace('members', { ...member, balanceFen: addFen(member.balanceFen, balanceFen), points: member.points + points })
}
