import { ref, shallowRef } from 'vue'
import { useSubmit } from './use-submit'
import { showToast } from '@/components/base/toast'
import { returnCopy } from '@/copy/after-sales'
import { problemText } from '@/copy/refusal'
import { call } from '@/services/client'
import type { OrderView, ReturnWanted } from '@/services/types'

/** What a shopper does with an order that was handed over: look at its card codes (S45) and give goods back (S88). `reload` fetches the order again. */
export function useAfterSales(orderId: () => string, reload: () => Promise<unknown>) {
  const askingCodes = ref(false)
  /** In clear, and only while they are on show. */
  const codes = shallowRef<readonly string[]>([])
  const returnOpen = ref(false)
  const { submitting: revealing, submit: reveal } = useSubmit(showCodes)
  const { submitting: returning, submit: requestReturn } = useSubmit(sendReturn)

  /** The first look costs the right to give them back, so it is asked for; later ones cost nothing. */
  async function askCodes(order: OrderView): Promise<void> {
    if (order.codes && order.codes.revealedAt !== null) await reveal()
    else askingCodes.value = true
  }

  async function showCodes(): Promise<void> {
    const result = await call('order.revealCodes', { orderId: orderId() })
    askingCodes.value = false
    if (result.ok) codes.value = result.value.codes
    else showToast(problemText(result))
    // They may have been seen even though no answer came: the order says so.
    await reload()
  }

  function hideCodes() {
    codes.value = []
  }

  /** The form stays open with what was typed until the server has taken it. */
  async function sendReturn(wanted: ReturnWanted): Promise<void> {
    const result = await call('return.request', { orderId: orderId(), ...wanted })
    if (!result.ok) {
      showToast(problemText(result))
      if (result.problem === 'refused') await reload()
      return
    }
    returnOpen.value = false
    showToast(returnCopy.sent, 'done')
    await reload()
  }

  return { askingCodes, codes, revealing, returnOpen, returning, askCodes, reveal, hideCodes, requestReturn }
}
