import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { fundsOf, fundsSpentPosting, paymentPosting, balances, pointBalances } from '../../cloudfunctions/domain/ledger/postings'
import type { Posting } from '../../cloudfunctions/domain/ledger/posting'
import type { Order } from '../../cloudfunctions/domain/order/order'
import { type PaidLine, refundOf } from '../../cloudfunctions/domain/pricing/paid-line'
import { quote } from '../../cloudfunctions/domain/pricing/quote'
import { promisePart, promiseRefund } from '../../cloudfunctions/domain/refund/promise-refund'
import type { Refund } from '../../cloudfunctions/domain/refund/refund'
import { aLine, anOrder, T0 } from '../support/builders'
import { holds, inputs, TIME } from './pricing/arbitraries'

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

/** Quick where a matcher per number is slow. */
function hold(truth: boolean, what: string): void {
  if (!truth) throw new Error(what)
}

/** An order of any cart under any rules, paid by so many per cent from the balance and the rest through WeChat. */
const paidOrders = fc.tuple(inputs, fc.integer({ min: 0, max: 100 })).map(([input, percent]): Order => {
  const quoted = quote(input)
  const balanceFen = fen(Math.floor(quoted.payableFen * percent / 100))
  const lines = quoted.lines.map(({ lineId, quantity, listPriceFen, pricedFen, paidFen, points, pointsFen }) => {
    const left: PaidLine = { lineId, quantity, listPriceFen, pricedFen, paidFen, points, pointsFen }
    return { ...aLine({ skuId: lineId, quantity, amountFen: paidFen }), left }
  })
  const order = anOrder({ kind: 'alone', state: 'preparing', payableFen: quoted.payableFen })
  return {
    ...order,
    lines,
    funds: { balanceFen, points: quoted.pointsSpent, coupons: [], spent: true },
    payment: { ...order.payment, amountFen: fen(quoted.payableFen - balanceFen), state: 'succeeded' },
    givenBack: { wechatFen: fen(0), balanceFen: fen(0), points: 0 },
  }
})

function givenBack(refunds: readonly Refund[]): { wechatFen: number; balanceFen: number; points: number } {
  return { wechatFen: sum(refunds.map(one => one.amountFen)), balanceFen: sum(refunds.map(one => one.balanceFen)), points: sum(refunds.map(one => one.points)) }
}

const picks = fc.array(fc.record({ line: fc.nat({ max: 5 }), quantity: fc.integer({ min: 1, max: 9 }) }), { maxLength: 12 })

describe('refunds of an order paid from several sources', { timeout: TIME }, () => {
  it('S7, S18, S20, I1: any sequence of parts, then the rest, gives back to each source exactly what came from it and never more on the way', async () => {
    await holds(fc.property(paidOrders, picks, (paid, sequence) => {
      let order = paid
      const refunds: Refund[] = []
      const postings: Posting[] = [paymentPosting(paid, T0), fundsSpentPosting(paid, T0)]
      for (const [place, pick] of sequence.entries()) {
        const line = order.lines[pick.line % order.lines.length]
        if (!line || line.left.quantity === 0) continue
        const back = refundOf(order.lines.map(one => one.left), [{ lineId: line.skuId, quantity: Math.min(pick.quantity, line.left.quantity) }])
        const promise = promisePart(order, 'returned', `${order.id}-R${place}`, back, T0)
        order = promise.order
        refunds.push(promise.refund)
        postings.push(promise.posting)
        const so = givenBack(refunds)
        hold(so.wechatFen <= paid.payment.amountFen && so.balanceFen <= paid.funds.balanceFen && so.points <= paid.funds.points, 'more than came')
        hold(so.balanceFen === 0 || so.wechatFen === paid.payment.amountFen, 'the balance got some back before WeChat had all')
        hold(sum(order.lines.map(one => one.left.paidFen)) === paid.payableFen - so.wechatFen - so.balanceFen, 'what is left does not add up')
      }
      const rest = promiseRefund(order, 'presale_short', T0)
      refunds.push(rest.refund)
      postings.push(rest.posting)
      const all = givenBack(refunds)
      hold(all.wechatFen === paid.payment.amountFen && all.balanceFen === paid.funds.balanceFen && all.points === paid.funds.points, `came ${JSON.stringify(paid.funds)}, went ${JSON.stringify(all)}`)
      const books = balances(postings)
      hold(books.customer_prepaid === 0 && books.refund_payable === -paid.payment.amountFen && books.stored_value === 0 && pointBalances(postings).points_redeemed === 0, 'the books are not even')
      const funds = fundsOf(postings, paid.openid)
      hold(funds.balanceFen === 0 && funds.points === 0, 'the shopper’s own are not even')
    }))
  })

  it('I1: the same refund cannot be promised twice, nor one beyond what was paid', () => {
    const order = anOrder({ state: 'preparing', payment: { ...anOrder().payment, state: 'succeeded' }, funds: { balanceFen: fen(0), points: 0, coupons: [], spent: true } })
    const back = { amountFen: fen(100), points: 0, left: [] }
    const once = promisePart(order, 'returned', 'order-bob-R0', back, T0)
    expect(() => promisePart(once.order, 'returned', 'order-bob-R0', back, T0)).toThrow('already promised')
    expect(() => promisePart(once.order, 'returned', 'order-bob-R1', { ...back, amountFen: order.payableFen }, T0)).toThrow('more balance than was paid')
    expect(() => promisePart(once.order, 'returned', 'order-bob-R1', { ...back, amountFen: fen(0), points: 1 }, T0)).toThrow('more points than was paid')
  })

  it('S7, I1: money kept for a payment that never came whole is not given back with it: WeChat’s part alone', async () => {
    await holds(fc.property(paidOrders, (paid) => {
      const late: Order = { ...paid, state: 'paid', funds: { ...paid.funds, spent: false } }
      const { refund, posting } = promiseRefund(late, 'paid_late', T0)
      hold(refund.amountFen === paid.payment.amountFen && refund.balanceFen === 0 && refund.points === 0, JSON.stringify(refund))
      hold(fundsOf([posting], paid.openid).balanceFen === 0, 'the balance moved')
    }))
  })
})
