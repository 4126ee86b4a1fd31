import { describe, expect, it } from 'vitest'
import type { OutboxRow } from '../../cloudfunctions/domain/effect/effect'
import type { Ports } from '../../cloudfunctions/ports'
import { MAX_FAULTS, outboxRow } from '../../cloudfunctions/usecases/effects/outbox'
import { runRow } from '../../cloudfunctions/usecases/effects/run-effects'
import { TestShop } from '../support/shop'

/** A row whose refund WeChat has been asked about many times, taken up while the store of refunds cannot be read. */
async function afterOneMoreFault(faults: number): Promise<{ row: OutboxRow | undefined; items: number }> {
  const shop = new TestShop()
  const ports = shop.worker()
  const waiting: OutboxRow = { ...outboxRow({ kind: 'send_refund', refundId: 'order-1-GF' }, shop.now, shop.now), tries: 200, faults }
  await ports.store.insert('outbox', waiting)
  const get: Ports['store']['get'] = (collection, id) => collection === 'refunds' ? Promise.reject(new Error('lost')) : ports.store.get(collection, id)
  await runRow({ ...ports, store: { ...bound(ports.store), get } }, waiting)
  return { row: shop.database.one('outbox', waiting.id), items: shop.database.all('work_items').length }
}

/** The store's methods as values of their own, so that one of them can be exchanged. */
function bound({ getMany, update, insert, remove, page, count, transaction, get }: Ports['store']): Ports['store'] {
  return { getMany, update, insert, remove, page, count, transaction, get }
}

describe('the outbox', () => {
  it('X10: a refund on its way to a bank for days survives a passing fault', async () => {
    expect(await afterOneMoreFault(0)).toMatchObject({ row: { state: 'waiting', faults: 1 }, items: 0 })
  })

  it('L8: an effect that faults again and again goes to a person', async () => {
    expect(await afterOneMoreFault(MAX_FAULTS - 1)).toMatchObject({ row: { state: 'dead' }, items: 1 })
  })
})
