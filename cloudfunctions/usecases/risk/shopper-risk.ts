import { DAY_MS } from '../../domain/kernel/instant'
import type { Member } from '../../domain/member/member'
import { clustersOf } from '../../domain/risk/cluster'
import { type RiskScore, scoreOf } from '../../domain/risk/score'
import { neighbourSignals, ownSignals, type Signal } from '../../domain/risk/signals'
import { NO_SETUP, riskRulesOf } from '../../domain/shop/setup'
import { supplierOfStaff } from '../../domain/shop/supplier'
import type { Ports } from '../../ports'

/** Accounts on one phone that no household explains. */
const DEVICE_ACCOUNTS = 4
const DENIALS = 10

/** Everything that speaks against a shopper, worked out when it is asked for: their orders, their neighbours', their device if they agreed, and denials (S73). */
export async function shopperRisk({ store, clock }: Ports, member: Member): Promise<RiskScore> {
  const now = clock.now()
  const [found, orders, denials, sharing] = await Promise.all([
    store.get('shop_setup', NO_SETUP.id),
    store.page({ collection: 'orders', where: [{ field: 'openid', is: 'eq', value: member.id }], order: { field: 'placedAt', direction: 'desc' }, limit: 100 }),
    store.page({ collection: 'audits', where: [{ field: 'openid', is: 'eq', value: member.id }, { field: 'act', is: 'eq', value: 'risk.deny' }, { field: 'at', is: 'gt', value: now - DAY_MS }], order: { field: 'at', direction: 'desc' }, limit: DENIALS }),
    member.device ? store.count('members', [{ field: 'device.key', is: 'eq', value: member.device.key }]) : 0,
  ])
  const rules = riskRulesOf(found)
  const signals: Signal[] = [...ownSignals(orders, supplierOfStaff(found ?? NO_SETUP, member.id)?.supplierId, now)]
  if (sharing >= DEVICE_ACCOUNTS) signals.push({ code: 'shared_device', points: 30, count: sharing })
  if (denials.length >= DENIALS) signals.push({ code: 'denied_often', points: 20, count: denials.length })
  const traces = orders.find(order => order.traces)?.traces
  for (const by of ['address', 'phone'] as const) {
    const key = traces?.[by]
    if (key === undefined) continue
    const neighbours = await store.page({ collection: 'orders', where: [{ field: `traces.${by}`, is: 'eq', value: key }], order: { field: 'placedAt', direction: 'desc' }, limit: 100 })
    const cluster = rules.clusters.filter(rule => rule.by === by && rule.counts === 'shoppers').flatMap(rule => clustersOf(rule, neighbours)).find(one => one.openids.includes(member.id))
    if (cluster) signals.push({ code: by === 'address' ? 'address_accounts' : 'phone_accounts', points: 60, count: cluster.openids.length })
    signals.push(...neighbourSignals(neighbours, now))
  }
  return scoreOf(signals, rules)
}
