import type { InputOf, AdminProcedures } from '../../../cloudfunctions/contract'
import { DAY_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { blockId, type RiskBlock } from '../../../cloudfunctions/domain/risk/block'
import type { RiskCase } from '../../../cloudfunctions/domain/risk/case'
import { DEFAULT_RISK } from '../../../cloudfunctions/domain/risk/rules'
import { T0 } from '../builders'
import type { TestShop } from '../shop'

/** Alice reads too fast for a while. */
export const BLOCK: RiskBlock = { id: blockId('reads', 'alice', T0), ruleId: 'reads', subject: 'alice', by: 'openid', at: T0, until: T0 + 30 * DAY_MS, state: 'active', times: 1 }

/** Imposes it, once. */
export function blocked(shop: TestShop): Promise<void> {
  if (!shop.database.one('risk_blocks', BLOCK.id)) shop.database.put('risk_blocks', BLOCK)
  return Promise.resolve()
}

/** Carol and Dan look like one person. */
export const CASE: RiskCase = { id: 'case-1', ruleId: 'one_door', openids: ['carol', 'dan'], reasons: [{ code: 'address_accounts', points: 60, count: 2 }], score: 60, state: 'open', applied: true, version: 1, openedAt: T0 }

const { version, ...rules } = DEFAULT_RISK
export const RISK_RULES = {
  ...rules, version, unpaidOrders: 2, rates: rules.rates.map(rule => ({ ...rule, limit: { ...rule.limit } })), clusters: rules.clusters.map(rule => ({ ...rule })),
} as InputOf<AdminProcedures['risk.saveRules']>

/** Four accounts on one phone, in a shop that holds whoever has a single point. */
export async function oneDevice(shop: TestShop): Promise<void> {
  await shop.asMerchant('risk.saveRules', { ...RISK_RULES, holdFrom: 1 })
  for (const openid of ['alice', 'dan', 'erin', 'frank']) await shop.value(openid, 'device.agree', { deviceId: 'the-very-same-phone', consent: 'v1' })
}

/** The farm has left a deposit, a part of which may be frozen. */
export function deposits(frozen?: 'frozen'): (shop: TestShop) => Promise<void> {
  const party = { kind: 'supplier', id: 'farm' }
  return async (shop) => {
    await shop.asMerchant('deposit.receive', { party, amountFen: 50_000, note: '押金', requestId: 'receive-1' })
    if (frozen) await shop.asMerchant('deposit.freeze', { party, amountFen: 5000, note: '短斤少两', requestId: 'freeze-1' })
  }
}

/** Another payee of the farm waits for a check, or its check was just passed (S76). */
export function payeeChange(state: 'held' | 'checking'): (shop: TestShop) => Promise<void> {
  return async (shop) => {
    const payee = { supplierId: 'farm', type: 'merchant', account: '1900000777', name: '新果园' } as const
    if (state === 'checking') {
      shop.identity.begun.set('EID-0', { reference: 'farm:1', name: '林一', idNumber: '11010519491231002X' })
      shop.identity.results.set('EID-0', { outcome: 'passed' })
    }
    shop.database.put('payee_changes', { id: 'farm', state, payee, wish: 1, askedBy: 'merchant', askedAt: T0, version: 1, ...(state === 'checking' && { token: 'EID-0', personKey: 'p' }) })
  }
}
