import { deskCopy, goodsDeskCopy } from '@/copy/desk'
import { fenToYuan, yuanToFen } from '@/copy/money'
import type { AdminInput, DetailBlockView, GoodsDraftView, GoodsKindView } from '@/services/types'

type Input = AdminInput<'goods.save'>

/** Figures are kept as they were typed, so that a wrong one can be seen and corrected. */
export interface SkuForm { skuId: string; alone: string; group: string; weight: string; volume: string; image: string; noReturn: boolean }
export interface AxisForm { name: string; values: string }
export interface StepForm { hours: string; percent: string }
export type BlockForm =
  | { kind: 'text'; text: string }
  | { kind: 'image'; image: string }
  | { kind: 'video'; video: string; poster: string }
  | { kind: 'table'; rows: string }

export interface GoodsForm {
  productId: string
  kind: GoodsKindView
  title: string
  subtitle: string
  categoryId: string
  cover: string
  /** Of a cover that was uploaded just now; the server looks at it again (S37). */
  coverSize: { width: number; height: number } | null
  gallery: string[]
  axes: AxisForm[]
  /** By the values of the SKU; those of a combination that is not there at the moment are kept in case it comes back. */
  skus: Record<string, SkuForm>
  supplierId: string
  freightTemplateId: string
  cold: boolean
  packaging: string
  hours: { on: boolean; from: number; cutoff: number }
  service: { uses: string; validFrom: number; validUntil: number; steps: StepForm[]; changeHours: string }
  detail: BlockForm[]
  onSale: boolean
  rank: string
}

export const MOST_SKUS = 100
/** Uses of a service: an order is handed forty vouchers at most (S44). */
const MOST_USES = 40
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export function emptyForm(productId: string, now: number): GoodsForm {
  return {
    productId, kind: 'physical', title: '', subtitle: '', categoryId: '', cover: '', coverSize: null, gallery: [], axes: [], skus: {}, supplierId: '', freightTemplateId: '', cold: false, packaging: '',
    hours: { on: false, from: 360, cutoff: 1080 }, service: { uses: '1', validFrom: now, validUntil: now + 90 * DAY_MS, steps: [{ hours: '0', percent: '100' }], changeHours: '' }, detail: [],
    onSale: true, rank: '0',
  }
}

/** Goods as they were saved, in the shape of the form. */
export function formOf(view: GoodsDraftView, now: number): GoodsForm {
  const empty = emptyForm(view.productId, now)
  const { kind, title, subtitle, categoryId, cover, supplierId, cold, packaging, onSale, orderHours, service } = view
  return {
    ...empty, kind, title, subtitle, categoryId, cover, supplierId, cold, packaging, onSale,
    gallery: [...view.gallery],
    axes: view.axes.map(({ name, values }) => ({ name, values: values.join('，') })),
    skus: Object.fromEntries(view.skus.map(sku => [keyOf(sku.values), {
      skuId: sku.skuId, alone: fenToYuan(sku.priceAloneFen), group: fenToYuan(sku.priceGroupFen), weight: String(sku.weightGram), volume: String(sku.volumeCm3), image: sku.image ?? '',
      noReturn: sku.returnPolicy === 'none',
    }])),
    freightTemplateId: view.freightTemplateId ?? '',
    hours: orderHours ? { on: true, from: orderHours.fromMinute, cutoff: orderHours.cutoffMinute } : empty.hours,
    service: service
      ? { uses: String(service.uses), validFrom: service.validFrom, validUntil: service.validUntil, changeHours: typeof service.changeBeforeMs === 'number' ? String(service.changeBeforeMs / HOUR_MS) : '', steps: service.refundSteps.map(step => ({ hours: String(step.beforeMs / HOUR_MS), percent: String(step.percent) })) }
      : empty.service,
    detail: view.detail.map(blockForm),
    rank: String(view.rank),
  }
}

function blockForm(block: DetailBlockView): BlockForm {
  return block.kind === 'table' ? { kind: 'table', rows: block.rows.map(({ name, value }) => `${name}：${value}`).join('\n') } : { ...block }
}

/** The values of an axis as typed: either comma or 、 divides them, twice the same counts once. */
export function valuesOf({ values }: AxisForm): string[] {
  return [...new Set(values.split(/[,，、\n]/).map(value => value.trim()).filter(Boolean))]
}

export function keyOf(values: readonly string[]): string {
  return values.join('/')
}

/** Every combination of the values of the axes, the first axis changing slowest; one without values when there is no axis (S43). */
export function combinations(axes: readonly AxisForm[]): string[][] {
  return axes.map(valuesOf).filter(values => values.length > 0)
    .reduce<string[][]>((rows, values) => rows.flatMap(row => values.map(value => [...row, value])), [[]])
}

/** Fills in what is missing for the combinations there are; a new one starts with the prices of the first. */
export function withSkus(form: GoodsForm, makeId: () => string): GoodsForm['skus'] {
  const skus = { ...form.skus }
  const [first] = Object.values(skus)
  for (const values of combinations(form.axes).slice(0, MOST_SKUS)) {
    skus[keyOf(values)] ??= { skuId: makeId(), alone: first?.alone ?? '', group: first?.group ?? '', weight: first?.weight ?? '0', volume: first?.volume ?? '0', image: '', noReturn: first?.noReturn ?? false }
  }
  return skus
}

function whole(typed: string, min: number, max: number): number | null {
  const value = Number(typed.trim() || Number.NaN)
  return Number.isInteger(value) && value >= min && value <= max ? value : null
}

export type Errors = Record<string, string>

/** What is sent, or what is wrong, by the field it is about. */
export function toInput(form: GoodsForm): { ok: true; input: Input } | { ok: false; errors: Errors } {
  const errors: Errors = {}
  const need = (field: string, good: boolean, why: string = deskCopy.required): void => {
    if (!good) errors[field] = why
  }
  for (const field of ['title', 'subtitle', 'categoryId', 'cover'] as const) need(field, form[field].trim() !== '')
  need('gallery', form.gallery.length > 0)
  const axes = form.axes.map(axis => ({ name: axis.name.trim(), values: valuesOf(axis) }))
  axes.forEach((axis, index) => need(`axis-${index}`, axis.name !== '' && axis.values.length > 0))
  const rows = combinations(form.axes)
  need('skus', rows.length <= MOST_SKUS, goodsDeskCopy.tooManySkus(rows.length))
  const skus = rows.slice(0, MOST_SKUS).map((values) => {
    const key = keyOf(values)
    const sku = form.skus[key]
    const [alone, group] = [yuanToFen(sku?.alone ?? ''), yuanToFen(sku?.group ?? '')]
    const [weight, volume] = [whole(sku?.weight ?? '', 0, 1_000_000), whole(sku?.volume ?? '', 0, 100_000_000)]
    need(`alone-${key}`, Boolean(alone), deskCopy.money)
    need(`group-${key}`, Boolean(group), deskCopy.money)
    if (alone && group) need(`group-${key}`, group <= alone, goodsDeskCopy.groupAboveAlone)
    need(`weight-${key}`, weight !== null, deskCopy.wholeNumber(0, 1_000_000))
    need(`volume-${key}`, volume !== null, deskCopy.wholeNumber(0, 100_000_000))
    return {
      skuId: sku?.skuId ?? '', values, priceAloneFen: alone ?? 0, priceGroupFen: group ?? 0, image: sku?.image || null, weightGram: weight ?? 0, volumeCm3: volume ?? 0,
      returnPolicy: sku?.noReturn ? 'none' as const : 'seven_days' as const,
    }
  })
  if (form.hours.on) need('hours', form.hours.from < form.hours.cutoff, goodsDeskCopy.hoursInvalid)
  const service = form.kind === 'service' ? serviceOf(form, need) : null
  const detail = form.detail.map((block, index) => detailOf(block, good => need(`detail-${index}`, good)))
  const rank = whole(form.rank, 0, 1_000_000)
  need('rank', rank !== null, deskCopy.wholeNumber(0, 1_000_000))
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const physical = form.kind === 'physical'
  return {
    ok: true,
    input: {
      productId: form.productId, kind: form.kind, title: form.title.trim(), subtitle: form.subtitle.trim(), cover: form.cover, ...form.coverSize && { coverSize: form.coverSize }, gallery: form.gallery, categoryId: form.categoryId, axes, skus, detail,
      supplierId: form.supplierId, freightTemplateId: physical && form.freightTemplateId ? form.freightTemplateId : null, cold: physical && form.cold, packaging: form.packaging.trim(),
      orderHours: form.hours.on ? { fromMinute: form.hours.from, cutoffMinute: form.hours.cutoff } : null, service, onSale: form.onSale, rank: rank ?? 0,
    },
  }
}

function serviceOf({ service }: GoodsForm, need: (field: string, good: boolean, why?: string) => void): Input['service'] {
  const uses = whole(service.uses, 1, MOST_USES)
  need('uses', uses !== null, deskCopy.wholeNumber(1, MOST_USES))
  need('validUntil', service.validFrom < service.validUntil, deskCopy.endsBeforeStart)
  const refundSteps = service.steps.map(({ hours, percent }, index) => {
    const [before, share] = [whole(hours, 0, 8760), whole(percent, 1, 100)]
    need(`step-${index}`, before !== null && share !== null, deskCopy.wholeNumber(1, 100))
    return { beforeMs: (before ?? 0) * HOUR_MS, percent: share ?? 1 }
  })
  const changeHours = service.changeHours.trim() === '' ? null : whole(service.changeHours, 0, 8760)
  need('changeHours', changeHours !== null || service.changeHours.trim() === '', deskCopy.wholeNumber(0, 8760))
  return { uses: uses ?? 1, changeBeforeMs: changeHours === null ? null : changeHours * HOUR_MS, validFrom: service.validFrom, validUntil: service.validUntil, refundSteps: refundSteps.sort((a, b) => b.beforeMs - a.beforeMs) }
}

function detailOf(block: BlockForm, need: (good: boolean) => void): Input['detail'][number] {
  switch (block.kind) {
    case 'text':
      need(block.text.trim() !== '')
      return { kind: 'text', text: block.text.trim() }
    case 'image':
      need(block.image !== '')
      return block
    case 'video':
      need(/^(https?:\/\/|cloud:\/\/|\/)\S+$/.test(block.video.trim()) && block.poster !== '')
      return { kind: 'video', video: block.video.trim(), poster: block.poster }
    case 'table': {
      const rows = block.rows.split('\n').filter(row => row.trim()).map((row) => {
        const [name = '', ...value] = row.split(/[：:]/)
        return { name: name.trim(), value: value.join('：').trim() }
      })
      need(rows.length > 0 && rows.every(row => row.name && row.value))
      return { kind: 'table', rows }
    }
  }
}
