import type { AdminProcedures, ParsedInputOf } from '../../contract'
import type { RuleVersionView, RuleView } from '../../contract/rule-views'
import type { Page } from '../../contract/views'
import { sameData } from '../../domain/kernel/same-data'
import { checkShopRules } from '../../domain/pricing/check-shop-rules'
import type { WrongRule } from '../../domain/pricing/rule-set'
import { type RuleVersion, ruleVersionId } from '../../domain/pricing/rule-version'
import type { Rule } from '../../domain/pricing/rules/table'
import { NO_SETUP } from '../../domain/shop/setup'
import { flashPoolsOf, piecesIn } from '../../domain/stock/flash-pool'
import type { Ports, Transaction } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { readCursor, toPage } from '../paging'
import { changeSetup, type Rejected } from './change-setup'
import { ruleOf, ruleViews } from './rule-input'

type Input<Name extends keyof AdminProcedures> = ParsedInputOf<AdminProcedures[Name]>

const PAGE_SIZE = 20

export async function listRules({ ports }: Call): Promise<Answer<{ rules: readonly RuleView[] }, never>> {
  const { rules } = await ports.store.get('shop_setup', NO_SETUP.id) ?? NO_SETUP
  return answer({ rules: ruleViews(rules) })
}

/**
 * Adds or replaces a rule (S25). All rules are checked together; the version is the next one this id ever had, and is kept beside the set in the same
 * transaction, with who made it. Quotes shown before name the old version, so nobody is charged by a rule they were not shown.
 * Saving what is there already makes no version.
 */
export async function saveRule({ ports, openid }: Call, { rule: input }: Input<'rules.save'>): Promise<Answer<RuleView, 'rule_invalid'>> {
  const last = await lastVersion(ports, input.id)
  let saved: Rule | undefined
  const result = await changeSetup<'rule_invalid'>(ports, async (setup, tx) => {
    const before = setup.rules.find(one => one.id === input.id)
    if (before && sameData(before, ruleOf(input, before.version))) {
      saved = before
      return setup
    }
    const version = await nextVersion(tx, input.id, last)
    const rule = ruleOf(input, version)
    const others = setup.rules.filter(one => one.id !== rule.id)
    const wrong = checkShopRules(others, rule) ?? await checkFlash(tx, rule)
    if (wrong) return { refusal: 'rule_invalid', detail: wrong }
    await keepVersion(ports, tx, { ruleId: rule.id, version, rule, openid })
    saved = rule
    return { ...setup, rules: [...others, rule] }
  })
  return rejectedOr(result, () => ruleViews(saved ? [saved] : [])[0])
}

export async function removeRule({ ports, openid }: Call, { ruleId }: Input<'rules.remove'>): Promise<Answer<{ ruleId: string }, 'rule_not_found'>> {
  const last = await lastVersion(ports, ruleId)
  const result = await changeSetup<'rule_not_found'>(ports, async (setup, tx) => {
    if (!setup.rules.some(one => one.id === ruleId)) return { refusal: 'rule_not_found' }
    await keepVersion(ports, tx, { ruleId, version: await nextVersion(tx, ruleId, last), rule: null, openid })
    return { ...setup, rules: setup.rules.filter(one => one.id !== ruleId) }
  })
  return rejectedOr(result, () => ({ ruleId }))
}

/** Who changed a rule into what, and when. */
export async function listVersions({ ports }: Call, { ruleId, cursor }: Input<'rules.history'>): Promise<Answer<Page<RuleVersionView>, never>> {
  const after = readCursor(cursor)
  const versions = await ports.store.page({
    collection: 'rule_versions',
    where: [{ field: 'ruleId', is: 'eq', value: ruleId }],
    order: { field: 'version', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  const people = [...new Set(versions.map(one => one.openid))]
  const names = new Map((people.length > 0 ? await ports.store.getMany('members', people) : []).map(member => [member.id, member.nickname]))
  return answer(toPage(versions, PAGE_SIZE, one => one.version, ({ version, rule, openid, at }) => ({
    ruleId, version, rule: rule && (ruleViews([rule])[0] ?? null), by: { openid, nickname: names.get(openid) ?? '' }, at,
  })))
}

async function lastVersion({ store }: Ports, ruleId: string): Promise<number> {
  const [last] = await store.page({ collection: 'rule_versions', where: [{ field: 'ruleId', is: 'eq', value: ruleId }], order: { field: 'version', direction: 'desc' }, limit: 1 })
  return last?.version ?? 0
}

/** A version that was made since the last one was looked up is passed over. */
async function nextVersion(tx: Transaction, ruleId: string, last: number): Promise<number> {
  let version = last + 1
  while (await tx.get('rule_versions', ruleVersionId(ruleId, version))) version += 1
  return version
}

async function keepVersion({ clock }: Ports, tx: Transaction, made: Omit<RuleVersion, 'id' | 'at'>): Promise<void> {
  await tx.insert('rule_versions', { ...made, id: ruleVersionId(made.ruleId, made.version), at: clock.now() })
}

/**
 * A flash price is about SKUs of its product, and each limited one gets its pool with the rule (X1). Pools are sold from by conditional updates and
 * are never part of a transaction again: how many pieces there are is settled when the rule is first saved, and a further wave is another rule.
 */
async function checkFlash(tx: Transaction, rule: Rule): Promise<WrongRule | undefined> {
  if (rule.kind !== 'flash_price') return undefined
  const product = rule.scope.kind === 'product' ? await tx.get('products', rule.scope.productId) : undefined
  if (!product) return { ruleId: rule.id, field: 'scope' }
  if (!rule.prices.every(price => product.skus.some(sku => sku.skuId === price.skuId))) return { ruleId: rule.id, field: 'prices' }
  for (const pool of flashPoolsOf(rule)) {
    const before = await tx.get('stocks', pool.id)
    if (!before) await tx.insert('stocks', pool)
    else if (piecesIn(before) !== piecesIn(pool)) return { ruleId: rule.id, field: 'limit' }
  }
  return undefined
}

function rejectedOr<Refusal extends string, Output>(result: object | Rejected<Refusal>, output: () => Output | undefined): Answer<Output, Refusal> {
  if ('refusal' in result) return refused(result.refusal, result.detail)
  const value = output()
  if (value === undefined) throw new Error('a change of the shop that has nothing to show')
  return answer(value)
}
