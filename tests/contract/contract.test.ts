import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { adminProcedures, shopProcedures } from '../../cloudfunctions/contract'
import { address, orderId, picture, priceFen, quantity, text } from '../../cloudfunctions/contract/fields'
import { refundId } from '../../cloudfunctions/domain/refund/refund'
import { ADDRESS } from '../support/builders'

/** What WeChat takes as `out_trade_no` and `out_refund_no`. */
const ID_PATTERN = /^[0-9A-Za-z_-]{6,32}$/
const ORDER_ID_PATTERN = /^[0-9A-Za-z_-]{6,24}$/

const takes = (schema: v.GenericSchema, value: unknown): boolean => v.safeParse(schema, value).success

describe('fields', () => {
  it('an order id fits out_trade_no, and so does every number made from it', () => {
    fc.assert(fc.property(fc.stringMatching(ORDER_ID_PATTERN), (id) => {
      fc.pre(!(id in Object.prototype))
      expect(takes(orderId, id)).toBe(true)
      expect(refundId(id, 'paid_late')).toMatch(ID_PATTERN)
      expect(refundId(id, 'group_failed')).toMatch(ID_PATTERN)
    }))
  })

  it('an order id is not short, long, spaced, or a name every object has', () => {
    for (const id of ['abcde', 'a'.repeat(25), 'order 1', 'order.1', '订单订单订单', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 1234567, null, {}]) {
      expect(takes(orderId, id), String(id)).toBe(false)
    }
  })

  it('a price and a quantity are whole numbers within bounds', () => {
    for (const wrong of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e21, '1', null, [1]]) {
      expect(takes(priceFen, wrong)).toBe(false)
      expect(takes(quantity, wrong)).toBe(false)
    }
    expect(takes(priceFen, 1)).toBe(true)
    expect(takes(quantity, 999)).toBe(true)
  })

  it('text is trimmed and has no control characters or broken surrogates', () => {
    expect(v.parse(text(5), '  林一 ')).toBe('林一')
    for (const wrong of ['', '   ', '123456', 'a\u0000b', 'a\nb', '\ud800']) expect(takes(text(5), wrong)).toBe(false)
  })

  it('a picture is an address, never a script', () => {
    for (const good of ['https://a.cn/b.png', 'cloud://env.x/b.png', '/storage/a.png']) expect(takes(picture, good)).toBe(true)
    for (const wrong of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a', 'https://a b']) expect(takes(picture, wrong)).toBe(false)
  })

  it('an address takes a mainland mobile number and nothing it does not know', () => {
    expect(takes(address, ADDRESS)).toBe(true)
    for (const phone of ['1380000123', '23800001234', '138000012345', '+8613800001234']) expect(takes(address, { ...ADDRESS, phone })).toBe(false)
    expect(takes(address, { ...ADDRESS, openid: 'x' })).toBe(false)
  })
})

describe('procedures', () => {
  const all = [...Object.entries(shopProcedures), ...Object.entries(adminProcedures)]

  it('are named by what they work on and what they do', () => {
    for (const [name] of all) expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/)
  })

  it('of the shop are for shoppers, of the admin function for merchants, those about a supplier\'s own for its staff, and those about overseeing the shop for who oversees it', () => {
    expect(new Set(Object.values(shopProcedures).map(procedure => procedure.caller))).toEqual(new Set(['shopper']))
    const callers = Object.entries(adminProcedures).filter(([, procedure]) => procedure.caller !== 'merchant')
    expect(callers.map(([name, { caller }]) => `${name} ${caller}`)).toEqual(['supplier.orders supplier', 'supplier.address supplier', 'supplier.ship supplier', 'supplier.goods supplier', 'supplier.statement supplier',
      'inspection.draw operator', 'inspection.list operator', 'inspection.decide operator', 'restriction.list operator', 'restriction.impose operator', 'restriction.lift operator'])
  })

  it('S12: those that take in personal data say that consent may be missing, and no other does', () => {
    const personal = all.filter(([, { consent }]) => consent !== undefined).map(([name]) => name)
    expect(personal).toEqual(expect.arrayContaining(['order.place', 'me.update', 'invoice.request']))
    for (const [name, { refusals, consent }] of all) expect((refusals as readonly string[]).includes('consent_needed'), name).toBe(consent !== undefined)
  })

  it('name each refusal once, in words', () => {
    for (const [name, { refusals }] of all) {
      expect(new Set(refusals).size, name).toBe(refusals.length)
      for (const refusal of refusals) expect(refusal).toMatch(/^[a-z]+(_[a-z]+)+$/)
    }
  })
})
