import { addFen, fen, ZERO_FEN } from '../../domain/kernel/fen'
import { commissionBackFen, commissionBackPosting, commissionEarnedPosting, type OrderCommission } from '../../domain/commission/commission'
import type { Instant } from '../../domain/kernel/instant'
import { newMember } from '../../domain/member/member'
import { type Order, paidLeftFen } from '../../domain/order/order'
import type { ShopSetup } from '../../domain/shop/setup'
import type { Ports, Transaction } from '../../ports'

/** Who earns by an order: the leader of its group, while the shop has them on its list as one. Free of reads where nobody earns anything. */
export async function leaderOf({ store }: Pick<Ports, 'store'>, orderId: string, { commission }: ShopSetup): Promise<string | undefined> {
  if (!commission || commission.rates.length === 0) return undefined
  const order = await store.get('orders', orderId)
  const group = order?.groupId === undefined ? undefined : await store.get('groups', order.groupId)
  if (!group) return undefined
  const staff = await store.get('staff', group.leaderOpenid)
  return staff?.role === 'leader' ? group.leaderOpenid : undefined
}

/** With the sale, in its transaction. */
export async function earnCommission(tx: Transaction, orderId: string, commission: OrderCommission, now: Instant): Promise<void> {
  await addCommission(tx, commission.leaderOpenid, commission.amountFen, now)
  await tx.insert('postings', commissionEarnedPosting(orderId, commission, now))
}

/** What is given back of a sale that was over takes its part of the commission back, even when the leader has taken it out (I14). */
export async function clawBackCommission(tx: Transaction, order: Order, refundId: string, now: Instant): Promise<Order> {
  const { commission } = order
  if (!commission) return order
  const backFen = commissionBackFen(commission, paidLeftFen(order))
  if (backFen <= 0) return order
  await addCommission(tx, commission.leaderOpenid, 0 - backFen, now)
  await tx.insert('postings', commissionBackPosting(refundId, order.id, commission.leaderOpenid, backFen, now))
  return { ...order, commission: { ...commission, backFen: addFen(commission.backFen, backFen) } }
}

async function addCommission(tx: Transaction, openid: string, amountFen: number, now: Instant): Promise<void> {
  const known = await tx.get('members', openid)
  const member = known ?? newMember(openid, now)
  const next = { ...member, commissionFen: fen((member.commissionFen ?? ZERO_FEN) + amountFen) }
  await (known ? tx.replace('members', next) : tx.insert('members', next))
}
