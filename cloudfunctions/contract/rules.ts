import * as v from 'valibot'
import { cursor, id, text, whole } from './fields'
import { fenAmount, figure, shopRule } from './rule-fields'
import { procedure } from './procedure'
import type { FreightTemplateView, LevelView, RuleVersionView, RuleView } from './rule-views'
import type { Page } from './views'

const regions = v.pipe(v.array(text(20)), v.maxLength(100))
const rate = v.strictObject({ firstUnits: figure, firstFen: fenAmount, nextUnits: figure, nextFen: fenAmount })

/** The merchant's rules as data (S25): prices, discounts, freight (S43) and levels (S19). */
export const ruleProcedures = {
  'rules.list': procedure<{ rules: readonly RuleView[] }>()({ caller: 'merchant', input: v.strictObject({}) }),
  /** Adds or replaces one rule; its version is the shop's. `rule_invalid` says which field of which rule. */
  'rules.save': procedure<RuleView>()({ caller: 'merchant', input: v.strictObject({ rule: shopRule }), refusals: ['rule_invalid'] }),
  'rules.remove': procedure<{ ruleId: string }>()({ caller: 'merchant', input: v.strictObject({ ruleId: id }), refusals: ['rule_not_found'] }),
  /** Every version a rule ever had, newest first, with who made it; orders name the version they were discounted by. */
  'rules.history': procedure<Page<RuleVersionView>>()({ caller: 'merchant', input: v.strictObject({ ruleId: id, cursor }) }),
  'freight.list': procedure<{ templates: readonly FreightTemplateView[] }>()({ caller: 'merchant', input: v.strictObject({}) }),
  'freight.save': procedure<{ templateId: string }>()({
    caller: 'merchant',
    input: v.strictObject({
      template: v.strictObject({
        id,
        by: v.picklist(['piece', 'weight', 'volume']),
        rate,
        regionRates: v.pipe(v.array(v.strictObject({ regions, rate })), v.maxLength(50)),
        freeFromFen: v.nullable(fenAmount),
        coldFen: fenAmount,
        excludedRegions: regions,
      }),
    }),
    refusals: ['freight_invalid'],
  }),
  'freight.remove': procedure<{ templateId: string }>()({ caller: 'merchant', input: v.strictObject({ templateId: id }), refusals: ['freight_template_not_found', 'freight_in_use'] }),
  'levels.list': procedure<{ levels: readonly LevelView[] }>()({ caller: 'merchant', input: v.strictObject({}) }),
  /** Replaces all levels; what a level saves is a rule. */
  'levels.save': procedure<{ levels: readonly LevelView[] }>()({
    caller: 'merchant',
    input: v.strictObject({ levels: v.pipe(v.array(v.strictObject({ level: whole(1, 99), name: text(10), fromGrowth: whole(0, 100_000_000) })), v.maxLength(20)) }),
    refusals: ['levels_invalid'],
  }),
}
