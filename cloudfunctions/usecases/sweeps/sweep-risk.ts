import type { Instant } from '../../domain/kernel/instant'
import type { Ports } from '../../ports'
import { walk } from './walk'

/** What time brings about for limits and risk: counters of days that are over go. */
export async function sweepRisk(ports: Ports, now: Instant, until: Instant): Promise<void> {
  await walk(ports, {
    collection: 'risk_counters',
    where: [{ field: 'until', is: 'lte', value: now }],
    order: { field: 'until', direction: 'asc' },
  }, until, counter => ports.store.remove('risk_counters', counter.id))
}
