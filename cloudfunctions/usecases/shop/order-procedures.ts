import type { OrderCardView, OrderView, Page } from '../../contract/views'
import type { OrderState } from '../../domain/order/order'
import { answer, type Answer, type Call, refused } from '../answer'
import { settleDue } from '../effects/run-effects'
import { closeUnpaid } from '../order/close-unpaid'
import { readCursor, toPage } from '../paging'
import { syncPayment } from '../payments/sync-payment'
import { receiveOrder } from '../order/receive-order'
import { orderCard } from '../views/order-view'
import { ownOrder, refundsOf, showAgain, showOrder } from './own-order'

interface ByOrder { readonly orderId: string }

export async function getOrder({ ports, openid }: Call, { orderId }: ByOrder): Promise<Answer<OrderView, 'order_not_found'>> {
  const order = await ownOrder(ports, openid, orderId)
  return order ? answer(await showOrder(ports, order)) : refused('order_not_found')
}

/** The phone came back from the payment sheet and says nothing that counts: WeChat is asked, and what was paid is settled. */
export async function syncOrder({ ports, openid }: Call, { orderId }: ByOrder): Promise<Answer<OrderView, 'order_not_found'>> {
  const order = await ownOrder(ports, openid, orderId)
  if (!order) return refused('order_not_found')
  const open = order.state === 'placed' || (order.state === 'closed' && order.payment.state === 'closed')
  const paid = open && await syncPayment(ports, order)
  if (!paid && order.state !== 'paid') return answer(await showOrder(ports, order))
  await settleDue(ports, orderId)
  return answer(await showAgain(ports, orderId))
}

export async function cancelOrder({ ports, openid }: Call, { orderId }: ByOrder): Promise<Answer<OrderView, 'order_not_found' | 'order_not_cancellable' | 'already_paid' | 'payment_unavailable'>> {
  const order = await ownOrder(ports, openid, orderId)
  if (!order) return refused('order_not_found')
  if (order.state === 'closed' && order.closedReason === 'cancelled') return answer(await showOrder(ports, order))
  const result = await closeUnpaid(ports, order, 'cancelled')
  switch (result) {
    case 'closed': return answer(await showAgain(ports, orderId))
    case 'already_paid': return refused('already_paid')
    case 'not_placed': return refused('order_not_cancellable')
    case 'unknown': return refused('payment_unavailable')
  }
}

export async function confirmReceipt({ ports, openid }: Call, { orderId }: ByOrder): Promise<Answer<OrderView, 'order_not_found' | 'order_not_receivable'>> {
  const order = await ownOrder(ports, openid, orderId)
  if (!order) return refused('order_not_found')
  const received = order.state === 'received' ? order : await receiveOrder(ports, orderId, 'shopper')
  return received ? answer(await showOrder(ports, received)) : refused('order_not_receivable')
}

const TABS: Readonly<Record<'all' | 'to_pay' | 'grouping' | 'to_receive' | 'done', readonly OrderState[]>> = {
  all: ['placed', 'paid', 'grouping', 'preparing', 'shipped', 'ready', 'received', 'completed', 'closed'],
  to_pay: ['placed'],
  grouping: ['paid', 'grouping'],
  to_receive: ['preparing', 'shipped', 'ready'],
  done: ['received', 'completed', 'closed'],
}

const PAGE_SIZE = 10

/** The caller's orders, newest first; one round trip a page, and one more for the refunds on it. */
export async function listOrders({ ports, openid }: Call, { tab, cursor }: { tab: keyof typeof TABS; cursor: string | null }): Promise<Answer<Page<OrderCardView>, never>> {
  const after = readCursor(cursor)
  const orders = await ports.store.page({
    collection: 'orders',
    where: [
      { field: 'openid', is: 'eq', value: openid },
      { field: 'state', is: 'in', values: TABS[tab] },
      { field: 'closedReason', is: 'neq', value: 'not_placed' },
    ],
    order: { field: 'placedAt', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  const states = new Map((await refundsOf(ports, orders)).map(refund => [refund.orderId, refund.state]))
  const now = ports.clock.now()
  return answer(toPage(orders, PAGE_SIZE, order => order.placedAt, order => orderCard(order, states.get(order.id) ?? null, now)))
}
