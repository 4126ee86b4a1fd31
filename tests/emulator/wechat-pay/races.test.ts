import { describe, expect, it } from 'vitest'
import { codeOf, openShop, order, orderParams, paidOrder, refundParams } from './support/shop'

describe('at the same time', () => {
  it('creates one order from many equal requests', async () => {
    const shop = openShop()
    const results = await Promise.all(Array.from({ length: 30 }, () => shop.client.transactions_jsapi(orderParams('order-0001'))))
    expect(results.every(result => result.status === 200)).toBe(true)
    expect(new Set(results.map(result => (result.data as { package: string }).package)).size).toBe(30)
    expect(shop.pay.orders()).toHaveLength(1)
  })

  it('lets either the payment or the closing win, never both', async () => {
    const shop = openShop()
    const won = { payment: 0, closing: 0 }
    for (let ticks = 0; ticks < 20; ticks++) {
      const number = `order-${1000 + ticks}`
      const prepayId = await order(shop, number)
      // The payer is a little later each time, so that somewhere the two change places.
      const pay = async () => {
        for (let i = 0; i < ticks; i++) await undefined
        return shop.pay.pay(prepayId)
      }
      const [closing, payment] = await Promise.all([shop.client.close(number), pay()])
      expect([payment.ok, closing.status]).toEqual(payment.ok ? [true, 400] : [false, 204])
      expect(shop.pay.orders().at(-1)!.state).toBe(payment.ok ? 'SUCCESS' : 'CLOSED')
      won[payment.ok ? 'payment' : 'closing']++
    }
    expect(Math.min(won.payment, won.closing)).toBeGreaterThan(0)
    expect(shop.pay.account().balanceFen).toBe(won.payment * 1990)
  })

  it('closes after the payment went through first, and pays not after closing', async () => {
    const shop = openShop()
    const [one, two] = [await order(shop, 'order-0001'), await order(shop, 'order-0002')]
    await shop.pay.pay(one)
    expect(codeOf(await shop.client.close('order-0001'))).toBe('ORDER_PAID')
    await shop.client.close('order-0002')
    expect(await shop.pay.pay(two)).toEqual({ ok: false, reason: 'closed' })
  })

  it('pays one of two sessions of an order', async () => {
    const shop = openShop()
    const sessions = [await order(shop, 'order-0001'), await order(shop, 'order-0001')]
    const outcomes = await Promise.all(sessions.map(session => shop.pay.pay(session)))
    expect(outcomes.map(outcome => outcome.ok)).toEqual([true, false])
    expect(shop.pay.account().balanceFen).toBe(1990)
  })

  it('accepts one refund from many equal requests, and no two that differ', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    const same = await Promise.all(Array.from({ length: 20 }, () => shop.client.refunds(refundParams('order-0001', 'refund-0001', 1990))))
    expect(new Set(same.map(result => JSON.stringify(result.data))).size).toBe(1)
    const others = await Promise.all(['a', 'b'].map(end => shop.client.refunds(refundParams('order-0001', `refund-${end}`, 1990))))
    expect(others.map(codeOf)).toEqual(['INVALID_REQUEST', 'INVALID_REQUEST'])
    expect(shop.pay.account()).toMatchObject({ balanceFen: 0, refundsFen: 1990 })
  })

  it('gives the same numbers for the same seed', async () => {
    const [one, two] = [openShop(), openShop()]
    expect(await order(one, 'order-0001')).toBe(await order(two, 'order-0001'))
    expect(await paidOrder(one, 'order-0002')).toBe(await paidOrder(two, 'order-0002'))
  })
})

describe('the merchant\'s account', () => {
  it('is the sum of what happened, whatever the order of a long day', async () => {
    const shop = openShop({ feeRate: 0.006 })
    let seed = 5
    const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
    const paid: { no: string, left: number, total: number }[] = []
    for (let i = 0; i < 120; i++) {
      if (paid.length === 0 || next(3) === 0) {
        const total = 1 + next(50_000)
        await paidOrder(shop, `order-${1000 + i}`, { amount: { total, currency: 'CNY' } })
        paid.push({ no: `order-${1000 + i}`, left: total, total })
      }
      else {
        const target = paid[next(paid.length)]!
        const fen = 1 + next(target.total)
        const outcome = (['SUCCESS', 'ABNORMAL', 'CLOSED'] as const)[next(3)]!
        shop.pay.setRefundOutcome(`refund-${i}`, outcome)
        const result = await shop.client.refunds(refundParams(target.no, `refund-${i}`, fen, target.total))
        if (result.status === 200 && outcome !== 'CLOSED') target.left -= fen
        expect(result.status === 200 || ['INVALID_REQUEST', 'FREQUENCY_LIMITED', 'NOT_ENOUGH'].includes(codeOf(result)!)).toBe(true)
      }
      await shop.clock.advance(1000 * next(90))
    }
    await shop.clock.advance(60_000)
    const account = shop.pay.account()
    const left = paid.reduce((sum, one) => sum + one.left, 0)
    expect(paid.every(one => one.left >= 0)).toBe(true)
    expect(account.paymentsFen - account.refundsFen).toBe(left)
    expect(account.balanceFen).toBe(left - account.feesFen)
    expect(shop.pay.flows().reduce((sum, flow) => sum + flow.amountFen, 0)).toBe(account.balanceFen)
    expect(shop.pay.flows().every(flow => flow.balanceFen >= 0)).toBe(true)
    expect(shop.pay.refunds().filter(one => one.status !== 'CLOSED').reduce((sum, one) => sum + one.refundFen, 0)).toBe(account.refundsFen)
  })
})
