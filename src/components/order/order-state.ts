import { orderCopy } from '@/copy/order'
import type { OrderCardView } from '@/services/types'

type StateOf = Pick<OrderCardView, 'state' | 'closedReason' | 'refundState'>

/** The word for an order's state. A refund says more than `closed` does, so it wins. */
export function orderStateWord(order: StateOf): string {
  if (order.refundState !== null) return orderCopy.refundWords[order.refundState]
  if (order.state === 'closed' && order.closedReason) return orderCopy.closedWords[order.closedReason]
  return orderCopy.stateWords[order.state]
}

/** How loud the word is: `accent` asks for something, `good` is on its way, `quiet` is over. */
export function orderStateTone(order: StateOf): 'accent' | 'good' | 'quiet' {
  if (order.refundState !== null) return order.refundState === 'abnormal' ? 'accent' : 'quiet'
  switch (order.state) {
    case 'placing':
    case 'placed':
    case 'grouping':
      return 'accent'
    case 'paid':
    case 'preparing':
    case 'shipped':
    case 'ready':
      return 'good'
    case 'received':
    case 'completed':
    case 'closed':
      return 'quiet'
  }
}
