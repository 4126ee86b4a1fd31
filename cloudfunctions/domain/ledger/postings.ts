import { addFen, type Fen, fen, subtractFen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import { paidLeftFen, paidOf, type Order } from '../order/order'
import { percentOf } from '../pricing/arithmetic'
import type { Refund } from '../refund/refund'
import { type Account, ACCOUNTS, type Entry, type PointAccount, POINT_ACCOUNTS, type PointEntry, type Posting, type PostingKind } from './posting'

/** A balanced posting without the entries of zero; throws on one that does not balance (X13, I2). */
export function posting(id: string, kind: PostingKind, orderId: string, at: Instant, entries: readonly Entry[], pointEntries: readonly PointEntry[] = []): Posting {
  if (addFen(...entries.map(entry => entry.amountFen)) !== 0) throw new Error(`posting ${id} does not balance`)
  if (pointEntries.reduce((sum, entry) => sum + entry.points, 0) !== 0) throw new Error(`posting ${id} does not balance in points`)
  const money = entries.filter(entry => entry.amountFen !== 0)
  const points = pointEntries.filter(entry => entry.points !== 0)
  const balanceOf = money.find(entry => entry.account === 'stored_value')?.party
  const commissionOf = money.find(entry => entry.account === 'commission_payable')?.party
  const pointsOf = points.find(entry => entry.account === 'points_outstanding')?.party
  const suppliers = new Set(money.flatMap(({ account, party }) => account === 'supplier_payable' && party !== undefined ? [party] : []))
  return {
    id, kind, orderId, at, entries: money, pointEntries: points,
    ...(balanceOf !== undefined && { balanceOf }), ...(commissionOf !== undefined && { commissionOf }), ...(pointsOf !== undefined && { pointsOf }), ...(suppliers.size > 0 && { suppliers: [...suppliers] }),
  }
}

/** Whether there is anything to write down: an order paid by a coupon alone moves nothing. */
export function isEmpty({ entries, pointEntries }: Posting): boolean {
  return entries.length === 0 && pointEntries.length === 0
}

function debit(account: Account, amountFen: Fen, party?: string): Entry {
  return { account, amountFen, ...(party !== undefined && { party }) }
}

function credit(account: Account, amountFen: Fen, party?: string): Entry {
  return debit(account, subtractFen(ZERO_FEN, amountFen), party)
}

/** Points from one account to the other; a shopper's account is `points_outstanding`. */
function movePoints(from: PointAccount, to: PointAccount, points: number, openid: string): PointEntry[] {
  const side = (account: PointAccount, amount: number): PointEntry => ({ account, points: amount, ...(account === 'points_outstanding' && { party: openid }) })
  return [side(from, points), side(to, -points)]
}

/** Money that came through WeChat. */
export function paymentPosting(order: Order, at: Instant): Posting {
  const { amountFen } = order.payment
  return posting(`${order.id}.payment`, 'payment', order.id, at, [debit('wechat_clearing', amountFen), credit('customer_prepaid', amountFen)])
}

/** Balance and points that pay for an order: from now on they are spent and no longer kept. */
export function fundsSpentPosting({ id, openid, funds }: Order, at: Instant): Posting {
  const { balanceFen, points } = funds
  return posting(`${id}.funds`, 'funds_spent', id, at, [debit('stored_value', balanceFen, openid), credit('customer_prepaid', balanceFen)], movePoints('points_outstanding', 'points_redeemed', points, openid))
}

/** What is promised back; balance and points come back with it, WeChat's part when WeChat says so. */
export function refundPromisedPosting(refund: Refund, at: Instant): Posting {
  const { id, orderId, openid, amountFen, balanceFen, points } = refund
  return posting(`${id}.promised`, 'refund_promised', orderId, at, [
    debit('customer_prepaid', addFen(amountFen, balanceFen)), credit('refund_payable', amountFen), credit('stored_value', balanceFen, openid),
  ], movePoints('points_redeemed', 'points_outstanding', points, openid))
}

export function refundReturnedPosting({ id, orderId, amountFen }: Refund, at: Instant): Posting {
  return posting(`${id}.returned`, 'refund_returned', orderId, at, [debit('refund_payable', amountFen), credit('wechat_clearing', amountFen)])
}

/**
 * What each supplier gets of an order: of what was paid for its lines and not given back, the share agreed on when they were ordered, rounded
 * down (S55, X9). A supplier has one share at a time, so all its lines of an order have the same.
 */
export function supplierShares({ lines }: Order): { readonly supplierId: string; readonly shareFen: Fen }[] {
  const theirs = lines.filter(line => line.supplierId !== '')
  return [...new Set(theirs.map(line => line.supplierId))].flatMap((supplierId) => {
    const own = theirs.filter(line => line.supplierId === supplierId)
    const shareFen = percentOf(addFen(...own.map(paidOf)), own[0]?.sharePercent ?? 0)
    return shareFen > 0 ? [{ supplierId, shareFen }] : []
  })
}

/** The sale is earned: what is left of the payment becomes revenue and suppliers' shares, and the order's points are the shopper's (X3). */
export function saleCompletedPosting(order: Order, pointsEarned: number, at: Instant): Posting {
  const paidFen = paidLeftFen(order)
  const shares = supplierShares(order)
  const revenueFen = subtractFen(paidFen, addFen(...shares.map(share => share.shareFen)))
  return posting(`${order.id}.completed`, 'sale_completed', order.id, at, [
    debit('customer_prepaid', paidFen), credit('revenue', revenueFen), ...shares.map(({ supplierId, shareFen }) => credit('supplier_payable', shareFen, supplierId)),
  ], movePoints('points_issued', 'points_outstanding', pointsEarned, order.openid))
}

/** Points a shopper is given for coming back (X3). `name` stands for the shopper in the id, which cannot be changed once they are gone (S12). */
export function checkInPosting(openid: string, day: string, points: number, at: Instant, name = openid): Posting {
  return posting(`${name}.check-in.${day}`, 'checked_in', '', at, [], movePoints('points_issued', 'points_outstanding', points, openid))
}

/** Points a shopper leaves behind with the account (S12). */
export function pointsLeftPosting(openid: string, pseudonym: string, points: number, at: Instant): Posting {
  return posting(`${pseudonym}.left`, 'points_left', '', at, [], movePoints('points_outstanding', 'points_redeemed', points, openid))
}

/** Points given up for a coupon, which may be one for goods (S18). */
export function pointsExchangedPosting(couponId: string, openid: string, points: number, at: Instant): Posting {
  return posting(`${couponId}.exchanged`, 'points_exchanged', '', at, [], movePoints('points_outstanding', 'points_redeemed', points, openid))
}

/** Money put in to spend later, and what the shop adds (S20). */
export function topUpPosting(topUpId: string, openid: string, amountFen: Fen, bonusFen: Fen, at: Instant): Posting {
  return posting(`${topUpId}.payment`, 'top_up', topUpId, at, [debit('wechat_clearing', amountFen), debit('marketing', bonusFen), credit('stored_value', addFen(amountFen, bonusFen), openid)])
}

/** Balance of every account over some postings, debits positive. */
export function balances(postings: readonly Posting[]): Readonly<Record<Account, Fen>> {
  const sums = Object.fromEntries(ACCOUNTS.map(account => [account, ZERO_FEN])) as Record<Account, Fen>
  for (const { entries } of postings) {
    for (const entry of entries) sums[entry.account] = addFen(sums[entry.account], entry.amountFen)
  }
  return sums
}

/** Balance of every account in points. */
export function pointBalances(postings: readonly Posting[]): Readonly<Record<PointAccount, number>> {
  const sums = Object.fromEntries(POINT_ACCOUNTS.map(account => [account, 0])) as Record<PointAccount, number>
  for (const { pointEntries } of postings) {
    for (const entry of pointEntries) sums[entry.account] += entry.points
  }
  return sums
}

/** What the ledger says a shopper has (I2). */
export function fundsOf(postings: readonly Posting[], openid: string): { readonly balanceFen: Fen; readonly points: number } {
  const money = postings.flatMap(one => one.entries).filter(entry => entry.account === 'stored_value' && entry.party === openid)
  const points = postings.flatMap(one => one.pointEntries).filter(entry => entry.account === 'points_outstanding' && entry.party === openid)
  return { balanceFen: fen(0 - addFen(...money.map(entry => entry.amountFen))), points: 0 - points.reduce((sum, entry) => sum + entry.points, 0) }
}
