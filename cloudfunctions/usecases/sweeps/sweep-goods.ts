import { dayOf } from '../../domain/kernel/day'
import { DAY_MS, type Instant, MINUTE_MS } from '../../domain/kernel/instant'
import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'
import { finishImport } from '../codes/import-codes'
import { receiveOrder } from '../order/receive-order'
import { endService } from '../vouchers/end-service'
import { walk } from './walk'

/** An import whose request can no longer be alive. */
const IMPORT_LEFT_MS = 2 * MINUTE_MS
/** How long it is kept what was searched for. */
const SEARCHES_KEPT_MS = 30 * DAY_MS

/** What time brings about for codes and vouchers: batches left half-way are finished, handed-over orders nobody ends are received; old searches go. */
export async function sweepGoods(ports: Ports, now: Instant, until: Instant): Promise<number> {
  const imports = await walk(ports, {
    collection: 'code_imports',
    where: [{ field: 'state', is: 'eq', value: 'loading' }, { field: 'at', is: 'lte', value: now - IMPORT_LEFT_MS }],
    order: { field: 'at', direction: 'asc' },
  }, until, batch => finishImport(ports, batch.id))
  const ready = await walk(ports, {
    collection: 'orders',
    where: [{ field: 'state', is: 'eq', value: 'ready' }, { field: 'readyUntil', is: 'lte', value: now }, { field: 'openReturnId', is: 'absent' }],
    order: { field: 'readyUntil', direction: 'asc' },
  }, until, order => endReady(ports, order))
  await walk(ports, {
    collection: 'search_counts',
    where: [{ field: 'day', is: 'lt', value: dayOf(now - SEARCHES_KEPT_MS) }],
    order: { field: 'day', direction: 'asc' },
  }, until, count => ports.store.remove('search_counts', count.id))
  return imports + ready
}

async function endReady(ports: Ports, order: Order): Promise<void> {
  await (order.goods === 'service' ? endService(ports, order.id) : receiveOrder(ports, order.id))
}
