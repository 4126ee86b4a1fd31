import { describe, expect, it } from 'vitest'
import type { HttpMessage } from '../../cloudfunctions/ports'
import { alwaysBroken } from '../support/invariants'
import { apartFromWork, aTry, deliver, envelope, type Fields, KINDS, type Try } from './callback-kit'
import { NOT_WECHATS } from './forgeries'

const by = (name: string): (typeof KINDS)[number] => KINDS.find(kind => kind.name === name) as (typeof KINDS)[number]

/** What must come of it: turned away, taken for not ours and shown to a person, or taken and without effect. */
type Expected = 401 | 409 | 'accepted'

async function changesNothing(one: Try, message: HttpMessage, expected: Expected): Promise<void> {
  const { world } = one
  const before = apartFromWork(world)
  const work = world.database.all('work_items').length
  const answer = await deliver(world, message)
  expect(answer.accepted ? 'accepted' : answer.status).toBe(expected)
  expect(apartFromWork(world), 'something changed').toBe(before)
  // I18: what is well signed and not ours is shown to a person, once however often it is told.
  expect(world.database.all('work_items').length - work).toBe(expected === 409 ? 1 : 0)
  if (expected === 409) {
    expect(await deliver(world, message)).toMatchObject({ accepted: false, status: 409 })
    expect(world.database.all('work_items').length - work).toBe(1)
  }
  expect(alwaysBroken(world)).toEqual([])
  expect(world.faults).toEqual([])
}

describe.each(KINDS.map(kind => [kind.name, kind] as const))('X10: a forged notification of a %s', (name, kind) => {
  it.each(Object.entries(NOT_WECHATS))('with %s is turned away and changes nothing', async (_what, forge) => {
    const one = await aTry(kind)
    await changesNothing(one, forge(one), 401)
  })

  it('is of at least forty classes', () => {
    expect(Object.keys(NOT_WECHATS).length).toBeGreaterThanOrEqual(40)
  })

  it('X11: the genuine one is taken, changes what it says, and counts once (I11)', async () => {
    const one = await aTry(kind)
    const before = apartFromWork(one.world)
    expect(await deliver(one.world, one.genuine())).toEqual({ accepted: true })
    expect(apartFromWork(one.world) !== before).toBe(name !== 'transfer')
    expect(alwaysBroken(one.world)).toEqual([])
    for (let again = 0; again < 3; again++) await changesNothing(one, one.genuine(), 'accepted')
  })
})

const amount = (changes: Fields) => ({ content }: Try): Fields => ({ amount: { ...content['amount'] as Fields, ...changes } })
const total = ({ content }: Try): number => (content['amount'] as { total: number }).total

/** Well signed and sealed, and not what we asked for. Each kind has its own. */
const NOT_OURS_PAID: Readonly<Record<string, [(one: Try) => Fields, Expected]>> = {
  'another merchant': [() => ({ mchid: '1900000009' }), 409],
  'another app': [() => ({ appid: 'wx9999999999999999' }), 409],
  'another payer': [() => ({ payer: { openid: 'bob' } }), 409],
  'one fen more': [one => amount({ total: total(one) + 1 })(one), 409],
  'one fen less': [one => amount({ total: total(one) - 1 })(one), 409],
  'yuan for fen': [one => amount({ total: Math.round(total(one) / 100) })(one), 409],
  'nothing paid': [amount({ total: 0 }), 409],
  'what the payer gave for what was asked, less a coupon of WeChat\'s': [one => ({ amount: { total: 1, payer_total: total(one), currency: 'CNY' } }), 409],
  'another currency': [amount({ currency: 'USD' }), 409],
  'an order there is not': [() => ({ out_trade_no: 'order-nobody' }), 409],
  'a top-up there is not': [() => ({ out_trade_no: 'topup-nobody00000000000000' }), 409],
  'an order of somebody else': [() => ({ out_trade_no: 'order-carol' }), 409],
  'a number that every object has': [() => ({ out_trade_no: 'constructor' }), 409],
  'less than nothing': [amount({ total: -1 }), 401],
  'an amount in parts of fen': [amount({ total: 39.9 }), 401],
  'an amount as text': [one => amount({ total: String(total(one)) })(one), 401],
  'an amount beyond counting': [amount({ total: 2 ** 60 }), 401],
  'no amount': [() => ({ amount: {} }), 401],
  'no payer': [() => ({ payer: undefined }), 401],
  'an operator for a number': [() => ({ out_trade_no: { $ne: null } }), 401],
  'a number that is a path': [() => ({ out_trade_no: 'a.b/../c' }), 401],
  'no number of WeChat\'s': [() => ({ transaction_id: '' }), 401],
  'no time': [() => ({ success_time: 'yesterday' }), 401],
  'a trade that is not paid': [() => ({ trade_state: 'NOTPAY' }), 401],
  'a trade that is being paid': [() => ({ trade_state: 'USERPAYING' }), 401],
  'a trade that was closed': [() => ({ trade_state: 'CLOSED' }), 401],
  'a trade that was refunded': [() => ({ trade_state: 'REFUND' }), 401],
}

const NOT_OURS_REFUNDED: Readonly<Record<string, [(one: Try) => Fields, Expected]>> = {
  'another merchant': [() => ({ mchid: '1900000009' }), 409],
  'a refund there is not': [() => ({ out_refund_no: 'order-nobody-GF' }), 409],
  'another order': [() => ({ out_trade_no: 'order-carol' }), 409],
  'an order there is not': [() => ({ out_trade_no: 'order-nobody' }), 409],
  'another refund of WeChat\'s under the same number': [() => ({ refund_id: '50000000009999' }), 409],
  'one fen more': [one => amount({ refund: total(one) + 1 })(one), 409],
  'one fen less': [one => amount({ refund: total(one) - 1 })(one), 409],
  'of another sum': [one => amount({ total: total(one) + 1 })(one), 409],
  'nothing returned': [amount({ refund: 0 }), 409],
  'a number that every object has': [() => ({ out_refund_no: 'constructor' }), 409],
  'less than nothing': [amount({ refund: -1 }), 401],
  'an amount as text': [amount({ refund: '2990' }), 401],
  'an amount in yuan': [amount({ refund: 29.9 }), 401],
  'no amount': [() => ({ amount: {} }), 401],
  'no merchant': [() => ({ mchid: undefined }), 401],
  'no state': [() => ({ refund_status: undefined }), 401],
  'a state nobody knows': [() => ({ refund_status: 'DONE' }), 401],
  'an operator for a number': [() => ({ out_refund_no: { $ne: null } }), 401],
  'no number of WeChat\'s': [() => ({ refund_id: '' }), 401],
  'no time': [() => ({ success_time: 'soon' }), 401],
}

describe.each([['payment', NOT_OURS_PAID], ['top_up', NOT_OURS_PAID], ['refund', NOT_OURS_REFUNDED]] as const)('X11: a well signed notification of a %s', (name, classes) => {
  it.each(Object.entries(classes))('about %s changes nothing', async (_what, [change, expected]) => {
    const one = await aTry(by(name))
    await changesNothing(one, one.genuine(change(one)), expected)
  })

  it('under the event of another kind changes nothing', async () => {
    for (const event of ['TRANSACTION.SUCCESS', 'REFUND.SUCCESS', 'REFUND.CLOSED'].filter(other => other !== by(name).event && !(name === 'refund' && other.startsWith('REFUND')))) {
      const one = await aTry(by(name))
      await changesNothing(one, one.signed(envelope(event, one.content)), 401)
    }
  })

  it('under an event we have no use for is taken and changes nothing', async () => {
    for (const event of ['PAYSCORE.USER_PAID', 'COUPON.USE', 'toString', '', 'transaction.success']) {
      const one = await aTry(by(name))
      await changesNothing(one, one.signed(envelope(event, one.content)), 'accepted')
    }
  })
})

describe('X11, I9: what comes out of order', () => {
  it('a second payment of WeChat\'s for a paid order goes to a person', async () => {
    const one = await aTry(by('payment'))
    expect(await deliver(one.world, one.genuine())).toEqual({ accepted: true })
    await changesNothing(one, one.genuine({ transaction_id: '4200009999' }), 409)
  })

  it('a refund that came back does not become abnormal again', async () => {
    const one = await aTry(by('refund'))
    expect(await deliver(one.world, one.genuine())).toEqual({ accepted: true })
    for (const status of ['ABNORMAL', 'CLOSED', 'PROCESSING']) {
      await changesNothing(one, one.signed(envelope('REFUND.ABNORMAL', { ...one.content, refund_status: status })), 'accepted')
    }
  })
})
