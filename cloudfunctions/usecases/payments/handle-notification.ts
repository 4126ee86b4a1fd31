import type { HttpMessage, Ports, RefundFacts } from '../../ports'
import { recordPayment } from './record-payment'
import { recordRefund } from './record-refund'

export type NotificationResult = { readonly accepted: true } | { readonly accepted: false; readonly status: 401 | 409; readonly message: string }

/** Verified, and yet not about money we asked for. */
const MISMATCH: NotificationResult = { accepted: false, status: 409, message: 'mismatch' }

/**
 * One notification of WeChat Pay: verified on its raw bytes, opened, compared, committed, and only then answered with success (pitfalls
 * 1, 3, 5). Anything else answers failure, so that WeChat tries again.
 */
export async function handleNotification(ports: Ports, message: HttpMessage): Promise<NotificationResult> {
  const notification = await ports.payments.openNotification(message)
  switch (notification.kind) {
    case 'payment': {
      const result = await recordPayment(ports, notification.facts, { settle: false })
      return result.outcome === 'mismatch' ? MISMATCH : { accepted: true }
    }
    case 'refund': {
      if (await recordRefund(ports, notification.facts) !== 'mismatch') return { accepted: true }
      await raiseMismatch(ports, notification.facts)
      return MISMATCH
    }
    case 'ignored':
      ports.log.event('notification_ignored', { type: notification.eventType })
      return { accepted: true }
    case 'forged':
      ports.log.event('notification_forged', { why: notification.why })
      return { accepted: false, status: 401, message: 'signature' }
  }
}

/** Word of a refund that is not ours, or not of this amount, is for a person to look at. */
async function raiseMismatch({ store, clock, log }: Ports, { outRefundNo, outTradeNo, amountFen, state }: RefundFacts): Promise<void> {
  log.event('refund_mismatch', { state })
  const subject = outRefundNo.slice(0, 64)
  await store.insert('work_items', { id: `rm-${subject}`, kind: 'refund_abnormal', state: 'open', subject, detail: `mismatch: ${outTradeNo} ${amountFen} ${state}`.slice(0, 200), at: clock.now() })
}
