import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFundBill, readTradeBill } from '../../../cloudfunctions/adapters/wechat-pay/bill-rows'
import { readTable, UnreadableBill } from '../../../cloudfunctions/adapters/wechat-pay/bill-table'
import { yuanToFen } from '../../../cloudfunctions/domain/kernel/yuan'

const HEADER = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const SUMMARY = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const PAYMENT = '`2026-03-21 13:51:31,`wx0,`1900000001,`0,`,`4200001,`ORDER0001,`o-alice,`JSAPI,`SUCCESS,`CMB_DEBIT,`CNY,`19.90,`0.00,`0,`0,`0.00,`0.00,`,`,`橙子,五斤装,`,`0.12000,`0.60%,`19.90,`0.00,`'
const REFUND = '`2026-03-21 14:00:00,`wx0,`1900000001,`0,`,`4200001,`ORDER0001,`o-alice,`JSAPI,`REFUND,`CMB_DEBIT,`CNY,`0.00,`0.00,`5000001,`ORDER0001-GF,`5.00,`0.00,`ORIGINAL,`SUCCESS,`橙子,`,`-0.03000,`0.60%,`0.00,`5.00,`'
const TOTALS = '`2,`19.90,`5.00,`0.00,`0.09000,`19.90,`5.00'
const bill = (...lines: string[]): string => lines.map(line => `${line}\r\n`).join('')

describe('amounts of bills', () => {
  it('X12: yuan become fen by their digits, and nothing is rounded', () => {
    expect(['19.90', '0.01', '0', '-0.03000', '1234567.89', '3'].map(yuanToFen)).toEqual([1990, 1, 0, -3, 123456789, 300])
    for (const text of ['', '1.001', '0.00500', '1e3', ' 1', '1,000.00', '0x1', '--1', '1.', '.5', 'NaN', '￥1']) expect([text, yuanToFen(text)]).toEqual([text, undefined])
  })

  it('X12: whatever amount a bill writes comes back to the fen', () => {
    fc.assert(fc.property(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), fc.constantFrom('', '000'), (amount, zeros) => {
      const digits = String(Math.abs(amount)).padStart(3, '0')
      expect(yuanToFen(`${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}${zeros}`)).toBe(amount)
    }))
  })
})

describe('the trade bill', () => {
  it('X13: a payment and its refund, a comma in a value and all', () => {
    const { rows } = readTradeBill(`\uFEFF${bill(HEADER, PAYMENT, REFUND, SUMMARY, TOTALS)}`, 'hash')
    expect(rows).toMatchObject([
      { kind: 'payment', at: Date.parse('2026-03-21T05:51:31Z'), outTradeNo: 'ORDER0001', transactionId: '4200001', bank: 'CMB_DEBIT', amountFen: 1990, feeFen: 12 },
      { kind: 'refund', outRefundNo: 'ORDER0001-GF', refundId: '5000001', amountFen: 500, feeFen: -3, state: 'succeeded' },
    ])
    expect(readTradeBill(bill(HEADER, PAYMENT, REFUND, SUMMARY, TOTALS).replaceAll('\r', ''), 'hash').rows).toEqual(rows)
  })

  it.each([
    ['a row is missing', bill(HEADER, PAYMENT, SUMMARY, TOTALS)],
    ['the summary is missing', bill(HEADER, PAYMENT, REFUND)],
    ['it is cut within a row', bill(HEADER, PAYMENT, REFUND.slice(0, 80))],
    ['an amount was changed', bill(HEADER, PAYMENT.replaceAll('19.90', '29.90'), REFUND, SUMMARY, TOTALS)],
    ['a fee has a fraction of a fen', bill(HEADER, PAYMENT.replace('0.12000', '0.11940'), REFUND, SUMMARY, TOTALS)],
    ['it is not in CNY', bill(HEADER, PAYMENT.replace('CNY', 'USD'), REFUND, SUMMARY, TOTALS)],
    ['a column is missing', bill(HEADER.replace('手续费,', '费用,'), PAYMENT, REFUND, SUMMARY, TOTALS)],
    ['a state is unknown', bill(HEADER, PAYMENT.replace('SUCCESS', 'MAYBE'), REFUND, SUMMARY, TOTALS)],
    ['it is a page of an error', '<html>502</html>'],
    ['it is empty', ''],
  ])('X13: is unreadable when %s', (_what, text) => {
    expect(() => readTradeBill(text, 'hash')).toThrow(UnreadableBill)
  })

  it('X13: a column WeChat adds one day does no harm', () => {
    const more = (line: string, value: string): string => `${line},${value}`
    expect(readTradeBill(bill(more(HEADER, '新列'), more(PAYMENT, '`x'), more(REFUND, '`y'), SUMMARY, TOTALS), 'hash').rows).toHaveLength(2)
  })
})

describe('the fund-flow bill', () => {
  const FUNDS = '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
  const ROW = '`2026-03-21 13:51:31,`4200001,`000000000001,`交易,`交易,`收入,`19.90,`119.90,`system,`,`ORDER0001'
  const FEE = '`2026-03-21 13:51:31,`4200001,`000000000002,`扣除交易手续费,`扣除交易手续费,`支出,`0.12,`119.78,`system,`,`ORDER0001'

  it('X13: movements with their sign and what the account held', () => {
    expect(readFundBill(bill(FUNDS, ROW, FEE, '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额', '`2,`1,`19.90,`1,`0.12')).rows).toMatchObject([
      { amountFen: 1990, balanceFen: 11990, reference: '4200001', voucher: 'ORDER0001' }, { amountFen: -12, balanceFen: 11978, bank: false },
    ])
    expect(() => readFundBill(bill(FUNDS, ROW, FEE, '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额', '`2,`1,`19.90,`1,`0.13'))).toThrow(UnreadableBill)
  })

  it('X13: a table never yields fewer or more values than columns', () => {
    expect(() => readTable('a,b\n`1\nc\n`2\n', ['a'], ['c'])).toThrow('row 1 has 1 values for 2 columns')
  })
})
