import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { order } from './support/views'
import OrderCard from '@/components/order/order-card.vue'
import { orderButtons, orderStateTone, orderStateWord } from '@/components/order/order-state'
import { orderSteps } from '@/components/order/order-steps-of'
import { orderCopy } from '@/copy/order'
import type { OrderAction, OrderStateView } from '@/services/types'

const STATES = Object.keys(orderCopy.stateWords) as OrderStateView[]

describe('the word for an order', () => {
  it.each(STATES)('there is one for %s', (state) => {
    expect(orderStateWord(order({ state }))).toBe(orderCopy.stateWords[state])
  })

  it('says why an order was closed, and what became of the money before that', () => {
    expect(orderStateWord(order({ state: 'closed', closedReason: 'expired' }))).toBe(orderCopy.closedWords.expired)
    expect(orderStateWord(order({ state: 'closed', closedReason: 'group_failed', refundState: 'processing' }))).toBe(orderCopy.refundWords.processing)
    expect(orderStateWord(order({ state: 'closed', closedReason: 'group_failed', refundState: 'succeeded' }))).toBe(orderCopy.refundWords.succeeded)
  })

  it('S41: services and codes wait to be used, not to be fetched', () => {
    expect(orderStateWord(order({ state: 'ready', goods: 'service' }))).toBe(orderCopy.readyWords.service)
    expect(orderStateWord(order({ state: 'ready', goods: 'virtual' }))).toBe(orderCopy.readyWords.virtual)
  })

  it('X10: is loud for what asks for something and for a refund that is stuck, quiet for what is over', () => {
    expect(orderStateTone(order({ state: 'placed' }))).toBe('accent')
    expect(orderStateTone(order({ state: 'shipped' }))).toBe('good')
    expect(orderStateTone(order({ state: 'closed' }))).toBe('quiet')
    expect(orderStateTone(order({ state: 'closed', refundState: 'processing' }))).toBe('quiet')
    expect(orderStateTone(order({ state: 'closed', refundState: 'abnormal' }))).toBe('accent')
  })
})

describe('the buttons of an order', () => {
  it('are the actions the server allows, the wanted one last and filled', () => {
    expect(orderButtons(['pay', 'cancel'])).toEqual([{ action: 'cancel', strong: false }, { action: 'pay', strong: true }])
    expect(orderButtons([])).toEqual([])
  })

  it.each(STATES)('on a card are what the server allows and nothing more, whatever state %s suggests', async (state) => {
    const actions: readonly OrderAction[] = ['see_group', 'buy_again']
    const card = mount(OrderCard, { props: { order: order({ state, actions }), now: 0 } })
    const buttons = card.findAll('.action-button')
    expect(buttons.map(button => button.text())).toEqual(actions.map(action => orderCopy.actions[action]))
    await buttons[1]!.trigger('click')
    expect(card.emitted('act')).toEqual([['buy_again', 'order-1']])
    await card.setProps({ order: order({ state, actions: [] }), now: 0 })
    expect(card.findAll('.action-button')).toEqual([])
  })

  it('do not work a second time while the first is under way', async () => {
    const card = mount(OrderCard, { props: { order: order({ actions: ['pay', 'cancel'] }), now: 0, busyAction: 'pay' } })
    await card.findAll('.action-button').at(-1)!.trigger('click')
    expect(card.emitted('act')).toBeUndefined()
  })

  it('a tap on the card itself opens the order', async () => {
    const card = mount(OrderCard, { props: { order: order(), now: 0 } })
    await card.find('[role="link"]').trigger('click')
    expect(card.emitted('open')).toEqual([['order-1']])
  })
})

describe('the steps of an order', () => {
  const now = (view: Parameters<typeof orderSteps>[0]) => orderSteps(view).find(step => step.state === 'now')?.title

  it('have the last one reached marked', () => {
    const group = { state: 'open', size: 2, missing: 1, deadlineAt: 9 } as const
    expect(now(order({ state: 'placed', group }))).toBe(orderCopy.steps.placed)
    expect(now(order({ state: 'grouping', paidAt: 2, group }))).toBe(orderCopy.steps.paid)
    expect(now(order({ state: 'preparing', paidAt: 2, group: { ...group, state: 'formed' } }))).toBe(orderCopy.steps.formed)
    expect(now(order({ state: 'shipped', paidAt: 2, shippedAt: 3 }))).toBe(orderCopy.steps.shipped)
    expect(now(order({ state: 'received', paidAt: 2, shippedAt: 3, receivedAt: 4 }))).toBe(orderCopy.steps.received)
  })

  it('are none for an order that was closed', () => {
    expect(orderSteps(order({ state: 'closed' }))).toEqual([])
  })
})
