import { commissionOf, NO_COMMISSION } from '../../domain/commission/commission'
import { isEmpty, saleCompletedPosting } from '../../domain/ledger/postings'
import { moveOrder } from '../../domain/order/move-order'
import { type Order, paidLeftFen } from '../../domain/order/order'
import { timesOver } from '../../domain/pricing/arithmetic'
import { returnUntil } from '../../domain/returns/decide-return'
import { NO_SETUP } from '../../domain/shop/setup'
import type { Ports } from '../../ports'
import { earnCommission, leaderOf } from '../commission/earn-commission'
import { beginSplit } from '../split/begin-split'

/** The goods have arrived: said by the shopper, or by time. Answers the order, undefined when it is not on its way. */
export async function receiveOrder({ store, clock }: Ports, orderId: string, by: 'shopper' | 'time' = 'time'): Promise<Order | undefined> {
  return store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (order?.state !== 'shipped' && order?.state !== 'ready') return undefined
    // A service is received when its vouchers are used up or over.
    if (order.state === 'ready' && order.goods === 'service') return undefined
    const now = clock.now()
    const received = moveOrder(order, 'received', { receivedAt: now, readyUntil: undefined, ...(by === 'shopper' && { confirmedAt: now }) })
    await tx.replace('orders', received)
    return received
  })
}

/** The return window is over and no return is open: the sale is earned, by the shop and its suppliers, and its points and growth are the shopper's (X3, S19). */
export async function completeOrder({ store, clock }: Ports, orderId: string): Promise<void> {
  const setup = await store.get('shop_setup', 'shop') ?? NO_SETUP
  const leaderOpenid = await leaderOf({ store }, orderId, setup)
  await store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (order?.state !== 'received' || order.receivedAt === undefined || order.openReturnId !== undefined || clock.now() < returnUntil(order.receivedAt)) return
    const paidFen = paidLeftFen(order)
    // Points were promised for the whole order; what was given back earns none.
    const points = order.payableFen > 0 ? timesOver(order.pointsEarned, paidFen, order.payableFen).quotient : 0
    const posting = saleCompletedPosting(order, points, clock.now())
    const commission = leaderOpenid === undefined ? undefined : commissionOf(order, leaderOpenid, setup.commission ?? NO_COMMISSION)
    await tx.replace('orders', moveOrder(order, 'completed', { completedAt: clock.now(), ...(commission && { commission }) }))
    if (!isEmpty(posting)) await tx.insert('postings', posting)
    await beginSplit(tx, order, setup, clock.now())
    if (commission) await earnCommission(tx, order.id, commission, clock.now())
    const member = await tx.get('members', order.openid)
    if (member) await tx.replace('members', { ...member, points: member.points + points, growth: member.growth + Math.floor(paidFen / 100) })
  })
}
