import { HOUR_MS, type Instant, SECOND_MS } from '../../domain/kernel/instant'
import type { Order } from '../../domain/order/order'
import type { RiskMark } from '../../domain/risk/case'
import { clustersOf } from '../../domain/risk/cluster'
import type { ClusterRule, RiskRules } from '../../domain/risk/rules'
import { neighbourSignals } from '../../domain/risk/signals'
import { riskRulesOf } from '../../domain/shop/setup'
import type { Ports } from '../../ports'
import { raiseCluster } from '../risk/raise-cluster'

/** An order is written a moment after the instant it bears. */
const SETTLES_AFTER_MS = 5 * SECOND_MS
/** What a run spends on looking orders through; the rest of it belongs to orders that wait. */
const BUDGET_MS = 10 * SECOND_MS
const SIDE_BY_SIDE = 10
const TRIES = 5

/**
 * Looks through orders placed since the last run, apart from placing them (S72, S75): what else went to the same door or phone number. Nothing here is
 * counted up, so that a run may stop anywhere and be repeated; the mark moves on when a batch is through.
 */
export async function screenOrders(ports: Ports, now: Instant, until: Instant): Promise<number> {
  const { store, clock } = ports
  const end = Math.min(until, now + BUDGET_MS)
  let mark = await markOf(ports, now)
  let rules: RiskRules | undefined
  let screened = 0
  while (clock.now() < end) {
    const orders = await store.page({
      collection: 'orders', where: [{ field: 'placedAt', is: 'lte', value: now - SETTLES_AFTER_MS }], order: { field: 'placedAt', direction: 'asc' },
      after: { value: mark.at, id: mark.orderId }, limit: 100,
    })
    const last = orders.at(-1)
    if (!last) return screened
    rules ??= riskRulesOf(await store.get('shop_setup', 'shop'))
    const through = await screenBatch(ports, rules, orders)
    if (!through && mark.tries < TRIES) {
      await store.update('risk_marks', mark.id, { inc: { tries: 1 } }, [{ field: 'orderId', is: 'eq', value: mark.orderId }])
      return screened
    }
    const next: RiskMark = { id: mark.id, at: last.placedAt, orderId: last.id, tries: 0 }
    // Another run may be ahead; what it has done need not be done again.
    if (!await store.update('risk_marks', mark.id, { set: { at: next.at, orderId: next.orderId, tries: 0 } }, [{ field: 'at', is: 'eq', value: mark.at }, { field: 'orderId', is: 'eq', value: mark.orderId }])) return screened
    mark = next
    screened += orders.length
    if (orders.length < 100) return screened
  }
  return screened
}

async function markOf({ store }: Ports, now: Instant): Promise<RiskMark> {
  const known = await store.get('risk_marks', 'orders')
  if (known) return known
  const first: RiskMark = { id: 'orders', at: now - HOUR_MS, orderId: '-', tries: 0 }
  return await store.insert('risk_marks', first) ? first : await store.get('risk_marks', 'orders') ?? first
}

/** False when something of the batch faulted. */
async function screenBatch(ports: Ports, rules: RiskRules, orders: readonly Order[]): Promise<boolean> {
  const keys = new Map<string, { by: ClusterRule['by']; key: string }>()
  for (const { traces } of orders) {
    for (const by of ['address', 'phone'] as const) {
      const key = traces?.[by]
      if (key !== undefined && rules.clusters.some(rule => rule.by === by)) keys.set(`${by}:${key}`, { by, key })
    }
  }
  const all = [...keys.values()]
  let through = true
  for (let at = 0; at < all.length; at += SIDE_BY_SIDE) {
    await Promise.all(all.slice(at, at + SIDE_BY_SIDE).map(({ by, key }) => screenKey(ports, rules, by, key).catch((error: unknown) => {
      ports.log.fault('screening orders', error)
      through = false
    })))
  }
  return through
}

async function screenKey(ports: Ports, rules: RiskRules, by: ClusterRule['by'], key: string): Promise<void> {
  const orders = await ports.store.page({ collection: 'orders', where: [{ field: `traces.${by}`, is: 'eq', value: key }], order: { field: 'placedAt', direction: 'desc' }, limit: 100 })
  for (const rule of rules.clusters.filter(one => one.by === by)) {
    for (const cluster of clustersOf(rule, orders)) await raiseCluster(ports, rule, key, cluster, neighbourSignals(orders, ports.clock.now()), rules.holdFrom)
  }
}
