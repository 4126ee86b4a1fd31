import { describe, expect, it } from 'vitest'
import type { Stock } from '../../cloudfunctions/domain/stock/stock'
import { checkBooks } from './support/books'
import { HOUR, MINUTE, refusalOf, Shop } from './support/shop'

describe('everybody wants the last one', () => {
  it('X18 S14: of 200 shoppers joining the last seat at once exactly one succeeds, and the stock is exact', async () => {
    await using shop = await Shop.open()
    const alice = shop.person('alice')
    const opened = await alice.opensGroup({ product: 'eggs' })
    await alice.paysAndIsSeen(opened)

    const answers = await Promise.all(shop.people(200).map(buyer => refusalOf(buyer.joins(opened.groupId ?? '', { product: 'eggs' }))))
    const count = (answer: string): number => answers.filter(one => one === answer).length
    expect({ accepted: count('accepted'), full: count('group_full') }).toEqual({ accepted: 1, full: 199 })

    const stock = await shop.document<Stock>('stocks', 'eggs-1')
    expect(stock).toMatchObject({ available: 298, held: 2, sold: 0 })
    await shop.advance(11 * MINUTE)
    await shop.settle()
    await checkBooks(shop)
  })

  it('X18: of 60 shoppers buying the last 3 pieces alone at once exactly three succeed', async () => {
    await using shop = await Shop.open()
    const answers = await Promise.all(shop.people(60).map(buyer => refusalOf(buyer.buysAlone({ product: 'kids-cup' }))))
    expect(answers.filter(answer => answer === 'accepted')).toHaveLength(3)
    expect(answers.filter(answer => answer === 'sold_out')).toHaveLength(57)
    expect(await shop.document<Stock>('stocks', 'kids-cup-1')).toMatchObject({ available: 0, held: 3 })
    await shop.advance(11 * MINUTE)
    await shop.settle()
    expect(await shop.document<Stock>('stocks', 'kids-cup-1')).toMatchObject({ available: 3, held: 0 })
    await checkBooks(shop)
  })

  it('S14: a shopper has one live seat in a group and at most three unpaid orders', async () => {
    await using shop = await Shop.open()
    const [alice, bob] = [shop.person('alice'), shop.person('bob')]
    const opened = await alice.opensGroup({ product: 'peach' })
    await alice.paysAndIsSeen(opened)
    const groupId = opened.groupId ?? ''
    expect(await refusalOf(alice.joins(groupId, { product: 'peach' }))).toBe('already_in_group')

    await bob.joins(groupId, { product: 'peach' })
    expect(await refusalOf(bob.joins(groupId, { product: 'peach' }))).toBe('already_in_group')
    await bob.buysAlone({ product: 'rice' })
    await bob.buysAlone({ product: 'milk' })
    expect(await refusalOf(bob.buysAlone({ product: 'tissue' }))).toBe('too_many_unpaid')

    await shop.advance(11 * MINUTE)
    await shop.settle()
    expect(await refusalOf(bob.buysAlone({ product: 'tissue' }))).toBe('accepted')
    await shop.advance(11 * MINUTE)
    await shop.settle()
    await checkBooks(shop)
  })

  it('S14: the same double tap, sent at once under one order id, makes one order', async () => {
    await using shop = await Shop.open()
    const alice = shop.person('alice')
    const tap = (): Promise<string> => refusalOf(alice.places('alone', { product: 'rice' }, null, 'double-tap-1'))
    const answers = await Promise.all([tap(), tap(), tap()])
    expect(answers.filter(answer => answer !== 'accepted' && answer !== 'busy')).toEqual([])
    expect(answers).toContain('accepted')
    expect(await tap()).toBe('accepted')
    expect(await refusalOf(alice.places('alone', { product: 'rice', quantity: 2 }, null, 'double-tap-1'))).toBe('order_id_taken')
    expect(await refusalOf(shop.person('bob').places('alone', { product: 'rice' }, null, 'double-tap-1'))).toBe('order_id_taken')
    expect((await shop.documents('orders'))).toHaveLength(1)
  })

  it('S17: a join after the deadline is refused although no sweep has run', async () => {
    await using shop = await Shop.open()
    const [alice, bob] = [shop.person('alice'), shop.person('bob')]
    const opened = await alice.opensGroup({ product: 'eggs' })
    await alice.paysAndIsSeen(opened)
    await shop.advance(24 * HOUR)
    const groupId = opened.groupId ?? ''
    expect(await bob.ask('group.get', { groupId })).toMatchObject({ state: 'failed', actions: ['open_again'] })
    expect(await refusalOf(bob.joins(groupId, { product: 'eggs' }))).toBe('group_over')
    expect(await shop.document('groups', groupId)).toMatchObject({ state: 'open' })
    await shop.settle()
    await checkBooks(shop)
  })
})
