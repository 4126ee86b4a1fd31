import { describe, expect, it } from 'vitest'
import { sku } from './support/views'
import { tableOf } from '@/composables/use-desk-list'
import { goodsDeskCopy } from '@/copy/desk'
import { fenToYuan, yuanToFen } from '@/copy/money'
import { minuteOfDay, formatMinute, formatTime, shanghaiInstant } from '@/copy/time'
import { cropBox } from '@/platform/goods-picture'
import { combinations, emptyForm, formOf, type GoodsForm, keyOf, toInput, valuesOf, withSkus } from '@/pages-admin/goods-form/draft'
import type { GoodsDraftView } from '@/services/types'

let made = 0
const makeId = () => `sku${++made}`

function filled(over: Partial<GoodsForm> = {}): GoodsForm {
  const form = { ...emptyForm('goods1', 0), title: ' 水蜜桃 ', subtitle: '甜', categoryId: 'fruit', cover: '/c.png', gallery: ['/c.png'], ...over }
  form.skus = withSkus(form, makeId)
  for (const one of Object.values(form.skus)) Object.assign(one, { alone: '59.9', group: '49.90' })
  return form
}

describe('the form of goods', () => {
  it('S43: has a row for every combination of up to three axes', () => {
    const axes = [{ name: '口味', values: '原味，草莓、 原味' }, { name: '规格', values: '6杯,12杯' }, { name: '包装', values: '盒装' }]
    expect(valuesOf(axes[0]!)).toEqual(['原味', '草莓'])
    expect(combinations(axes)).toEqual([['原味', '6杯', '盒装'], ['原味', '12杯', '盒装'], ['草莓', '6杯', '盒装'], ['草莓', '12杯', '盒装']])
    expect(combinations([])).toEqual([[]])
  })

  it('keeps prices and numbers of SKUs while the axes are edited', () => {
    const form = filled({ axes: [{ name: '规格', values: '6杯，12杯' }] })
    const before = form.skus[keyOf(['6杯'])]
    form.axes[0]!.values = '12杯'
    form.skus = withSkus(form, makeId)
    form.axes[0]!.values = '6杯，12杯，24杯'
    form.skus = withSkus(form, makeId)
    expect(form.skus[keyOf(['6杯'])]).toEqual(before)
    expect(form.skus[keyOf(['24杯'])]).toMatchObject({ alone: '59.9' })
  })

  it('X12: sends whole fen', () => {
    const sent = toInput(filled())
    expect(sent).toMatchObject({ ok: true, input: { title: '水蜜桃', skus: [{ priceAloneFen: 5990, priceGroupFen: 4990, values: [], returnPolicy: 'seven_days' }], orderHours: null, service: null } })
  })

  it('says at each field what is wrong, and nothing is sent', () => {
    const form = filled({ title: ' ', hours: { on: true, from: 1080, cutoff: 360 }, detail: [{ kind: 'table', rows: '产地' }] })
    Object.assign(form.skus['']!, { alone: '10', group: '10.001' })
    const sent = toInput(form)
    expect(sent.ok || Object.keys(sent.errors).sort()).toEqual(['detail-0', 'group-', 'hours', 'title'])
    Object.assign(form.skus['']!, { group: '11' })
    const again = toInput(form)
    expect(again.ok || again.errors['group-']).toBe(goodsDeskCopy.groupAboveAlone)
  })

  it('S41: what only carried goods have is not sent for a service', () => {
    const sent = toInput(filled({ kind: 'service', cold: true, freightTemplateId: 'parcel', service: { uses: '5', validFrom: 0, validUntil: 9, steps: [{ hours: '0', percent: '50' }, { hours: '24', percent: '100' }], changeHours: '12' } }))
    expect(sent).toMatchObject({ ok: true, input: { cold: false, freightTemplateId: null, service: { uses: 5, refundSteps: [{ beforeMs: 86_400_000, percent: 100 }, { beforeMs: 0, percent: 50 }], changeBeforeMs: 43_200_000 } } })
  })

  it('S44: a service has no more uses than the shop takes, which is said at the field', () => {
    const withUses = (uses: string) => toInput(filled({ kind: 'service', service: { uses, validFrom: 0, validUntil: 9, steps: [], changeHours: '' } }))
    expect(withUses('40')).toMatchObject({ ok: true, input: { service: { uses: 40 } } })
    const more = withUses('41')
    expect(more.ok || Object.keys(more.errors)).toEqual(['uses'])
  })

  it('goods that are opened and saved again are what they were', () => {
    const { available: _, ...one } = sku(['大', '红'], 8)
    const view: GoodsDraftView = {
      productId: 'p1', kind: 'physical', title: '桃', subtitle: '甜', cover: '/c.png', gallery: ['/c.png'], categoryId: 'fruit', axes: [{ name: '大小', values: ['大'] }, { name: '颜色', values: ['红'] }],
      skus: [{ ...one, image: null, weightGram: 500, volumeCm3: 20, available: 8 }], detail: [{ kind: 'table', rows: [{ name: '产地', value: '阳山：无锡' }] }, { kind: 'text', text: '甜' }],
      supplierId: 'farm', freightTemplateId: 'parcel', cold: true, packaging: '冰袋', orderHours: { fromMinute: 360, cutoffMinute: 1080 }, service: null, onSale: false, rank: 7,
    }
    const sent = toInput(formOf(view, 0))
    const { skus, ...rest } = view
    expect(sent).toEqual({ ok: true, input: { ...rest, skus: skus.map(({ available: _left, ...kept }) => kept) } })
  })
})

describe('what merchants type', () => {
  it.each([['0', 0], ['12', 1200], ['12.3', 1230], ['12.34', 1234], [' 5 ', 500], ['12.345', null], ['-1', null], ['1e3', null], ['', null], ['99999999', null]])('X12: %j yuan are %j fen', (typed, fen) => {
    expect(yuanToFen(typed)).toBe(fen)
    if (fen !== null) expect(yuanToFen(fenToYuan(fen))).toBe(fen)
  })

  it('tables are lines of cells, and anything else is none', () => {
    expect(tableOf('100-10\n\n200 — 30\n', 2)).toEqual([['100', '10'], ['200', '30']])
    expect(tableOf('100', 2)).toBeNull()
    expect(tableOf('100-', 2)).toBeNull()
    expect(tableOf('', 2)).toEqual([])
  })

  it('moments are of the shop\'s own clock', () => {
    expect(formatTime(shanghaiInstant('2026-12-31', '23:59'))).toBe('2026-12-31 23:59')
    expect(formatMinute(minuteOfDay('18:05'))).toBe('18:05')
  })
})

describe('goods pictures', () => {
  it.each([
    [640, 560, { x: 0, y: 0, width: 640, height: 560 }],
    [1280, 1280, { x: 0, y: 80, width: 1280, height: 1120 }],
    [4000, 560, { x: 1680, y: 0, width: 640, height: 560 }],
    [639, 2000, null],
    [2000, 559, null],
  ])('S37: of %i×%i', (width, height, box) => {
    expect(cropBox(width, height)).toEqual(box)
  })
})
