import { type Instant, MINUTE_MS } from '../../domain/kernel/instant'
import type { Ports } from '../../ports'
import { settleClaim } from '../coupon/settle-claim'
import { walk } from './walk'

/** Longer than a function lives: whoever put the claim in flight has died. */
const ABANDONED_AFTER_MS = 2 * MINUTE_MS

/** Brings claims of coupons to their end whose worker died between the quota and the shopper (S21). Templates are few, so all with claims in flight are looked at. */
export function settleClaims(ports: Ports, now: Instant, until: Instant): Promise<number> {
  return walk(ports, {
    collection: 'coupon_templates',
    where: [{ field: 'inflightAt', is: 'gt', value: 0 }],
    order: { field: 'inflightAt', direction: 'asc' },
  }, until, async (template) => {
    for (const [couponId, claim] of Object.entries(template.inflight)) {
      if (claim.at <= now - ABANDONED_AFTER_MS) await settleClaim(ports, template, couponId, claim)
    }
    await ports.store.update('coupon_templates', template.id, { set: { inflightAt: 0 } }, [{ field: 'inflightAt', is: 'eq', value: template.inflightAt }, { field: 'inflight', is: 'empty' }])
  })
}
