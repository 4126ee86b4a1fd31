import type { Step } from './order-steps.vue'
import { orderCopy } from '@/copy/order'
import type { OrderView } from '@/services/types'

/** The milestones of an order that is on its way or done, the last one reached marked as now; empty for one that was closed, whose refund tells its story. */
export function orderSteps(order: OrderView): Step[] {
  if (order.state === 'closed') return []
  const formed = order.group === null || order.group.state === 'formed'
  const marks: { title: string; at: number | null; reached: boolean }[] = [
    { title: orderCopy.steps.placed, at: order.placedAt, reached: order.state !== 'placing' },
    { title: orderCopy.steps.paid, at: order.paidAt, reached: order.paidAt !== null },
    ...order.group === null ? [] : [{ title: orderCopy.steps.formed, at: null, reached: order.paidAt !== null && formed }],
    ...order.goods !== 'physical' ? [] : [{ title: orderCopy.steps.shipped, at: order.shippedAt, reached: order.shippedAt !== null }],
    { title: orderCopy.steps.received, at: order.receivedAt, reached: order.receivedAt !== null },
  ]
  const first = marks.findIndex(mark => !mark.reached)
  const current = first < 0 ? marks.length - 1 : Math.max(0, first - 1)
  return marks.map(({ title, at }, index) => ({ title, at, state: index < current ? 'done' : index === current ? 'now' : 'later' }))
}
