import { beforeEach, describe, expect, it, vi } from 'vitest'
import { answerWith, asked, ok, refuse } from './support/phone'
import { order } from './support/views'
import { POLL_DELAYS_MS, usePayment, type PaymentStep } from '@/composables/use-payment'

const sheet = vi.hoisted(() => ({ says: 'ok', shown: 0 }))
vi.mock('@/platform/pay', () => ({
  showPaymentSheet: () => {
    sheet.shown += 1
    return Promise.resolve(sheet.says)
  },
}))

const params = { appId: 'wx1', timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p', signType: 'RSA', paySign: 's' }

beforeEach(() => {
  sheet.says = 'ok'
  sheet.shown = 0
})

/** Plays a shop in which the money is seen at the given question; waits cost nothing and are noted. */
function play(paidAtQuestion: number) {
  const waits: number[] = []
  const steps: PaymentStep[] = []
  let questions = 0
  answerWith(({ procedure }) => {
    if (procedure === 'order.pay') return ok({ kind: 'wechat', params })
    questions += 1
    return ok(order(questions >= paidAtQuestion ? { state: 'grouping', paidAt: 1 } : {}))
  })
  const payment = usePayment(step => steps.push(step), async ms => void waits.push(ms))
  return { payment, waits, steps, questions: () => questions }
}

describe('paying', () => {
  it('S7: believes the server, not the sheet', async () => {
    const { payment, waits, steps } = play(1)
    expect(await payment.pay('order-1')).toMatchObject({ end: 'paid', order: { state: 'grouping' } })
    expect(waits).toEqual([])
    expect(steps).toEqual(['opening', 'paying', 'checking'])
  })

  it('S7: asks again after 1, 2 and 3 seconds when the money is seen late', async () => {
    const { payment, waits } = play(4)
    expect(await payment.pay('order-1')).toMatchObject({ end: 'paid' })
    expect(waits).toEqual([1000, 2000, 3000])
  })

  it('S7: gives up politely when nobody can say', async () => {
    const { payment, waits, questions } = play(99)
    expect(await payment.pay('order-1')).toEqual({ end: 'unknown' })
    expect(waits).toEqual([...POLL_DELAYS_MS])
    expect(questions()).toBe(POLL_DELAYS_MS.length + 1)
  })

  it('S7: a failing sheet may hide a payment, so the server is asked', async () => {
    sheet.says = 'fail'
    const { payment } = play(1)
    expect(await payment.pay('order-1')).toMatchObject({ end: 'paid' })
  })

  it('S7: cancelling leaves the order unpaid and asks nothing', async () => {
    sheet.says = 'cancel'
    const { payment, questions } = play(1)
    expect(await payment.pay('order-1')).toEqual({ end: 'unpaid' })
    expect(questions()).toBe(0)
  })

  it('S7: an order already paid opens no sheet', async () => {
    answerWith(({ procedure }) => procedure === 'order.pay' ? refuse('already_paid') : ok(order({ state: 'preparing', paidAt: 1 })))
    expect(await usePayment().pay('order-1')).toMatchObject({ end: 'paid', order: { state: 'preparing' } })
    expect(sheet.shown).toBe(0)
  })

  it('S7: money that came too late ends as paid with a closed order', async () => {
    answerWith(({ procedure }) => procedure === 'order.pay' ? ok({ kind: 'wechat', params }) : ok(order({ state: 'closed', closedReason: 'paid_late', paidAt: 1 })))
    expect(await usePayment().pay('order-1')).toMatchObject({ end: 'paid', order: { closedReason: 'paid_late' } })
  })

  it('S7: lost questions are asked again and nothing is paid twice', async () => {
    let questions = 0
    answerWith(({ procedure }) => {
      if (procedure === 'order.pay') return ok({ kind: 'wechat', params })
      questions += 1
      return questions < 3 ? 'lost' : ok(order({ state: 'grouping', paidAt: 1 }))
    })
    expect(await usePayment(() => {}, async () => {}).pay('order-1')).toMatchObject({ end: 'paid' })
    expect(asked.filter(call => call.procedure === 'order.pay')).toHaveLength(1)
    expect(sheet.shown).toBe(1)
  })

  it('S20: an order that balance, points and coupons paid opens no sheet', async () => {
    answerWith(({ procedure }) => procedure === 'order.pay' ? ok({ kind: 'paid' }) : ok(order({ state: 'preparing', paidAt: 1 })))
    expect(await usePayment().pay('order-1')).toMatchObject({ end: 'paid', order: { state: 'preparing' } })
    expect(sheet.shown).toBe(0)
  })

  it('says why there was no sheet', async () => {
    answerWith(() => refuse('order_not_payable'))
    expect(await usePayment().pay('order-1')).toMatchObject({ end: 'stopped', problem: { refusal: 'order_not_payable' } })
    expect(sheet.shown).toBe(0)
  })
})
