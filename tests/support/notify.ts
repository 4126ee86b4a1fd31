import type { PaymentFacts } from '../../cloudfunctions/domain/payment/payment'
import { Busy, type Ports } from '../../cloudfunctions/ports'
import { type PaymentRecording, recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'

/** Tells the shop of a payment as WeChat does: again until it is taken. */
export async function notify(ports: Ports, facts: PaymentFacts): Promise<PaymentRecording> {
  for (;;) {
    try {
      return await recordPayment(ports, facts)
    }
    catch (error) {
      if (!(error instanceof Busy)) throw error
    }
  }
}
