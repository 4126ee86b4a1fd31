import { expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { dyingAt } from '../support/crash'
import { leftUndone } from '../support/invariants'
import { TestShop } from '../support/shop'

it('I9: a refund that WeChat first refused and then took without our hearing of it can still be sent to a bank card', async () => {
  const shop = new TestShop()
  await shop.opensGroup('alice', 'order-alice')
  shop.pay.refundOutcome = 'rejected'
  await shop.passes(HOUR_MS + MINUTE_MS)
  const [refund] = shop.database.all('refunds')
  expect(refund).toMatchObject({ state: 'abnormal' })
  const retry = (to: object, ports = shop.worker()): Promise<unknown> => shop.admin('merchant', { procedure: 'refund.retry', input: { refundId: refund?.id, to } }, ports)

  // WeChat takes it now, and cannot return the money; our worker dies before it hears so.
  shop.pay.refundOutcome = 'abnormal'
  const died = dyingAt({ call: 5, effect: 'after', fatal: true })
  await retry({ kind: 'ask_again' }, shop.worker(died))
  expect(died.calls.at(-1)).toBe('pay.refund')
  await retry({ kind: 'ask_again' })
  await retry({ kind: 'bank_card', bankType: 'ICBC_DEBIT', account: '6222020200112233', name: '林一' })
  await shop.passes(5 * MINUTE_MS)
  expect(shop.database.one('refunds', refund?.id ?? '')).toMatchObject({ state: 'succeeded' })
  expect(leftUndone(shop)).toEqual([])
})
