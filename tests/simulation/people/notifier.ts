import type { Delivery } from '../../../emulator/wechat-pay'
import { MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import type { Faults } from '../engine/faults'
import type { Timeline } from '../engine/timeline'
import type { Sometimes } from '../sometimes'
import type { Watcher } from './watcher'

interface NotifierParts {
  readonly timeline: Timeline
  readonly faults: Faults
  readonly sometimes: Sometimes
  readonly watcher: Watcher
  /** The order or refund that a notification is about. */
  readonly subjectOf: (id: string) => string | undefined
  readonly receive: (delivery: Delivery) => Promise<number | undefined>
}

/** So long WeChat waits for an answer. */
const PATIENCE_MS = 5000

/** The way of a notification from WeChat to the shop. WeChat itself tries again until it hears that one arrived. */
export class Notifier {
  readonly #lostForEver = new Set<string>()

  constructor(private readonly parts: NotifierParts) {}

  async deliver(kind: string, delivery: Delivery): Promise<{ status: number }> {
    const { timeline, faults, sometimes, watcher, subjectOf } = this.parts
    const id = String((JSON.parse(delivery.body) as { id: unknown }).id)
    // Of money that came after WeChat itself had said closed, the shop learns from nobody but WeChat, or from the bill of the day.
    const crossed = watcher.crossed.has(subjectOf(id) ?? '')
    if (!crossed && !this.#lostForEver.has(id) && faults.strikes('notify_lost_for_ever')) {
      this.#lostForEver.add(id)
      sometimes.saw('a notification lost for ever')
    }
    if (this.#lostForEver.has(id) || faults.strikes('notify_lost')) throw new Error('lost')
    if (faults.strikes('notify_late')) await timeline.sleep(faults.stream('notify_late').pick([800, 4000, MINUTE_MS, 11 * MINUTE_MS]))
    if (faults.strikes('notify_forged')) {
      sometimes.saw('a forged notification')
      const status = await this.#once({ ...delivery, body: delivery.body.replace('encrypt-resource', 'encrypt_resource') })
      if (status === 204) watcher.complain('X11: a forged notification was taken')
    }
    watcher.notified(kind)
    if (!faults.strikes('notify_duplicate')) return { status: await this.#once(delivery) ?? 0 }
    sometimes.saw('the same notification twice at once')
    const [status, second] = await Promise.all([this.#once(delivery), this.#once(delivery)])
    return { status: status ?? second ?? 0 }
  }

  #once(delivery: Delivery): Promise<number | undefined> {
    const { timeline, receive } = this.parts
    return new Promise((resolve) => {
      timeline.after(PATIENCE_MS, () => resolve(undefined))
      void receive(delivery).then(resolve)
    })
  }
}
