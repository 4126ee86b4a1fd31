import type { AdminProcedures, ParsedInputOf } from '../../contract'
import type { TemplateView } from '../../contract/coupon-views'
import type { Page } from '../../contract/views'
import { checkTemplate } from '../../domain/coupon/check-template'
import type { CouponTemplate, TemplateTerms } from '../../domain/coupon/template'
import { sameData } from '../../domain/kernel/same-data'
import { Busy, type Clause, type Ports } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { readCursor, toPage } from '../paging'
import { couponSentence } from '../views/coupon-view'
import { couponRuleOf } from './rule-input'

type Input<Name extends keyof AdminProcedures> = ParsedInputOf<AdminProcedures[Name]>
type SaveRefusal = 'coupon_invalid' | 'coupon_rule_fixed' | 'quota_below_claimed' | 'coupon_ended'

const PAGE_SIZE = 20

export async function listTemplates({ ports }: Call, { cursor }: Input<'coupon.list'>): Promise<Answer<Page<TemplateView>, never>> {
  const after = readCursor(cursor)
  const templates = await ports.store.page({ collection: 'coupon_templates', where: [], order: { field: 'createdAt', direction: 'desc' }, ...(after && { after }), limit: PAGE_SIZE })
  return answer(toPage(templates, PAGE_SIZE, template => template.createdAt, templateView))
}

/** A template as it stands, to be changed and saved again (S21). */
export async function readTemplate({ ports }: Call, { templateId }: Input<'coupon.read'>): Promise<Answer<TemplateView, 'coupon_not_found'>> {
  const template = await ports.store.get('coupon_templates', templateId)
  return template ? answer(templateView(template)) : refused('coupon_not_found')
}

/**
 * Makes or edits a coupon template (S21). What it gives is fixed with the first claim; quota, limits and times may still change, the quota not below
 * what is claimed. An edit is one conditional update, so that claims at the same moment count under the terms before or after it, never between.
 */
export async function saveTemplate({ ports }: Call, { templateId, rule, ...rest }: Input<'coupon.save'>): Promise<Answer<TemplateView, SaveRefusal>> {
  const { store, clock } = ports
  const terms: TemplateTerms = { ...rest, id: templateId, rule: couponRuleOf(rule, templateId) }
  const field = checkTemplate(terms)
  if (field) return refused('coupon_invalid', { templateId, field })
  for (let attempt = 0; attempt < 5; attempt++) {
    const before = await store.get('coupon_templates', templateId)
    if (!before) {
      const made: CouponTemplate = { ...terms, claimed: 0, state: 'open', inflight: {}, inflightAt: 0, createdAt: clock.now(), version: 1 }
      if (await store.insert('coupon_templates', made)) return answer(templateView(made))
      continue
    }
    const refusal = whyNotEdited(before, terms)
    if (refusal) return refused(refusal)
    if (await edit(ports, before, terms)) return answer(templateView({ ...before, ...terms }))
  }
  throw new Busy(`coupon ${templateId}`)
}

function whyNotEdited(before: CouponTemplate, terms: TemplateTerms): SaveRefusal | undefined {
  if (before.state === 'ended') return 'coupon_ended'
  if (before.claimed > 0 && !sameData(before.rule, terms.rule)) return 'coupon_rule_fixed'
  return before.claimed > terms.quota ? 'quota_below_claimed' : undefined
}

function edit({ store }: Ports, before: CouponTemplate, { id, ...terms }: TemplateTerms): Promise<boolean> {
  const when: Clause[] = [{ field: 'version', is: 'eq', value: before.version }, { field: 'state', is: 'eq', value: 'open' }, { field: 'claimed', is: 'lte', value: terms.quota }]
  if (!sameData(before.rule, terms.rule)) when.push({ field: 'claimed', is: 'eq', value: 0 })
  return store.update('coupon_templates', id, { set: terms, inc: { version: 1 } }, when)
}

export async function endTemplate({ ports }: Call, { templateId }: Input<'coupon.end'>): Promise<Answer<TemplateView, 'coupon_not_found'>> {
  const { store } = ports
  await store.update('coupon_templates', templateId, { set: { state: 'ended' }, inc: { version: 1 } }, [{ field: 'state', is: 'eq', value: 'open' }])
  const template = await store.get('coupon_templates', templateId)
  return template ? answer(templateView(template)) : refused('coupon_not_found')
}

function templateView({ id, name, rule, quota, claimed, perShopper, claimFrom, claimUntil, validity, costPoints, state, createdAt }: CouponTemplate): TemplateView {
  return { templateId: id, name, say: couponSentence(rule), rule, quota, claimed, perShopper, claimFrom, claimUntil, validity, costPoints, state, createdAt }
}
