import type { PaymentStep } from './use-payment'
import { hideBusy, showBusy } from '@/components/base/toast'
import { payCopy } from '@/copy/pay'

/** Covers the page while a payment is opened and checked; the payment sheet itself must not be covered. */
export function usePaymentBusy() {
  let shown = false

  function uncover(): void {
    if (shown) hideBusy()
    shown = false
  }

  function showStep(step: PaymentStep): void {
    uncover()
    if (step === 'paying') return
    showBusy(step === 'opening' ? payCopy.opening : payCopy.checking)
    shown = true
  }

  return { showStep, uncover }
}
