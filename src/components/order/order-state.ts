import { orderCopy } from '@/copy/order'
import type { OrderAction, OrderCardView } from '@/services/types'

type StateOf = Pick<OrderCardView, 'state' | 'closedReason' | 'refundState' | 'goods'>

/** The word for an order's state. A refund says more than `closed` does, so it wins there; an order that goes on may have got a part back. */
export function orderStateWord(order: StateOf): string {
  if (order.state === 'closed' && order.refundState !== null) return orderCopy.refundWords[order.refundState]
  if (order.state === 'closed' && order.closedReason) return orderCopy.closedWords[order.closedReason]
  if (order.state === 'ready' && order.goods !== 'physical') return orderCopy.readyWords[order.goods]
  return orderCopy.stateWords[order.state]
}

/** How loud the word is: `accent` asks for something, `good` is on its way, `quiet` is over. */
export function orderStateTone(order: StateOf): 'accent' | 'good' | 'quiet' {
  if (order.state === 'closed' && order.refundState === 'abnormal') return 'accent'
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

/** What the shopper most likely wants: the only filled buttons. */
const STRONG: readonly OrderAction[] = ['pay', 'share', 'confirm_receipt']

/** The buttons of an order, which are the actions the server allows: quiet ones first, so that the filled one is under the thumb. */
export function orderButtons(actions: readonly OrderAction[]): { action: OrderAction; strong: boolean }[] {
  return actions.map(action => ({ action, strong: STRONG.includes(action) })).sort((a, b) => Number(a.strong) - Number(b.strong))
}
