import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Invocation, PaymentNotification } from '../../emulator/console/api/types'
import { areas } from '../../emulator/console/faults/points'
import { choose, KINDS, type Sources, tellStory } from '../../emulator/console/story/events'

const NOON = Date.UTC(2026, 10, 23, 4)

function call(change: Partial<Invocation>): Invocation {
  return { requestId: `r${change.at}`, function: 'shop', source: 'wx_client', at: NOON, ms: 5, outcome: 'ok', roundTrips: { count: 1, ms: 1 }, calls: [], logs: [], ...change }
}

function order(outTradeNo: string, openid: string, createdAt: number): Sources['orders'][number] {
  return { outTradeNo, openid, createdAt, appid: '', mchid: '', description: 'oranges', notifyUrl: '', totalFen: 990, request: '', payUntil: 0, state: 'NOTPAY', refundNos: [] }
}

const nothing: Sources = { invocations: [], orders: [], refunds: [], notifications: [], messages: [], shipments: [] }
const everything = new Set(KINDS)

describe('the story of an order', () => {
  it('holds the calls that name it and the notification it caused, and no other order', () => {
    const notification: PaymentNotification = {
      id: 'notification-1', eventType: 'TRANSACTION.SUCCESS', subject: 'order-a', url: '', plain: '{}', createdAt: NOON + 10, state: 'delivered', tries: 1,
      attempts: [{ at: NOON + 20, kind: 'try', status: 204 }],
    }
    const story = tellStory({
      ...nothing,
      orders: [order('order-a', 'alice', NOON + 5), order('order-b', 'bob', NOON + 6)],
      invocations: [
        call({ at: NOON, procedure: 'order.place', openid: 'alice', event: '{"input":{"orderId":"order-a"}}' }),
        call({ at: NOON + 1, procedure: 'order.place', openid: 'bob', event: '{"input":{"orderId":"order-b"}}' }),
        call({ at: NOON + 21, function: 'pay-notify', source: 'http', event: '{"body":"{\\"id\\":\\"notification-1\\"}"}' }),
        call({ at: NOON + 22, function: 'pay-notify', source: 'http', event: '{"body":"{\\"id\\":\\"notification-2\\"}"}' }),
      ],
      notifications: [notification],
    })
    expect(choose(story, { order: 'order-a', kinds: everything }).map(event => event.title)).toEqual([
      'order.place', 'Payment of ¥9.90 asked for', 'TRANSACTION.SUCCESS sent', 'pay-notify over HTTP',
    ])
  })

  it('leaves out what the payer did long before', () => {
    const story = tellStory({
      ...nothing,
      orders: [order('order-a', 'alice', NOON)],
      invocations: [call({ at: NOON - 3_600_000, procedure: 'home.get', openid: 'alice' }), call({ at: NOON - 1000, procedure: 'cart.quote', openid: 'alice' })],
    })
    expect(choose(story, { order: 'order-a', kinds: everything }).map(event => event.title)).toEqual(['cart.quote', 'Payment of ¥9.90 asked for'])
  })

  it('a call that answers a refusal is told with it, one that broke counts as failed', () => {
    const story = tellStory({ ...nothing, invocations: [
      call({ at: NOON, reply: '{"outcome":"refused","refusal":"sold_out"}' }),
      call({ at: NOON + 1, reply: '{"outcome":"internal","requestId":"r"}' }),
      call({ at: NOON + 2, reply: '{"outcome":"ok","value":{}}' }),
      call({ at: NOON + 3, outcome: 'FUNCTIONS_TIME_LIMIT_EXCEEDED' }),
      call({ at: NOON + 4, source: 'http', reply: '{"statusCode":401}' }),
    ] })
    expect(story.map(({ answer, failed }) => [answer, failed])).toEqual([
      ['refused: sold_out', false], ['internal', true], [undefined, false], ['FUNCTIONS_TIME_LIMIT_EXCEEDED', true], ['answered 401', false],
    ])
  })

  it('an unanswered notification is a failure, a refused forgery is none', () => {
    const attempts = [{ at: NOON, kind: 'try' as const, error: 'timeout' }, { at: NOON + 1, kind: 'impostor' as const, status: 401 }, { at: NOON + 2, kind: 'try' as const, status: 500 }]
    const story = tellStory({ ...nothing, notifications: [{ id: 'n', eventType: 'REFUND.SUCCESS', subject: 'r', url: '', plain: '{}', createdAt: NOON, state: 'pending', tries: 2, attempts }] })
    expect(story.map(event => event.failed)).toEqual([true, false, true])
  })
})

describe('the faults offered', () => {
  it('strike at points there are', () => {
    const sources = ['emulator/wechat-pay', 'emulator/wechat', 'emulator/cloudbase/database']
      .flatMap(folder => readdirSync(folder).filter(name => name.endsWith('.ts')).map(name => readFileSync(`${folder}/${name}`, 'utf8'))).join('\n')
    const names = areas.flatMap(area => area.points).filter(point => !point.endsWith('*'))
    const unknown = names.filter(point => !sources.includes(`'${point.split(':')[1]}'`) && !sources.includes(`'${point}'`) && !sources.includes(`'database.${point.split(':')[1]}'`))
    expect(unknown).toEqual([])
  })
})
