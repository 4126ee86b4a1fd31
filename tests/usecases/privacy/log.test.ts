import { describe, expect, it } from 'vitest'
import type { Reply } from '../../../cloudfunctions/contract'
import { MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import type { Ports } from '../../../cloudfunctions/ports'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { aGoodsShop, imports, receives, WISHES } from '../../support/goods'
import type { TestShop } from '../../support/shop'

const SECRETS = {
  name: '钱多多测', phone: '13987654321', detail: '桃源弄 77 号 9 幢', nickname: '小测试君', email: 'canary@example.com', title: '测试公司甲', taxNo: '91330106MACANARY1X',
  code: 'LT-CANARY-000077', card: '6225880212345678', holder: '钱持卡人', key: Buffer.alloc(32, 7).toString('base64'), bank: '招商银行金丝雀支行',
}
const ADDRESS = { name: SECRETS.name, phone: SECRETS.phone, province: '浙江省', city: '杭州市', district: '西湖区', detail: SECRETS.detail }
const HEAD = { title: SECRETS.title, taxNo: SECRETS.taxNo, email: SECRETS.email }

/** As a database says it: with the document it was about. */
class Quoting extends Error {
  constructor() {
    super(`E11000 duplicate key: ${JSON.stringify(SECRETS)}`, { cause: new Error(JSON.stringify(SECRETS)) })
  }
}

type Step = readonly [person: string, procedure: string, input: unknown]

/** One step of a story; a try that is to fail is another person's, so that the real one finds nothing half done. */
type Telling = (attempt: number | undefined) => Promise<Step>

/** What happens to personal data from the order to the invoice, step by step. */
function story(shop: TestShop): Telling[] {
  const places = (change: object): Telling => async (attempt) => {
    const [person, orderId] = attempt === undefined ? ['bob', 'order-1'] : [`bob${attempt}`, `attempt-${attempt}`]
    return [person, 'order.place', { ...await shop.placeInput(person, orderId, { address: ADDRESS }), ...change }]
  }
  const steps: (Step | Telling)[] = [
    ['bob', 'me.update', { nickname: SECRETS.nickname, avatar: '/storage/a.png' }],
    places({}),
    places({ quoteKey: 'other' }),
    ['bob', 'order.pay', { orderId: 'order-1' }],
    ['bob', 'order.sync', { orderId: 'order-1' }],
    ['merchant', 'order.list', { tab: 'to_ship', cursor: null }],
    ['merchant', 'order.address', { orderId: 'order-1' }],
    ['bob', 'order.get', { orderId: 'order-1' }],
    ['bob', 'invoice.request', { orderId: 'order-1', ...HEAD }],
    ['merchant', 'codes.import', { importId: 'batch-2', skuId: 'card-50', productId: 'card', codes: [SECRETS.code] }],
    ['merchant', 'payment.save', { methods: { wechat: true, balance: true, mixed: true, points: true }, account: { holder: SECRETS.holder, bank: SECRETS.bank, lastDigits: '5678' } }],
    ['merchant', 'refund.retry', { refundId: 'order-1-LATE', to: { kind: 'bank_card', bankType: 'CMB', account: SECRETS.card, name: SECRETS.holder } }],
    ['bob', 'me.export', { cursor: null }],
    ['bob', 'me.delete', { confirmed: true }],
  ]
  return steps.map(step => typeof step === 'function' ? step : () => Promise.resolve(step))
}

const leaks = (texts: readonly string[]): string[] => Object.entries(SECRETS).filter(([, value]) => texts.some(text => text.includes(value))).map(([what]) => what)

/** A refusal with its detail, which the shopper asked for and may hold the quote, is not an error; its code is. */
const shown = (reply: Reply): string => JSON.stringify(reply.outcome === 'refused' ? { ...reply, detail: undefined } : reply)

const ask = (shop: TestShop, [person, procedure, input]: Step, worker?: Ports): Promise<Reply> =>
  person === 'merchant' ? shop.admin(person, { procedure, input }, worker) : shop.call(person, { procedure, input }, worker)

/** A worker whose n-th call fails with an error that quotes everything. */
function quotingAt(shop: TestShop, call: number): { worker: Ports; struck: () => boolean } {
  let calls = 0
  return {
    worker: shop.worker({ before: () => {
      calls += 1
      if (calls === call) throw new Quoting()
    } }),
    struck: () => calls >= call,
  }
}

describe('what is written down and answered', () => {
  it('S12: no log line and no error names a person, an address, a key or a code, whichever call of whichever procedure fails with an error that quotes them', async () => {
    const shop = aGoodsShop()
    await imports(shop, ['LT-000001', 'LT-000002'])
    await shop.agrees('bob')
    const errors: string[] = []
    for (const step of story(shop)) {
      for (let call = 1; call < 40; call++) {
        const { worker, struck } = quotingAt(shop, call)
        const reply = await ask(shop, await step(call), worker)
        if (reply.outcome !== 'ok') errors.push(shown(reply))
        if (!struck()) break
      }
      const asked = await step(undefined)
      const reply = await ask(shop, asked)
      if (reply.outcome !== 'ok') errors.push(shown(reply))
      if (asked[1] === 'order.pay') shop.pay.pay('order-1')
      // What a failed try left to the sweep is done by then.
      if (asked[1] === 'order.sync') await shop.passes(5 * MINUTE_MS)
      if (asked[1] === 'order.get') await receives(shop, 'bob', 'order-1')
    }
    await shop.place('carol', 'order-2', WISHES.card)
    for (let call = 1; call < 60; call++) {
      shop.now += MINUTE_MS
      await sweep(quotingAt(shop, call).worker).catch((error: unknown) => expect(error).toBeInstanceOf(Quoting))
    }
    expect(shop.logLines.length).toBeGreaterThan(80)
    expect(errors.length).toBeGreaterThan(60)
    expect(leaks(shop.logLines)).toEqual([])
    expect(leaks(errors)).toEqual([])
    // The check itself finds what it looks for.
    expect(leaks([String(new Quoting())])).toEqual(Object.keys(SECRETS))
  })

  it('S12: bad input is answered by place and rule, never by what was sent, and writes nothing', async () => {
    const shop = aGoodsShop()
    const input = await shop.placeInput('bob', 'order-1', { address: ADDRESS })
    const before = shop.logLines.length
    const wrong = [
      { ...input, address: { ...ADDRESS, phone: `${SECRETS.phone}9` } },
      { ...input, address: { ...ADDRESS, name: SECRETS.name.repeat(20) } },
      { ...input, quoteKey: `${SECRETS.code}`.repeat(100) },
      { ...input, lines: [{ productId: SECRETS.name, skuId: 'orange-5', quantity: 1 }] },
      { ...input, card: SECRETS.card },
    ]
    for (const one of wrong) {
      const reply = await shop.call('bob', { procedure: 'order.place', input: one })
      expect(reply.outcome).toBe('bad_input')
      expect(leaks([JSON.stringify(reply)])).toEqual([])
    }
    expect(leaks([JSON.stringify(await shop.call('bob', { procedure: SECRETS.phone, input }))])).toEqual([])
    expect(shop.logLines.length).toBe(before)
  })
})
