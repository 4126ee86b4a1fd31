import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChoiceChips from '@/components/base/choice-chips.vue'
import AdminOrderCard from '@/components/order/admin-order-card.vue'
import CorrectForm from '@/components/order/correct-form.vue'
import { adminOrderCopy } from '@/copy/admin'
import { adminOrderSamples } from '@/pages-dev/gallery/samples'
import type { AdminOrderView, ParcelView } from '@/services/types'

const NOW = 1_780_000_000_000
const parcel = (supplierId: string, trackingNo: string): ParcelView => ({ supplierId, skuIds: [], sent: { company: 'SF', trackingNo, shippedAt: NOW } })

function card(over: Partial<AdminOrderView>) {
  const order = { ...adminOrderSamples(NOW)[2]!, ...over }
  return mount(AdminOrderCard, { props: { order, canShip: false, now: NOW } })
}

describe('correcting a waybill', () => {
  it('X8: says that it can be done once, and takes no number that is none', async () => {
    const form = mount(CorrectForm, { props: { busy: false, parcels: [parcel('', 'SF1234567')] } })
    expect(form.text()).toContain(adminOrderCopy.correctNote)
    await form.find('.action-button').trigger('click')
    expect(form.find('[role="alert"]').text()).toBe(adminOrderCopy.trackingInvalid)
    await form.find('input').trigger('input', { detail: { value: ' YT7654321 ' } })
    await form.find('.action-button').trigger('click')
    expect(form.emitted('correct')).toEqual([['', 'SF', 'YT7654321']])
  })

  it('X9: asks which of several parcels', async () => {
    const form = mount(CorrectForm, { props: { busy: false, parcels: [parcel('', 'SF1234567'), parcel('farm', 'SF7654321')] } })
    form.findAllComponents(ChoiceChips)[0]?.vm.$emit('update:modelValue', 'farm')
    await form.find('input').trigger('input', { detail: { value: 'SF0000009' } })
    await form.find('.action-button').trigger('click')
    expect(form.emitted('correct')).toEqual([['farm', 'SF', 'SF0000009']])
  })
})

describe('an order on the merchant\'s list', () => {
  it('X8: offers the correction only while the server says so, and shows when the money comes', () => {
    const open = card({ release: { state: 'counting', at: NOW + 3 * 86_400_000 } })
    expect(open.text()).toContain(adminOrderCopy.correct)
    expect(open.text()).toContain(adminOrderCopy.releaseCounting('3天 00:00:00'))
    const done = card({ shipping: { refused: false, correctable: false, correction: 'taken' }, release: { state: 'waiting', at: null } })
    expect(done.text()).not.toContain(`${adminOrderCopy.correct} `)
    expect(done.findAll('.action-button')).toHaveLength(0)
    expect(done.text()).toContain(adminOrderCopy.correction.taken)
    expect(done.text()).toContain(adminOrderCopy.releaseWaiting)
    expect(card({ shippingUploaded: false, shipping: { refused: true, correctable: true, correction: null } }).text()).toContain(adminOrderCopy.refusedByWechat)
  })
})
