import type { Instant } from '../../domain/kernel/instant'
import type { Ports } from '../../ports'
import { applyCase } from '../risk/apply-case'
import { screenOrders } from './screen-orders'
import { walk } from './walk'

/** What time brings about for limits and risk: new orders are looked through, cases left half-way reach their shoppers, counters of days that are over go. */
export async function sweepRisk(ports: Ports, now: Instant, until: Instant): Promise<void> {
  await screenOrders(ports, now, until)
  await walk(ports, {
    collection: 'risk_cases',
    where: [{ field: 'applied', is: 'eq', value: false }],
    order: { field: 'openedAt', direction: 'asc' },
  }, until, found => applyCase(ports, found))
  await walk(ports, {
    collection: 'risk_counters',
    where: [{ field: 'until', is: 'lte', value: now }],
    order: { field: 'until', direction: 'asc' },
  }, until, counter => ports.store.remove('risk_counters', counter.id))
}
