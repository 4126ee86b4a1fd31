import type { RiskCase } from '../../domain/risk/case'
import { withShoppers } from '../../domain/risk/case'
import type { Cluster } from '../../domain/risk/cluster'
import type { ClusterRule } from '../../domain/risk/rules'
import type { Signal } from '../../domain/risk/signals'
import { scoreOf } from '../../domain/risk/score'
import type { Ports } from '../../ports'
import { applyCase } from './apply-case'

/** What a rule adds to the score of those it finds. */
const CLUSTER_POINTS = 60

/**
 * Tells the merchant of a cluster, exactly once however often and by however many it is found (S75): the watch, the work item and the case are one
 * transaction. A burst that goes on belongs to the alert that was raised; new shoppers in it join the open case.
 */
export async function raiseCluster(ports: Ports, rule: ClusterRule, key: string, cluster: Cluster, more: readonly Signal[], holdFrom: number): Promise<void> {
  const watchId = `${rule.id}:${key}`
  const id = `risk:${watchId}:${cluster.firstOrderId}`
  const until = cluster.lastAt + rule.withinMs
  const now = ports.clock.now()
  const changed = await ports.store.transaction(async (tx): Promise<RiskCase | undefined> => {
    const watch = await tx.get('risk_watches', watchId)
    if (watch && cluster.firstAt <= watch.until) {
      const found = rule.says === 'hold' ? await tx.get('risk_cases', watch.caseId) : undefined
      const joined = found && withShoppers(found, cluster.openids)
      if (joined && joined !== found) await tx.replace('risk_cases', joined)
      if (until > watch.until) await tx.replace('risk_watches', { ...watch, until })
      return joined === found ? undefined : joined
    }
    if (watch) await tx.replace('risk_watches', { ...watch, caseId: id, until })
    else await tx.insert('risk_watches', { id: watchId, caseId: id, until })
    await tx.insert('work_items', { id, kind: rule.says === 'alert' ? 'order_burst' : 'shopper_flagged', state: 'open', subject: cluster.firstOrderId, detail: `${rule.id}: ${cluster.orders} orders, ${cluster.openids.length} shoppers`, at: now })
    if (rule.says === 'alert') return undefined
    const { score, reasons } = scoreOf([{ code: rule.by === 'address' ? 'address_accounts' : 'phone_accounts', points: CLUSTER_POINTS, count: cluster.openids.length }, ...more], { holdFrom })
    const opened: RiskCase = { id, ruleId: rule.id, openids: cluster.openids, reasons, score, state: 'open', applied: false, version: 1, openedAt: now }
    await tx.insert('risk_cases', opened)
    return opened
  })
  if (changed) await applyCase(ports, changed)
}
