import type { AdminProcedures, ParsedInputOf } from '../../contract'
import type { FreightTemplateView } from '../../contract/rule-views'
import { fen } from '../../domain/kernel/fen'
import { checkFreight } from '../../domain/pricing/check-freight'
import type { FreightRate, FreightTemplate } from '../../domain/pricing/freight'
import { NO_SETUP } from '../../domain/shop/setup'
import type { Ports } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { changeSetup } from './change-setup'

type Input<Name extends keyof AdminProcedures> = ParsedInputOf<AdminProcedures[Name]>

/** A shop that needs more has mistaken templates for regions; all of them are read with every quote. */
const MAX_TEMPLATES = 30

export async function listFreight({ ports }: Call): Promise<Answer<{ templates: readonly FreightTemplateView[] }, never>> {
  const { freightTemplates } = await ports.store.get('shop_setup', NO_SETUP.id) ?? NO_SETUP
  return answer({ templates: freightTemplates.map(template => ({ ...template, coldFen: template.coldFen ?? 0 })) })
}

/** Adds or replaces a freight template (S43). */
export async function saveFreight({ ports }: Call, { template: input }: Input<'freight.save'>): Promise<Answer<{ templateId: string }, 'freight_invalid'>> {
  const template: FreightTemplate = {
    ...input,
    rate: rateOf(input.rate),
    regionRates: input.regionRates.map(({ regions, rate }) => ({ regions, rate: rateOf(rate) })),
    freeFromFen: input.freeFromFen === null ? null : fen(input.freeFromFen),
    coldFen: fen(input.coldFen),
  }
  const field = checkFreight(template)
  if (field) return refused('freight_invalid', { templateId: template.id, field })
  const result = await changeSetup<'freight_invalid'>(ports, (setup) => {
    const others = setup.freightTemplates.filter(one => one.id !== template.id)
    if (others.length >= MAX_TEMPLATES) return { refusal: 'freight_invalid', detail: { templateId: template.id, field: 'templates' } }
    return { ...setup, freightTemplates: [...others, template] }
  })
  return 'refusal' in result ? refused(result.refusal, result.detail) : answer({ templateId: template.id })
}

/**
 * Takes a template away that nothing uses: no goods, and no running group, whose offer carries on what its goods were sold under. Goods saved with it
 * at the same moment bring it back.
 */
export async function removeFreight({ ports }: Call, { templateId }: Input<'freight.remove'>): Promise<Answer<{ templateId: string }, 'freight_template_not_found' | 'freight_in_use'>> {
  if (await isUsed(ports, templateId)) return refused('freight_in_use')
  let removed: FreightTemplate | undefined
  const result = await changeSetup<'freight_template_not_found'>(ports, (setup) => {
    removed = setup.freightTemplates.find(one => one.id === templateId)
    return removed ? { ...setup, freightTemplates: setup.freightTemplates.filter(one => one.id !== templateId) } : { refusal: 'freight_template_not_found' }
  })
  if ('refusal' in result) return refused(result.refusal)
  if (!await isUsed(ports, templateId)) return answer({ templateId })
  const back = removed
  await changeSetup(ports, setup => back && !setup.freightTemplates.some(one => one.id === templateId) ? { ...setup, freightTemplates: [...setup.freightTemplates, back] } : setup)
  return refused('freight_in_use')
}

async function isUsed({ store }: Ports, templateId: string): Promise<boolean> {
  const [goods, groups] = await Promise.all([
    store.page({ collection: 'products', where: [{ field: 'freightTemplateId', is: 'eq', value: templateId }], order: { field: 'id', direction: 'asc' }, limit: 1 }),
    store.page({
      collection: 'groups',
      where: [{ field: 'offer.freightTemplateId', is: 'eq', value: templateId }, { field: 'state', is: 'eq', value: 'open' }],
      order: { field: 'id', direction: 'asc' },
      limit: 1,
    }),
  ])
  return goods.length + groups.length > 0
}

function rateOf({ firstUnits, firstFen, nextUnits, nextFen }: Input<'freight.save'>['template']['rate']): FreightRate {
  return { firstUnits, firstFen: fen(firstFen), nextUnits, nextFen: fen(nextFen) }
}
