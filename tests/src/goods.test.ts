import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { phone } from './support/phone'
import { sku } from './support/views'
import { findSku, initialChoice, isAvailable, lowestFen } from '@/components/goods/sku'
import SkuPanel from '@/components/goods/sku-panel.vue'
import { goodsCopy } from '@/copy/goods'

const axes = [{ name: '口味', values: ['原味', '草莓'] }, { name: '规格', values: ['6杯', '12杯'] }]
const skus = [sku(['原味', '6杯'], 8), sku(['原味', '12杯'], 0), sku(['草莓', '6杯'], 0), sku(['草莓', '12杯'], 2, { priceGroupFen: 1500 })]

describe('specifications', () => {
  it('a choice names a SKU only when it is complete', () => {
    expect(findSku(skus, ['原味', '6杯'])?.skuId).toBe('原味-6杯')
    expect(findSku(skus, ['原味', null])).toBeNull()
    expect(findSku(skus, [])).toBeNull()
    expect(findSku([sku([], 1)], [])?.available).toBe(1)
  })

  it('a value is to be had while some SKU in stock agrees with what else is chosen', () => {
    expect(isAvailable(skus, [null, null], 0, '草莓')).toBe(true)
    expect(isAvailable(skus, [null, '6杯'], 0, '草莓')).toBe(false)
    expect(isAvailable(skus, ['草莓', null], 1, '12杯')).toBe(true)
    // Changing one's mind on an axis is never blocked by what was chosen on it before.
    expect(isAvailable(skus, ['原味', '6杯'], 1, '6杯')).toBe(true)
    expect(isAvailable(skus, [null, null], 0, '芒果')).toBe(false)
  })

  it('a panel opens with a choice made only when there is nothing to choose', () => {
    expect(initialChoice(skus, 2)).toEqual([null, null])
    expect(initialChoice([sku(['原味', '6杯'], 1), sku(['草莓', '6杯'], 0)], 2)).toEqual(['原味', '6杯'])
    expect(initialChoice(skus.map(one => ({ ...one, available: 0 })), 2)).toEqual([null, null])
  })

  it('the lowest price is one that can be paid, while anything is in stock', () => {
    expect(lowestFen(skus, 'group')).toBe(1500)
    expect(lowestFen(skus.slice(0, 3), 'group')).toBe(2000)
    expect(lowestFen(skus.map(one => ({ ...one, available: 0 })), 'group')).toBe(1500)
    expect(lowestFen([], 'alone')).toBe(0)
  })
})

describe('the panel', () => {
  function open(over: Partial<InstanceType<typeof SkuPanel>['$props']> = {}) {
    const panel = mount(SkuPanel, { props: { open: true, mode: 'group', cover: '', axes, skus, quantityLimit: 5, ...over } })
    const radio = (name: string) => panel.findAll('[role="radio"]').find(value => value.text() === name)!
    const confirm = () => panel.findAll('.action-button').at(-1)!.trigger('click')
    const step = (name: string) => panel.find(`[aria-label="${name}"]`).trigger('click')
    return { panel, radio, confirm, step }
  }

  it('a combination that is sold out cannot be chosen, and says so', async () => {
    const { panel, radio, confirm } = open()
    await radio('原味').trigger('click')
    expect(radio('12杯').attributes('aria-label')).toContain(goodsCopy.soldOut)
    await radio('12杯').trigger('click')
    expect(radio('12杯').attributes('aria-checked')).toBe('false')
    expect(phone.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: goodsCopy.unavailable }))
    await confirm()
    expect(panel.emitted('confirm')).toBeUndefined()
  })

  it('confirms the SKU that was chosen, and names what is missing before', async () => {
    const { panel, radio, confirm } = open()
    await radio('草莓').trigger('click')
    await confirm()
    expect(phone.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: goodsCopy.chooseSpecs(['规格']) }))
    await radio('12杯').trigger('click')
    await confirm()
    expect(panel.emitted('confirm')).toEqual([['草莓-12杯', 1]])
  })

  it('goes no higher than stock or limit, and comes down when another SKU has less', async () => {
    const { panel, radio, confirm, step } = open()
    await radio('原味').trigger('click')
    await radio('6杯').trigger('click')
    for (let times = 0; times < 7; times++) await step(goodsCopy.increase)
    expect(phone.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: goodsCopy.quantityLimit(5) }))
    await radio('原味').trigger('click')
    await radio('6杯').trigger('click')
    await radio('草莓').trigger('click')
    await radio('12杯').trigger('click')
    await confirm()
    expect(panel.emitted('confirm')).toEqual([['草莓-12杯', 2]])
  })

  it('has nothing to confirm when everything is sold out', async () => {
    const { panel, confirm } = open({ skus: skus.map(one => ({ ...one, available: 0 })) })
    await confirm()
    expect(panel.emitted('confirm')).toBeUndefined()
    expect(panel.findAll('.action-button').at(-1)!.attributes('disabled')).toBeDefined()
  })
})
