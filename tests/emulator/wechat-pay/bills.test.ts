import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { codeOf, OPENID, openShop, order, paidOrder, refundParams, START, type Shop } from './support/shop'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const TODAY = '2026-03-01'
/** Nine o'clock on the next morning; the shops open at ten. */
const READY = 23 * HOUR

const ALL = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,'
  + '商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const FUNDS = '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'

type Params = Parameters<Shop['client']['tradebill']>[0]

interface Offer {
  hash_type: string
  hash_value: string
  download_url: string
}

const askTrades = (shop: Shop, params: Record<string, string> = {}) => shop.client.tradebill({ bill_date: TODAY, bill_type: 'ALL', ...params } as Params)
const askFunds = (shop: Shop, params: Record<string, string> = {}) =>
  shop.client.fundflowbill({ bill_date: TODAY, account_type: 'BASIC', ...params } as Parameters<Shop['client']['fundflowbill']>[0])

async function fetched(shop: Shop, answer: { status?: number, data?: unknown, error?: unknown }): Promise<unknown> {
  if (answer.status !== 200) throw new Error(String(answer.error))
  return (await shop.client.downloadBill((answer.data as Offer).download_url)).data
}

interface Read {
  header: string
  rows: Record<string, string>[]
  summary: Record<string, string>
}

/** Read as merchants do: every value stands behind a backtick. */
function read(text: unknown): Read {
  const lines = String(text).split('\r\n').slice(0, -1)
  const cells = (line: string | undefined): string[] => (line ?? '').replace(/^`/, '').split(',`')
  const [header = '', ...rest] = lines
  const summaryHeader = lines.at(-2) ?? ''
  const named = (names: string, values: string[]): Record<string, string> => Object.fromEntries(names.split(',').map((name, i) => [name, values[i] ?? '']))
  return { header, rows: rest.slice(0, -2).map(line => named(header, cells(line))), summary: named(summaryHeader, cells(lines.at(-1))) }
}

const fen = (yuan: string | undefined): number => Math.round(Number(yuan) * 100)

async function refund(shop: Shop, outTradeNo: string, no: string, amount: number): Promise<void> {
  const result = await shop.client.refunds(refundParams(outTradeNo, no, amount))
  if (result.status !== 200) throw new Error(String(result.error))
}

describe('trade bills', () => {
  it('shows a payment and its refund in the documented columns, money in yuan behind backticks', async () => {
    const shop = openShop({ feeRate: 0.006 })
    const transactionId = await paidOrder(shop, 'order-0001', { attach: 'group-7' })
    await order(shop, 'order-0002')
    await shop.clock.advance(MINUTE)
    await refund(shop, 'order-0001', 'refund-0001', 500)
    await shop.clock.advance(READY)
    const text = await fetched(shop, await askTrades(shop))
    const { mchid } = shop.pay.merchant('x')
    const { refundId } = shop.pay.refunds()[0]!
    expect(String(text).split('\r\n')).toEqual([
      ALL,
      `\`2026-03-01 10:00:00,\`wx0123456789abcdef,\`${mchid},\`0,\`,\`${transactionId},\`order-0001,\`${OPENID},\`JSAPI,\`SUCCESS,\`OTHERS,\`CNY,\`19.90,\`0.00,\`0,\`0,\`0.00,\`0.00,`
      + '`,`,`云南小土豆 5斤装,`group-7,`0.12000,`0.60%,`19.90,`0.00,`',
      `\`2026-03-01 10:01:00,\`wx0123456789abcdef,\`${mchid},\`0,\`,\`${transactionId},\`order-0001,\`${OPENID},\`JSAPI,\`REFUND,\`OTHERS,\`CNY,\`0.00,\`0.00,\`${refundId},\`refund-0001,\`5.00,\`0.00,`
      + '`ORIGINAL,`SUCCESS,`云南小土豆 5斤装,`group-7,`-0.03000,`0.60%,`0.00,`5.00,`',
      '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
      '`2,`19.90,`5.00,`0.00,`0.09000,`19.90,`5.00',
      '',
    ])
  })

  it.each([['SUCCESS', 20, ['SUCCESS']], ['REFUND', 29, ['REFUND']], ['ALL', 27, ['SUCCESS', 'REFUND']]])('of type %s has %i columns', async (type, columns, states) => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await refund(shop, 'order-0001', 'refund-0001', 1)
    await shop.clock.advance(READY)
    const bill = read(await fetched(shop, await askTrades(shop, { bill_type: type })))
    expect(bill.header.split(',')).toHaveLength(columns)
    expect(bill.rows.map(row => row.交易状态)).toEqual(states)
    if (type === 'REFUND') expect(bill.rows[0]).toMatchObject({ 退款申请时间: '2026-03-01 10:00:00', 退款成功时间: '2026-03-01 10:00:03' })
  })

  it('dates payments by their success and refunds by their acceptance, and never changes', async () => {
    const shop = openShop({ refundDelayMs: 2 * DAY })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(13 * HOUR + 59 * MINUTE)
    await refund(shop, 'order-0001', 'refund-0001', 90)
    await shop.clock.advance(MINUTE)
    await refund(shop, 'order-0001', 'refund-0002', 10)
    await shop.clock.advance(4 * DAY)
    const first = read(await fetched(shop, await askTrades(shop)))
    expect(first.rows.map(row => [row.商户退款单号, row.退款状态])).toEqual([['0', ''], ['refund-0001', 'PROCESSING']])
    const second = read(await fetched(shop, await askTrades(shop, { bill_date: '2026-03-02' })))
    expect(second.rows.map(row => row.商户退款单号)).toEqual(['refund-0002'])
    expect(shop.pay.refunds().map(one => one.status)).toEqual(['SUCCESS', 'SUCCESS'])
  })

  it('counts a coupon as paid', async () => {
    const shop = openShop()
    await shop.pay.pay(await order(shop, 'order-0001'), OPENID, { couponFen: 90 })
    await refund(shop, 'order-0001', 'refund-0001', 1990)
    await shop.clock.advance(READY)
    const { rows } = read(await fetched(shop, await askTrades(shop)))
    expect(rows).toMatchObject([{ 应结订单金额: '19.90', 代金券金额: '0.90' }, { 退款金额: '19.90', 充值券退款金额: '0.90' }])
  })
})

describe('fund-flow bills', () => {
  it('lists every movement with the balance after it', async () => {
    const shop = openShop({ feeRate: 0.01 })
    shop.pay.topUp(100_000)
    await paidOrder(shop, 'order-0001', { amount: { total: 1000, currency: 'CNY' } })
    await shop.client.refunds(refundParams('order-0001', 'refund-0001', 500, 1000))
    shop.pay.withdraw(40_000)
    await shop.clock.advance(READY)
    const bill = read(await fetched(shop, await askFunds(shop)))
    expect(bill.header).toBe(FUNDS)
    expect(bill.rows.map(row => [row.业务类型, row.收支类型, row['收支金额(元)'], row['账户结余(元)'], row.业务凭证号])).toEqual([
      ['充值', '收入', '1000.00', '1000.00', 'top-up'],
      ['交易', '收入', '10.00', '1010.00', 'order-0001'],
      ['扣除交易手续费', '支出', '0.10', '1009.90', 'order-0001'],
      ['退回交易手续费', '收入', '0.05', '1009.95', 'refund-0001'],
      ['退款', '支出', '5.00', '1004.95', 'refund-0001'],
      ['提现', '支出', '400.00', '604.95', 'withdrawal'],
    ])
    expect(bill.summary).toEqual({ 资金流水总笔数: '6', 收入笔数: '3', 收入金额: '1010.05', 支出笔数: '3', 支出金额: '405.10' })
  })

  it.each(['OPERATION', 'FEES'])('has nothing for the account %s', async (account) => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(READY)
    expect(codeOf(await askFunds(shop, { account_type: account }))).toBe('NO_STATEMENT_EXIST')
  })

  it('balances with the trade bill and the account, day after day', async () => {
    const shop = openShop({ feeRate: 0.006 })
    for (let i = 0; i < 24; i++) {
      const total = 101 + i * 997
      await paidOrder(shop, `order-${1000 + i}`, { amount: { total, currency: 'CNY' } })
      if (i === 5) shop.pay.setRefundOutcome('next', 'CLOSED')
      if (i % 2) await shop.client.refunds(refundParams(`order-${1000 + i}`, `refund-${1000 + i}`, Math.ceil(total / 3), total))
      await shop.clock.advance(3 * HOUR)
    }
    await shop.clock.advance(DAY)
    let opening = 0
    for (const date of ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']) {
      const trades = read(await fetched(shop, await askTrades(shop, { bill_date: date })))
      const funds = read(await fetched(shop, await askFunds(shop, { bill_date: date })))
      const closing = fen(funds.rows.at(-1)!['账户结余(元)'])
      expect(closing - opening).toBe(fen(funds.summary.收入金额) - fen(funds.summary.支出金额))
      const closed = funds.rows.filter(row => row.业务类型 === '退款退回')
      const closedNet = closed.reduce((sum, row) => sum + fen(row['收支金额(元)']), 0)
      const closedFees = shop.pay.flows().filter(flow => flow.kind === 'fee-returned' && flow.amountFen < 0 && closed.some(row => row.业务凭证号 === flow.voucher))
      const fees = fen(trades.summary.手续费总金额) - closedFees.reduce((sum, flow) => sum + flow.amountFen, 0)
      expect(closing - opening).toBe(fen(trades.summary.订单总金额) - fen(trades.summary.申请退款总金额) + closedNet - fees)
      opening = closing
    }
    expect(opening).toBe(shop.pay.account().balanceFen)
  })
})

describe('asking for a bill', () => {
  it('gives the hash of what is inside, packed or not, and an address without a signed answer', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(READY)
    const plain = await askTrades(shop)
    const text = await fetched(shop, plain)
    expect(shop.transport.last!.headers.get('wechatpay-signature')).toBeNull()
    const packed = await askTrades(shop, { tar_type: 'GZIP' })
    const bytes = await fetched(shop, packed)
    expect(gunzipSync(bytes as Buffer).toString()).toBe(text)
    const hash = createHash('sha1').update(String(text)).digest('hex')
    expect([plain.data, packed.data]).toMatchObject([{ hash_type: 'SHA1', hash_value: hash }, { hash_type: 'SHA1', hash_value: hash }])
  })

  it('gives an address for five minutes, and refuses one that it never gave', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(READY)
    const { download_url: url } = (await askTrades(shop)).data as Offer
    await shop.clock.advance(5 * MINUTE - 1)
    expect((await shop.client.downloadBill(url)).status).toBe(200)
    await shop.clock.advance(1)
    expect((await shop.client.downloadBill(url)).status).toBe(404)
    expect((await shop.client.downloadBill(url.replace(/token=.{5}/, 'token=other'))).status).toBe(404)
  })

  it('wants the download signed like any other request', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(READY)
    const { download_url: url } = (await askTrades(shop)).data as Offer
    expect((await shop.pay.app.request(url)).status).toBe(401)
  })

  it('has it from nine on the next morning', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(14 * HOUR - 1)
    expect(codeOf(await askTrades(shop))).toBe('PARAM_ERROR')
    await shop.clock.advance(1)
    expect([codeOf(await askTrades(shop)), codeOf(await askFunds(shop))]).toEqual(['STATEMENT_CREATING', 'STATEMENT_CREATING'])
    await shop.clock.advance(9 * HOUR - 1)
    expect(codeOf(await askTrades(shop))).toBe('STATEMENT_CREATING')
    await shop.clock.advance(1)
    expect((await askTrades(shop)).status).toBe(200)
  })

  it.each<[string, Record<string, string>, string]>([
    ['a day without trade', { bill_date: '2026-02-28' }, 'NO_STATEMENT_EXIST'],
    ['a day long gone', { bill_date: '2025-11-01' }, 'NO_STATEMENT_EXIST'],
    ['a day that does not exist', { bill_date: '2026-02-30' }, 'PARAM_ERROR'],
    ['another way to write a day', { bill_date: '20260301' }, 'PARAM_ERROR'],
    ['another type', { bill_type: 'RECHARGE' }, 'PARAM_ERROR'],
    ['another packing', { tar_type: 'ZIP' }, 'PARAM_ERROR'],
  ])('refuses %s', async (_, params, code) => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(READY)
    expect(codeOf(await askTrades(shop, params))).toBe(code)
  })

  it('keeps three months', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(91 * DAY)
    expect((await askTrades(shop)).status).toBe(200)
    await shop.clock.advance(DAY)
    expect(codeOf(await askTrades(shop))).toBe('NO_STATEMENT_EXIST')
  })

  it('may begin with a byte order mark', async () => {
    const shop = openShop({ billBom: true })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(READY)
    expect(String(await fetched(shop, await askTrades(shop))).startsWith('\uFEFF交易时间')).toBe(true)
  })

  it('shows the day to whoever watches before the merchant may have it', async () => {
    const shop = openShop()
    expect(shop.pay.bills(TODAY)).toEqual({})
    await paidOrder(shop, 'order-0001')
    expect(read(shop.pay.bills(TODAY).trades).rows).toHaveLength(1)
    expect(read(shop.pay.bills(TODAY).funds).rows).toHaveLength(1)
    expect(() => shop.pay.bills('yesterday')).toThrow('no date')
    expect(START).toBe(Date.parse(`${TODAY}T10:00:00+08:00`))
  })
})
