import type { AdminProcedures, ParsedInputOf } from '../../contract'
import type { FreightTemplateView } from '../../contract/rule-views'
import { fen } from '../../domain/kernel/fen'
import { DAY_MS } from '../../domain/kernel/instant'
import { checkFreight } from '../../domain/pricing/check-freight'
import { chosenFrom, type FreightRate, type FreightTemplate } from '../../domain/pricing/freight'
import { NO_SETUP } from '../../domain/shop/setup'
import type { Ports } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { changeSetup } from './change-setup'

type Input<Name extends keyof AdminProcedures> = ParsedInputOf<AdminProcedures[Name]>

/** A shop that needs more has mistaken templates for regions; all of them are read with every quote. */
const MAX_TEMPLATES = 30

/** Longer than any group is open. */
const KEPT_MS = 40 * DAY_MS

export async function listFreight({ ports }: Call): Promise<Answer<{ templates: readonly FreightTemplateView[] }, never>> {
  const { freightTemplates } = await ports.store.get('shop_setup', NO_SETUP.id) ?? NO_SETUP
  return answer({ templates: chosenFrom(freightTemplates).map(template => ({ ...template, coldFen: template.coldFen ?? 0 })) })
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
    if (chosenFrom(others).length >= MAX_TEMPLATES) return { refusal: 'freight_invalid', detail: { templateId: template.id, field: 'templates' } }
    return { ...setup, freightTemplates: [...others, template] }
  })
  return 'refusal' in result ? refused(result.refusal, result.detail) : answer({ templateId: template.id })
}

/**
 * Takes a template away that nothing uses: no goods, and no running group, whose offer carries on what its goods were sold under. It is hidden, not
 * deleted: goods whose saving began before, or a group opened from them, are still carried by it. Those seen at once bring it back.
 */
export async function removeFreight({ ports }: Call, { templateId }: Input<'freight.remove'>): Promise<Answer<{ templateId: string }, 'freight_template_not_found' | 'freight_in_use'>> {
  if (await isUsed(ports, templateId)) return refused('freight_in_use')
  const now = ports.clock.now()
  const over = await forgettable(ports, now)
  const result = await changeSetup<'freight_template_not_found'>(ports, (setup) => {
    if (!chosenFrom(setup.freightTemplates).some(one => one.id === templateId)) return { refusal: 'freight_template_not_found' }
    const kept = setup.freightTemplates.filter(one => !(over.has(one.id) && isOld(one, now)))
    return { ...setup, freightTemplates: kept.map(one => one.id === templateId ? { ...one, removedAt: now } : one) }
  })
  if ('refusal' in result) return refused(result.refusal)
  if (!await isUsed(ports, templateId)) return answer({ templateId })
  await changeSetup(ports, setup => ({
    ...setup,
    freightTemplates: setup.freightTemplates.map(({ removedAt, ...one }) => one.id === templateId || removedAt === undefined ? one : { ...one, removedAt }),
  }))
  return refused('freight_in_use')
}

/** Those taken away so long ago that no saving from before is under way, nor a group that was opened then, and that nothing uses. */
async function forgettable(ports: Ports, now: number): Promise<Set<string>> {
  const { freightTemplates } = await ports.store.get('shop_setup', NO_SETUP.id) ?? NO_SETUP
  const old = freightTemplates.filter(one => isOld(one, now))
  const used = await Promise.all(old.map(one => isUsed(ports, one.id)))
  return new Set(old.flatMap((one, index) => used[index] ? [] : [one.id]))
}

function isOld({ removedAt }: FreightTemplate, now: number): boolean {
  return removedAt !== undefined && removedAt + KEPT_MS < now
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
