import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { line } from './support/views'
import ChoiceChips from '@/components/base/choice-chips.vue'
import ShipForm from '@/components/order/ship-form.vue'
import { adminOrderCopy } from '@/copy/admin'
import { refusalCopy } from '@/copy/refusal'
import type { OrderLineView } from '@/services/types'

async function filledForm(lines: readonly OrderLineView[]) {
  const form = mount(ShipForm, { props: { busy: false, lines } })
  form.findComponent(ChoiceChips).vm.$emit('update:modelValue', 'SF')
  await form.find('input').trigger('input', { detail: { value: 'SF1234567890' } })
  return { form, ship: () => form.find('.action-button').trigger('click') }
}

describe('shipping goods that ask to be packed in their own way', () => {
  it('S81: says what they ask for, and nothing leaves before whoever packs has said that it is done', async () => {
    const { form, ship } = await filledForm([line, { ...line, skuId: 's2', packaging: '加冰袋' }])
    expect(form.text()).toContain('加冰袋')
    await ship()
    expect(form.find('[role="alert"]').text()).toBe(refusalCopy.packaging_unconfirmed)
    expect(form.emitted('ship')).toBeUndefined()
    await form.find(`[role="checkbox"][aria-label="${adminOrderCopy.packedAsAsked}"]`).trigger('click')
    await ship()
    expect(form.emitted('ship')).toEqual([['SF', 'SF1234567890', true]])
  })

  it('S81: goods that ask for nothing ask nobody to tick anything', async () => {
    const { form, ship } = await filledForm([line])
    expect(form.find(`[aria-label="${adminOrderCopy.packedAsAsked}"]`).exists()).toBe(false)
    await ship()
    expect(form.emitted('ship')).toEqual([['SF', 'SF1234567890', false]])
  })
})
