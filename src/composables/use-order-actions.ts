import { computed, ref, shallowRef } from 'vue'
import { usePayment } from './use-payment'
import { usePaymentBusy } from './use-payment-busy'
import { showToast } from '@/components/base/toast'
import { orderCopy } from '@/copy/order'
import { orderPageCopy } from '@/copy/order-page'
import { payCopy } from '@/copy/pay'
import { problemText } from '@/copy/refusal'
import { openPage, routes } from '@/platform/navigate'
import { call } from '@/services/client'
import type { CallResult, OrderAction, OrderCardView, OrderView } from '@/services/types'

type Asked = 'cancel' | 'confirm_receipt'

/**
 * What the buttons of an order do, for the list and for the order's own page. `changed` is given the newer view of an order,
 * `stale` the id of one whose view here was shown to be out of date.
 */
export function useOrderActions(changed: (order: OrderView) => void, stale: (orderId: string) => void) {
  const busy = shallowRef<{ orderId: string; action: OrderAction } | null>(null)
  const asked = shallowRef<{ action: Asked; orderId: string } | null>(null)
  const dialogOpen = ref(false)
  const cover = usePaymentBusy()
  const payment = usePayment(cover.showStep)

  async function act(action: OrderAction, order: OrderCardView): Promise<void> {
    switch (action) {
      case 'pay': return run(order.orderId, 'pay', () => pay(order.orderId))
      case 'cancel':
      case 'confirm_receipt':
        asked.value = { action, orderId: order.orderId }
        dialogOpen.value = true
        return
      case 'see_group': return order.groupId ? openPage(routes.group(order.groupId)) : undefined
      case 'share': return order.groupId ? openPage(`${routes.group(order.groupId)}&share=1`) : undefined
      // Both need more than a button; the order's own page has the room, and handles them itself.
      case 'reveal_codes':
      case 'request_return': return openPage(routes.order(order.orderId))
      case 'buy_again': return order.lines[0] ? openPage(routes.product(order.lines[0].productId)) : undefined
    }
  }

  /** The shopper said yes to what the dialog asked. */
  async function confirm(): Promise<void> {
    const question = asked.value
    if (!question) return
    await run(question.orderId, question.action, () => question.action === 'cancel'
      ? change(question.orderId, call('order.cancel', { orderId: question.orderId }), orderPageCopy.cancelled)
      : change(question.orderId, call('order.confirmReceipt', { orderId: question.orderId }), orderPageCopy.received))
    dialogOpen.value = false
  }

  async function run(orderId: string, action: OrderAction, work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = { orderId, action }
    try {
      await work()
    } finally {
      busy.value = null
    }
  }

  async function change(orderId: string, answer: Promise<CallResult<OrderView>>, done: string): Promise<void> {
    const result = await answer
    if (result.ok) {
      changed(result.value)
      showToast(done)
      return
    }
    showToast(problemText(result))
    stale(orderId)
  }

  async function pay(orderId: string): Promise<void> {
    const end = await payment.pay(orderId)
    cover.uncover()
    switch (end.end) {
      case 'paid':
        changed(end.order)
        if (end.order.state !== 'closed') showToast(payCopy.paid, 'done')
        return
      case 'unpaid':
        showToast(payCopy.cancelled)
        return stale(orderId)
      case 'unknown':
        uni.showModal({ title: payCopy.unknownTitle, content: payCopy.unknown, showCancel: false, confirmText: payCopy.unknownAction })
        return stale(orderId)
      case 'stopped':
        showToast(problemText(end.problem))
        return stale(orderId)
    }
  }

  const dialog = computed(() => asked.value?.action === 'confirm_receipt'
    ? { title: orderPageCopy.confirmTitle, text: orderPageCopy.confirmText }
    : { title: orderCopy.cancelTitle, text: orderCopy.cancelText })

  return { busy, dialog, dialogOpen, act, confirm }
}
