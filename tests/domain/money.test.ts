import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effect } from '../../cloudfunctions/domain/effect/effect'
import { effectId } from '../../cloudfunctions/domain/effect/effect-id'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { HOUR_MS } from '../../cloudfunctions/domain/kernel/instant'
import { balances, paymentPosting, refundPromisedPosting, refundReturnedPosting, saleCompletedPosting } from '../../cloudfunctions/domain/ledger/postings'
import { closeOrder } from '../../cloudfunctions/domain/order/move-order'
import type { Order } from '../../cloudfunctions/domain/order/order'
import { mismatch } from '../../cloudfunctions/domain/payment/check-facts'
import { decidePayment, seatPaidOrder } from '../../cloudfunctions/domain/payment/record-payment'
import { refundOf } from '../../cloudfunctions/domain/pricing/paid-line'
import { promisePart, promiseRefund } from '../../cloudfunctions/domain/refund/promise-refund'
import { decideRefund, type RefundStatement } from '../../cloudfunctions/domain/refund/record-refund'
import type { Refund } from '../../cloudfunctions/domain/refund/refund'
import { aGroup, anOrder, aSeat, factsOf, T0 } from '../support/builders'
import { APPID, MCHID } from '../support/pay-peer'

const bobsGroup = aGroup({ free: 0, seats: { alice: aSeat('order-alice', { state: 'paid' }), bob: aSeat('order-bob', { takenAt: T0 + 1 }) } })
const alone = (changes: Partial<Order> = {}): Order => {
  const { groupId: _, activityId: __, ...rest } = anOrder({ kind: 'alone', ...changes })
  return rest
}

/** Bob's order once its payment is recorded. */
function paidOrder(order: Order = anOrder(), now = T0): Order {
  const recorded = decidePayment(order, factsOf(order), now)
  if (!recorded) throw new Error('not recorded')
  return recorded.order
}

describe('decidePayment', () => {
  it.each([['in a group', anOrder()], ['alone', alone()]])('S7: in time, %s: paid, and settled after the commit', (_how, order) => {
    expect(decidePayment(order, factsOf(order), T0)).toMatchObject({
      order: { state: 'paid', funds: { spent: true }, payment: { state: 'succeeded', transactionId: '42000order-bob', paidAt: T0, recordedAt: T0 } },
      postings: [{ kind: 'payment' }],
      effects: [{ kind: 'settle_order' }],
    })
  })

  it('L2: late, after the order was closed: the money is recorded and the order is to be revived', () => {
    const closed = { ...closeOrder(anOrder(), 'expired', T0), payment: { ...anOrder().payment, state: 'closed' as const } }
    const recorded = decidePayment(closed, factsOf(closed), T0)
    expect(recorded).toMatchObject({ order: { state: 'paid', payment: { state: 'succeeded' } }, postings: [{ kind: 'payment' }], effects: [{ kind: 'revive_order' }] })
    expect(recorded?.order.closedReason).toBeUndefined()
    expect(recorded?.order.funds.spent).toBeFalsy()
  })

  it('I11: told again, nothing follows', () => {
    expect(decidePayment(paidOrder(), factsOf(anOrder()), T0)).toBeUndefined()
  })
})

describe('seatPaidOrder', () => {
  it('S14: the held seat is paid, and the last one forms the group', () => {
    expect(seatPaidOrder(paidOrder(), bobsGroup, T0)).toMatchObject({ kind: 'seated', order: { state: 'grouping' }, group: { state: 'formed', paid: 2 }, effects: [{ kind: 'settle_group' }] })
  })

  it('with seats still missing, it waits in the group', () => {
    const group = { ...bobsGroup, free: 1, terms: { ...bobsGroup.terms, size: 3 } }
    expect(seatPaidOrder(paidOrder(), group, T0)).toMatchObject({ kind: 'seated', order: { state: 'grouping' }, group: { state: 'open', paid: 2 }, effects: [] })
  })

  it('S14: recorded in the last millisecond before the deadline is in time, however late it is settled; at the deadline it is not', () => {
    const { deadlineAt } = bobsGroup
    expect(seatPaidOrder(paidOrder(anOrder(), deadlineAt - 1), bobsGroup, deadlineAt + HOUR_MS)).toMatchObject({ kind: 'seated' })
    expect(seatPaidOrder(paidOrder(anOrder(), deadlineAt), bobsGroup, deadlineAt)).toMatchObject({ kind: 'given_back' })
  })

  it.each([
    ['the group is past its deadline', bobsGroup, T0 + HOUR_MS],
    ['the group has failed', { ...bobsGroup, state: 'failed' as const }, T0],
    ['the seat was given back', { ...bobsGroup, seats: { bob: aSeat('order-bob', { state: 'released' }) } }, T0],
    ['the seat is another order’s', { ...bobsGroup, seats: { bob: aSeat('order-other') } }, T0],
    ['the group is gone', undefined, T0],
  ])('L3: %s: the money goes back in full', (_why, group, now) => {
    expect(seatPaidOrder(paidOrder(anOrder(), now), group, now)).toMatchObject({
      kind: 'given_back',
      promise: {
        order: { state: 'closed', closedReason: 'group_failed', refundIds: ['order-bob-GF'] },
        refund: { id: 'order-bob-GF', amountFen: 2990, totalFen: 2990, state: 'requested' },
        posting: { kind: 'refund_promised' },
        effects: [{ kind: 'release_order' }, { kind: 'send_refund', refundId: 'order-bob-GF' }],
      },
    })
  })
})

describe('mismatch', () => {
  const us = { appid: APPID, mchid: MCHID }

  it('X11: names the first thing that is not ours', () => {
    const order = anOrder()
    expect(mismatch(order, factsOf(order), us)).toBeUndefined()
    expect(mismatch(order, factsOf(order, { appid: 'wxother' }), us)).toBe('appid')
    expect(mismatch(order, factsOf(order, { mchid: '1' }), us)).toBe('mchid')
    expect(mismatch(order, factsOf(order, { outTradeNo: 'order-other' }), us)).toBe('out_trade_no')
    expect(mismatch(order, factsOf(order, { currency: 'HKD' }), us)).toBe('currency')
    expect(mismatch(order, factsOf(order, { amountFen: 2989 }), us)).toBe('amount')
    expect(mismatch(order, factsOf(order, { openid: 'mallory' }), us)).toBe('payer')
    const { requestedAt: _, ...never } = order.payment
    expect(mismatch({ ...order, payment: never }, factsOf(order), us)).toBe('never_requested')
    expect(mismatch({ ...order, payment: { ...order.payment, transactionId: '4200009' } }, factsOf(order), us)).toBe('second_transaction')
  })
})

describe('refunds', () => {
  const paid = paidOrder()
  const { refund, order: closed, posting, effects } = promiseRefund(paid, 'paid_late', T0)
  const says = (state: RefundStatement['state'], changes: Partial<RefundStatement> = {}): RefundStatement =>
    ({ state, providerRefundId: '50000', amountFen: 2990, totalFen: 2990, outTradeNo: 'order-bob', ...changes })

  it('X10, I9: a promise closes the order and gives all of it back under a number of order and reason', () => {
    expect(refund).toMatchObject({ id: 'order-bob-LATE', orderId: 'order-bob', amountFen: 2990, state: 'requested' })
    expect(closed).toMatchObject({ state: 'closed', closedReason: 'paid_late', refundIds: [refund.id], givenBack: { wechatFen: 2990 } })
    expect(posting.kind).toBe('refund_promised')
    expect(effects).toEqual([{ kind: 'release_order', orderId: 'order-bob', version: closed.version }, { kind: 'send_refund', refundId: refund.id }])
  })

  it('I1: money that did not come, or is already going back, cannot be promised', () => {
    expect(() => promiseRefund(anOrder(), 'paid_late', T0)).toThrow('no payment')
    expect(() => promiseRefund({ ...paid, refundIds: ['order-bob-LATE'] }, 'paid_late', T0)).toThrow('already')
    const [line] = paid.lines
    if (!line) throw new Error('no line')
    const once = promisePart(paid, 'returned', 'order-bob-R1', refundOf([line.left], [{ lineId: line.skuId, quantity: 1 }]), T0).order
    expect(() => promisePart(once, 'returned', 'order-bob-R2', { amountFen: fen(1), points: 0, left: [] }, T0)).toThrow('more balance than was paid')
  })

  it('I9: only success returns the money', () => {
    expect(decideRefund(refund, says('processing'), T0)).toMatchObject({ refund: { state: 'processing', providerRefundId: '50000' }, postings: [], effects: [] })
    expect(decideRefund(refund, says('abnormal'), T0)).toMatchObject({ refund: { state: 'abnormal' }, postings: [] })
    expect(decideRefund(refund, says('closed'), T0)).toMatchObject({ refund: { state: 'closed' }, postings: [] })
    expect(decideRefund(refund, says('succeeded', { succeededAt: T0 + 5 }), T0 + 9)).toMatchObject({
      refund: { state: 'succeeded', succeededAt: T0 + 5 }, postings: [{ kind: 'refund_returned' }], effects: [{ kind: 'send_message', messageKey: 'refund_succeeded' }],
    })
  })

  it('I9: says nothing new twice, and nothing after success', () => {
    const done: Refund = { ...refund, state: 'succeeded' }
    for (const state of ['processing', 'abnormal', 'closed', 'succeeded'] as const) expect(decideRefund(done, says(state), T0)).toBeUndefined()
    expect(decideRefund({ ...refund, state: 'processing' }, says('processing'), T0)).toBeUndefined()
    expect(decideRefund({ ...refund, state: 'abnormal' }, says('succeeded'), T0)).toMatchObject({ refund: { state: 'succeeded' } })
  })

  it('X11: word about other money is a mismatch', () => {
    for (const change of [{ amountFen: 1 }, { totalFen: 1 }, { outTradeNo: 'order-other' }]) expect(decideRefund(refund, says('succeeded', change), T0)).toBe('mismatch')
  })
})

describe('the ledger', () => {
  it('X13, I2: every posting balances, and so do all of them together', () => {
    fc.assert(fc.property(fc.array(fc.record({ amount: fc.integer({ min: 1, max: 100_000_000 }), end: fc.constantFrom('kept', 'promised', 'returned', 'completed') }), { maxLength: 30 }), (sales) => {
      const postings = sales.flatMap(({ amount, end }, index) => {
        const order = anOrder({ id: `order-${index}`, payableFen: fen(amount) })
        const refund = { id: `${order.id}-GF`, orderId: order.id, amountFen: fen(amount), balanceFen: fen(0), points: 0 } as Refund
        return [
          paymentPosting(order, T0),
          ...(end === 'promised' || end === 'returned' ? [refundPromisedPosting(refund, T0)] : []),
          ...(end === 'returned' ? [refundReturnedPosting(refund, T0)] : []),
          ...(end === 'completed' ? [saleCompletedPosting(order, 0, T0)] : []),
        ]
      })
      for (const posting of postings) expect(posting.entries.reduce((sum, entry) => sum + entry.amountFen, 0)).toBe(0)
      expect(new Set(postings.map(posting => posting.id)).size).toBe(postings.length)
      const of = (...ends: string[]): number => sales.filter(sale => ends.includes(sale.end)).reduce((sum, sale) => sum + sale.amount, 0)
      const books = balances(postings)
      expect(books.wechat_clearing).toBe(of('kept', 'promised', 'completed'))
      expect(books.customer_prepaid + 0).toBe(0 - of('kept'))
      expect(books.refund_payable + 0).toBe(0 - of('promised'))
      expect(books.revenue + 0).toBe(0 - of('completed'))
    }))
  })
})

describe('effects', () => {
  it('have an id that follows from what they do and to what, and one of their own each', () => {
    const effects: Effect[] = [
      { kind: 'settle_order', orderId: 'order-1' }, { kind: 'release_order', orderId: 'order-1', version: 3 }, { kind: 'release_order', orderId: 'order-1', version: 7 },
      { kind: 'revive_order', orderId: 'order-1' }, { kind: 'settle_group', groupId: 'g-order-1', members: 2 }, { kind: 'send_refund', refundId: 'order-1-GF' },
      { kind: 'upload_shipping', orderId: 'order-1' }, { kind: 'correct_shipping', orderId: 'order-1', infoAt: 1 }, { kind: 'correct_shipping', orderId: 'order-1', infoAt: 2 }, { kind: 'send_transfer', transferId: 'transfer00000001' }, { kind: 'send_message', messageKey: 'group_formed', orderId: 'order-1' }, { kind: 'send_message', messageKey: 'group_failed', orderId: 'order-1' },
    ]
    expect(new Set(effects.map(effectId)).size).toBe(effects.length)
    expect(effects.map(effectId)).toEqual(structuredClone(effects).map(effectId))
  })
})
