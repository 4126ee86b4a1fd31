import { describe, expect, it, vi } from 'vitest'
import { answerWith, asked, ok, refuse } from './support/phone'
import { problemText } from '@/copy/refusal'
import { call, callAdmin } from '@/services/client'
import { useServerClock } from '@/stores/server-clock'

describe('the typed client', () => {
  it('sends procedure and input to the function as the person of the tab', async () => {
    answerWith(() => ok({ items: [], next: null }))
    await callAdmin('work.list', { cursor: null })
    expect(asked).toEqual([{ fn: 'admin', procedure: 'work.list', input: { cursor: null }, person: 'alice' }])
  })

  it.each([
    ['ok', ok({ orderId: 'x' }), { ok: true, value: { orderId: 'x' } }],
    ['a refusal', refuse('order_not_found'), { ok: false, problem: 'refused', refusal: 'order_not_found', detail: undefined }],
    ['bad input', { outcome: 'bad_input', issues: [{ path: 'orderId', message: 'bad' }], serverNow: 1 }, { ok: false, problem: 'bad_input', issues: [{ path: 'orderId', message: 'bad' }] }],
    ['an unknown procedure', { outcome: 'unknown_procedure', serverNow: 1 }, { ok: false, problem: 'outdated' }],
    ['a fault', { outcome: 'internal', requestId: 'r1', serverNow: 1 }, { ok: false, problem: 'internal', requestId: 'r1' }],
    ['an outcome newer than the app', { outcome: 'later', serverNow: 1 }, { ok: false, problem: 'outdated' }],
    ['something that is no reply', { hello: 1 }, { ok: false, problem: 'internal', requestId: '' }],
    ['a gateway error', 502, { ok: false, problem: 'internal', requestId: '' }],
    ['silence', 'lost' as const, { ok: false, problem: 'offline' }],
  ])('turns %s into a result and never throws', async (_, answer, result) => {
    answerWith(() => answer)
    expect(await call('order.cancel', { orderId: 'order-1' })).toEqual(result)
  })

  it('reads again once when no answer came, and writes once only', async () => {
    const answers: Record<string, number> = {}
    answerWith(({ procedure }) => {
      answers[procedure] = (answers[procedure] ?? 0) + 1
      return answers[procedure] === 1 ? 'lost' : ok({})
    })
    expect((await call('order.get', { orderId: 'order-1' })).ok).toBe(true)
    expect((await call('order.cancel', { orderId: 'order-1' })).ok).toBe(false)
    expect(answers).toEqual({ 'order.get': 2, 'order.cancel': 1 })
  })

  it('asks again, at most three times, when the cloud takes no more calls, and then says that it is busy; writes too, for nothing was done', async () => {
    vi.useFakeTimers()
    let calls = 0
    answerWith(() => ++calls <= 2 ? 429 : ok({ orderId: 'x' }))
    const through = call('order.cancel', { orderId: 'order-1' })
    await vi.runAllTimersAsync()
    expect(await through).toMatchObject({ ok: true })
    expect(calls).toBe(3)

    calls = 0
    answerWith(() => (calls += 1, 429))
    const some = Promise.all(Array.from({ length: 10 }, () => call('order.cancel', { orderId: 'order-1' })))
    await vi.runAllTimersAsync()
    for (const result of await some) expect(result).toEqual({ ok: false, problem: 'refused', refusal: 'busy', detail: undefined })
    // Ten calls, and no more tries than the phone has left.
    expect(calls).toBeLessThanOrEqual(13)
    vi.useRealTimers()
  })

  it('S17: every reply sets the server clock, refusals too', async () => {
    answerWith(() => refuse('order_not_found', Date.now() + 3_600_000))
    await call('order.get', { orderId: 'order-1' })
    expect(Math.abs(useServerClock().offsetMs - 3_600_000)).toBeLessThan(1000)
  })

  it('has a sentence for a refusal it does not know', () => {
    expect(problemText({ ok: false, problem: 'refused', refusal: 'of_a_later_release', detail: null })).toBe(problemText({ ok: false, problem: 'outdated' }))
  })
})
