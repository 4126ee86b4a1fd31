import type { ParsedInputOf } from '../../contract/procedure'
import type { riskAdminProcedures, riskShopProcedures } from '../../contract/risk'
import type { CaseView, RiskRulesView, ShopperRiskView } from '../../contract/risk-views'
import type { Page } from '../../contract/views'
import { canMove } from '../../domain/kernel/transition'
import { newMember } from '../../domain/member/member'
import { CASE_TRANSITIONS, type CaseState, decideCase, type RiskCase } from '../../domain/risk/case'
import { checkRiskRules } from '../../domain/risk/rules'
import { riskRulesOf } from '../../domain/shop/setup'
import type { Ports } from '../../ports'
import { changeSetup } from '../admin/change-setup'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { setupOf } from '../member/role'
import { readCursor, toPage } from '../paging'
import { applyCase } from './apply-case'
import { shopperRisk } from './shopper-risk'

const PAGE_SIZE = 20

async function getRules({ ports }: Call): Promise<Answer<RiskRulesView, never>> {
  return answer(riskRulesOf(await setupOf(ports)))
}

/** The next version, in one transaction with the entry that says who made it; of two edits of one version the second is refused (S25). */
async function saveRules({ ports, openid }: Call, { version, ...rules }: ParsedInputOf<(typeof riskAdminProcedures)['risk.saveRules']>): Promise<Answer<RiskRulesView, 'risk_rules_invalid' | 'risk_rules_changed'>> {
  const wrong = checkRiskRules(rules)
  if (wrong !== undefined) return refused('risk_rules_invalid', { field: wrong })
  const changed = await changeSetup<'risk_rules_changed'>(ports, async (setup, tx) => {
    if (riskRulesOf(setup).version !== version) return { refusal: 'risk_rules_changed' }
    await tx.insert('audits', { id: `risk-rules:${version + 1}`, at: ports.clock.now(), openid, act: 'risk.rules', subject: `version ${version + 1}`, detail: JSON.stringify(rules).slice(0, 4000) })
    return { ...setup, risk: { ...rules, version: version + 1 } }
  })
  return 'refusal' in changed ? refused(changed.refusal) : answer(riskRulesOf(changed))
}

async function listCases({ ports }: Call, { state, cursor }: { state: CaseState; cursor: string | null }): Promise<Answer<Page<CaseView>, never>> {
  const after = readCursor(cursor)
  const cases = await ports.store.page({ collection: 'risk_cases', where: [{ field: 'state', is: 'eq', value: state }], order: { field: 'openedAt', direction: 'desc' }, ...(after && { after }), limit: PAGE_SIZE })
  const views = new Map<string, CaseView>()
  for (const found of cases) views.set(found.id, await caseView(ports, found))
  return answer(toPage(cases, PAGE_SIZE, found => found.openedAt, found => views.get(found.id) as CaseView))
}

async function caseView({ store }: Ports, { id, ruleId, state, score, reasons, openids, openedAt, decidedAt }: RiskCase): Promise<CaseView> {
  const people = new Map((await store.getMany('members', openids.slice(0, 100))).map(member => [member.id, member]))
  const shoppers = openids.map(openid => ({ openid, nickname: people.get(openid)?.nickname ?? '', avatar: people.get(openid)?.avatar ?? '' }))
  return { id, ruleId, state, score, reasons, shoppers, openedAt, decidedAt: decidedAt ?? null }
}

/** Decision, audit and work item in one transaction; then the shoppers' documents, which the sweep finishes. */
async function decide({ ports, openid }: Call, { caseId, verdict, note, requestId }: { caseId: string; verdict: 'cleared' | 'barred'; note: string; requestId: string }): Promise<Answer<CaseView, 'case_not_found' | 'case_already_decided' | 'request_id_taken'>> {
  const now = ports.clock.now()
  const decided = await ports.store.transaction(async (tx): Promise<RiskCase | 'case_not_found' | 'case_already_decided' | 'request_id_taken'> => {
    const found = await tx.get('risk_cases', caseId)
    if (!found) return 'case_not_found'
    const before = await tx.get('audits', requestId)
    if (before) return before.act === 'risk.decide' && before.subject === caseId && before.detail.startsWith(`${verdict}:`) ? found : 'request_id_taken'
    if (!canMove(CASE_TRANSITIONS, found.state, verdict)) return 'case_already_decided'
    const next = decideCase(found, verdict, openid, now)
    await tx.replace('risk_cases', next)
    await tx.insert('audits', { id: requestId, at: now, openid, act: 'risk.decide', subject: caseId, detail: `${verdict}: ${note}` })
    const item = await tx.get('work_items', caseId)
    if (item?.state === 'open') await tx.replace('work_items', { ...item, state: 'closed' })
    return next
  })
  if (typeof decided === 'string') return refused(decided)
  if (!decided.applied) await applyCase(ports, decided)
  return answer(await caseView(ports, decided))
}

async function getShopper({ ports }: Call, { shopper: openid }: { shopper: string }): Promise<Answer<ShopperRiskView, 'shopper_not_found'>> {
  const member = await ports.store.get('members', openid)
  if (!member) return refused('shopper_not_found')
  return answer({ ...await shopperRisk(ports, member), standing: member.standing?.verdict ?? 'none', deviceAgreed: member.device !== undefined })
}

/** A case about one shopper, for reasons that are worked out here and not sent (S73). */
async function holdShopper({ ports, openid: merchant }: Call, { shopper: openid, requestId }: { shopper: string; requestId: string }): Promise<Answer<CaseView, 'shopper_not_found' | 'score_too_low' | 'request_id_taken'>> {
  const { store, clock } = ports
  const member = await store.get('members', openid)
  if (!member) return refused('shopper_not_found')
  const id = `case:${requestId}`
  const earlier = await store.get('risk_cases', id)
  if (earlier) return earlier.openids[0] === openid ? answer(await caseView(ports, earlier)) : refused('request_id_taken')
  const { score, verdict, reasons } = await shopperRisk(ports, member)
  if (verdict === 'yes') return refused('score_too_low', { score })
  const now = clock.now()
  const opened: RiskCase = { id, ruleId: 'score', openids: [openid], reasons, score, state: 'open', applied: false, version: 1, openedAt: now }
  const inserted = await store.transaction(async (tx) => {
    if (await tx.get('risk_cases', id)) return false
    await tx.insert('risk_cases', opened)
    await tx.insert('audits', { id: `hold:${requestId}`, at: now, openid: merchant, act: 'risk.hold', subject: openid, detail: `score=${score}` })
    return true
  })
  if (!inserted) return holdShopper({ ports, openid: merchant }, { shopper: openid, requestId })
  await applyCase(ports, opened)
  return answer(await caseView(ports, opened))
}

/** The wording agreed to is kept with the device, and the device as a keyed hash alone (S73). */
async function agreeToDevice({ ports, openid }: Call, { deviceId, consent }: { deviceId: string; consent: string }): Promise<Answer<{ agreed: true }, never>> {
  const { store, clock, ids } = ports
  const device = { key: ids.derive(`device:${deviceId}`), consent, at: clock.now() }
  if (!await store.update('members', openid, { set: { device } })) await store.insert('members', { ...newMember(openid, clock.now()), device })
  return answer({ agreed: true })
}

async function forgetDevice({ ports, openid }: Call): Promise<Answer<{ agreed: false }, never>> {
  await ports.store.update('members', openid, { unset: ['device'] }, [{ field: 'device', is: 'present' }])
  return answer({ agreed: false })
}

export const riskShopImplementations: Implementations<typeof riskShopProcedures> = {
  'device.agree': agreeToDevice,
  'device.forget': forgetDevice,
}

export const riskAdminImplementations: Implementations<typeof riskAdminProcedures> = {
  'risk.rules': getRules,
  'risk.saveRules': saveRules,
  'risk.cases': listCases,
  'risk.decide': decide,
  'risk.shopper': getShopper,
  'risk.hold': holdShopper,
}
