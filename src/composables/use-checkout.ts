import { computed, ref, shallowRef } from 'vue'
import { useLoad } from './use-load'
import { useOrderId } from './use-order-id'
import { useSubmit } from './use-submit'
import { call } from '@/services/client'
import type { AddressView, OrderView, Purchase, QuoteView, ShopRefusal } from '@/services/types'
import type { Problem } from '@/services/types'

/**
 * How a submit ended. `placed` also when an earlier submit, whose answer was lost, turns out to have worked. `repriced`: nothing was placed,
 * `quote` is the new price to be agreed to. `unanswered`: submitting again is safe, it goes out under the same order id.
 */
export type SubmitEnd =
  | { readonly end: 'placed'; readonly order: OrderView; readonly before: boolean }
  | { readonly end: 'repriced'; readonly quote: QuoteView }
  | { readonly end: 'refused'; readonly refusal: ShopRefusal<'order.place'>; readonly problem: Problem }
  | { readonly end: 'unanswered'; readonly problem: Problem }

/** One purchase from its price to its order. What was filled in outlives every refusal and every lost answer. */
export function useCheckout() {
  const purchase = shallowRef<Purchase | null>(null)
  const quantity = ref(1)
  const orderIds = useOrderId()
  const { data: quote, state, problem, blank, load } = useLoad((asked: Purchase) => call('quote.get', asked))
  const { submitting, submit } = useSubmit(place)
  const quoting = computed(() => state.value === 'loading')

  /** Asks the price of a purchase, at first and whenever something about it changes. */
  function choose(next: Purchase): Promise<boolean> {
    purchase.value = next
    quantity.value = next.quantity
    return load(next)
  }

  async function changeQuantity(to: number): Promise<void> {
    if (purchase.value) await choose({ ...purchase.value, quantity: to })
  }

  async function place(address: AddressView): Promise<SubmitEnd | null> {
    const asked = purchase.value
    if (!asked || !quote.value) return null
    const orderId = orderIds.take(asked)
    const result = await call('order.place', { ...asked, orderId, address, quoteKey: quote.value.quoteKey })
    if (result.ok) {
      orderIds.settle()
      return { end: 'placed', order: result.value, before: false }
    }
    if (result.problem !== 'refused' || result.refusal === 'busy') return { end: 'unanswered', problem: result }
    if (result.refusal === 'order_id_taken') return findPlaced(orderId, result)
    orderIds.settle()
    if (result.refusal === 'quote_changed' && await choose(asked) && quote.value) return { end: 'repriced', quote: quote.value }
    return { end: 'refused', refusal: result.refusal, problem: result }
  }

  /** The id was used with other details: an earlier submit went through although its answer was lost. That order is the one to pay. */
  async function findPlaced(orderId: string, problem: Problem & { refusal: ShopRefusal<'order.place'> }): Promise<SubmitEnd> {
    const earlier = await call('order.get', { orderId })
    if (!earlier.ok && earlier.problem !== 'refused') return { end: 'unanswered', problem: earlier }
    orderIds.settle()
    return earlier.ok ? { end: 'placed', order: earlier.value, before: true } : { end: 'refused', refusal: problem.refusal, problem }
  }

  return { purchase, quantity, quote, quoting, problem, blank, submitting, choose, changeQuantity, submit }
}
