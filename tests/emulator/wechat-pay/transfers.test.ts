import { describe, expect, it } from 'vitest'
import { APPID, codeOf, news, OPENID, openShop, sealed, signed, type Shop } from './support/shop'

const HOUR = 3_600_000
const PATH = '/v3/fund-app/mch-transfer/transfer-bills'
const NOTIFY = 'http://127.0.0.1:1/http/pay-notify/transfer'

const params = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  appid: APPID, out_bill_no: 'bill0001', transfer_scene_id: '1005', openid: OPENID, transfer_amount: 5000, transfer_remark: '团长佣金', notify_url: NOTIFY,
  transfer_scene_report_infos: [{ info_type: '岗位类型', info_content: '团长' }, { info_type: '报酬说明', info_content: '三月佣金' }],
  ...changes,
})

function withMoney(options: Parameters<typeof openShop>[0] = {}): Shop {
  const shop = openShop(options)
  shop.pay.topUp(1_000_000)
  return shop
}

const create = (shop: Shop, changes: Record<string, unknown> = {}) => signed(shop, 'POST', PATH, params(changes), shop.pay.merchant('x').payKeyId)
const query = async (shop: Shop) => (await signed(shop, 'GET', `${PATH}/out-bill-no/bill0001`)).body
const cancel = (shop: Shop) => signed(shop, 'POST', `${PATH}/out-bill-no/bill0001/cancel`, {})

async function waiting(shop: Shop, changes: Record<string, unknown> = {}): Promise<string> {
  const { body } = await create(shop, changes)
  if (typeof body.package_info !== 'string') throw new Error(JSON.stringify(body))
  return body.package_info
}

const told = (shop: Shop) => shop.arrivals.map(one => news(shop, one)).map(({ envelope, content }) => [envelope.event_type, content.state, content.fail_reason])

describe('merchant transfers', () => {
  it('waits for the payee, then arrives and is told', async () => {
    const shop = withMoney()
    const packageInfo = await waiting(shop)
    expect(shop.pay.account()).toMatchObject({ balanceFen: 995_000, transferredFen: 5000 })
    expect(await query(shop)).toMatchObject({ state: 'WAIT_USER_CONFIRM', transfer_amount: 5000, openid: OPENID, mch_id: shop.pay.merchant('x').mchid })
    expect(shop.pay.answerTransfer(packageInfo, OPENID, 'confirm')).toEqual({ errMsg: 'requestMerchantTransfer:ok' })
    expect((await query(shop)).state).toBe('TRANSFERING')
    await shop.clock.advance(3000)
    expect(await query(shop)).toMatchObject({ state: 'SUCCESS', update_time: '2026-03-01T10:00:03+08:00' })
    await shop.clock.advance(48 * HOUR)
    expect(told(shop)).toEqual([['MCHTRANSFER.BILL.FINISHED', 'SUCCESS', undefined]])
    expect(news(shop, shop.arrivals[0]).envelope.resource.original_type).toBe('mch_payment')
    expect(shop.pay.account()).toMatchObject({ balanceFen: 995_000 })
  })

  it('stays when the payee goes away, and is closed and given back after 24 hours', async () => {
    const shop = withMoney()
    const packageInfo = await waiting(shop)
    expect(shop.pay.answerTransfer(packageInfo, OPENID, 'decline')).toEqual({ errMsg: 'requestMerchantTransfer:cancel' })
    await shop.clock.advance(24 * HOUR - 1)
    expect((await query(shop)).state).toBe('WAIT_USER_CONFIRM')
    await shop.clock.advance(1)
    expect(await query(shop)).toMatchObject({ state: 'FAIL', fail_reason: 'OVERDUE_CLOSE' })
    await shop.clock.advance(HOUR)
    expect(told(shop)).toEqual([['MCHTRANSFER.BILL.FINISHED', 'FAIL', 'OVERDUE_CLOSE']])
    expect(shop.pay.account()).toMatchObject({ balanceFen: 1_000_000, transferredFen: 0 })
    expect(shop.pay.transfers()).toMatchObject([{ declined: 1 }])
  })

  it('may fail after it was confirmed, and gives the money back', async () => {
    const shop = withMoney()
    shop.pay.failTransfer('next', 'REAL_NAME_CHECK_FAIL')
    shop.pay.answerTransfer(await waiting(shop), OPENID, 'confirm')
    await shop.clock.advance(4000)
    expect(told(shop)).toEqual([['MCHTRANSFER.BILL.FINISHED', 'FAIL', 'REAL_NAME_CHECK_FAIL']])
    expect(shop.pay.account().balanceFen).toBe(1_000_000)
  })

  it('can be cancelled until it is confirmed', async () => {
    const shop = withMoney()
    const packageInfo = await waiting(shop)
    expect(await cancel(shop)).toMatchObject({ status: 200, body: { state: 'CANCELING', out_bill_no: 'bill0001' } })
    expect(shop.pay.answerTransfer(packageInfo, OPENID, 'confirm').errMsg).toContain('fail')
    await shop.clock.advance(4000)
    expect((await cancel(shop)).body.state).toBe('CANCELLED')
    expect(told(shop)).toEqual([['MCHTRANSFER.BILL.FINISHED', 'CANCELLED', undefined]])
    expect(shop.pay.account().balanceFen).toBe(1_000_000)
  })

  it('cannot be cancelled once it is confirmed', async () => {
    const shop = withMoney()
    shop.pay.answerTransfer(await waiting(shop), OPENID, 'confirm')
    expect((await cancel(shop)).body.code).toBe('INVALID_REQUEST')
    await shop.clock.advance(3000)
    expect((await cancel(shop)).body.code).toBe('INVALID_REQUEST')
    expect((await query(shop)).state).toBe('SUCCESS')
  })

  it('is the payee\'s alone, and not confirmed twice', async () => {
    const shop = withMoney()
    const packageInfo = await waiting(shop)
    expect(shop.pay.answerTransfer(packageInfo, 'o-bob-0001', 'confirm').errMsg).toContain('fail')
    expect(shop.pay.answerTransfer('made-up', OPENID, 'confirm').errMsg).toContain('fail')
    expect(shop.pay.answerTransfer(packageInfo, OPENID, 'confirm').errMsg).toBe('requestMerchantTransfer:ok')
    expect(shop.pay.answerTransfer(packageInfo, OPENID, 'confirm').errMsg).toContain('fail')
  })

  it('is the same under the same number, and refused with other parameters', async () => {
    const shop = withMoney()
    const named = () => ({ transfer_amount: 200_000, user_name: sealed(shop, '张三') })
    const first = await create(shop, named())
    expect(await create(shop, named())).toEqual(first)
    expect(await create(shop, { ...named(), transfer_amount: 200_001 })).toMatchObject({ status: 400, body: { code: 'ALREADY_EXISTS' } })
    expect(shop.pay.transfers()).toMatchObject([{ userName: '张三' }])
    expect(shop.pay.account().balanceFen).toBe(800_000)
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['less than 0.1 yuan', { transfer_amount: 9 }, 'PARAM_ERROR'],
    ['2,000 yuan without a name', { transfer_amount: 200_000 }, 'PARAM_ERROR'],
    ['a name that is not sealed', { user_name: '张三' }, 'PARAM_ERROR'],
    ['a number with a dash', { out_bill_no: 'bill-0001' }, 'PARAM_ERROR'],
    ['an unknown scene', { transfer_scene_id: '9999' }, 'INVALID_REQUEST'],
    ['a report that lacks a part', { transfer_scene_report_infos: [{ info_type: '岗位类型', info_content: '团长' }] }, 'INVALID_REQUEST'],
    ['no report', { transfer_scene_report_infos: [] }, 'PARAM_ERROR'],
    ['another appid', { appid: 'wxother' }, 'APPID_MCHID_NOT_MATCH'],
    ['somebody else\'s openid', { openid: 'o-nobody' }, 'PARAM_ERROR'],
    ['a long remark', { transfer_remark: '佣'.repeat(33) }, 'PARAM_ERROR'],
    ['more than there is', { transfer_amount: 150_000 }, 'NOT_ENOUGH'],
  ])('refuses %s', async (_, changes, code) => {
    const shop = openShop({ ownsOpenid: (__, openid) => openid === OPENID })
    shop.pay.topUp(100_000)
    expect((await create(shop, changes)).body.code).toBe(code)
    expect(shop.pay.transfers()).toEqual([])
    expect(shop.pay.account().balanceFen).toBe(100_000)
  })

  it('refuses a name of a small sum', async () => {
    const shop = withMoney()
    expect((await create(shop, { transfer_amount: 29, user_name: sealed(shop, '张三') })).body.code).toBe('PARAM_ERROR')
    expect((await create(shop, { transfer_amount: 30, user_name: sealed(shop, '张三') })).status).toBe(200)
  })

  it('may be looked at first, and is confirmed or cancelled after', async () => {
    const shop = withMoney({ transferReviewMs: 60_000 })
    const { body } = await create(shop)
    expect(body).toMatchObject({ state: 'ACCEPTED' })
    expect(body).not.toHaveProperty('package_info')
    await shop.clock.advance(60_000)
    const { package_info: packageInfo, state } = await query(shop)
    expect(state).toBe('WAIT_USER_CONFIRM')
    await shop.clock.advance(24 * HOUR - 1)
    expect(shop.pay.answerTransfer(String(packageInfo), OPENID, 'confirm').errMsg).toBe('requestMerchantTransfer:ok')
    const other = withMoney({ transferReviewMs: 60_000 })
    await create(other)
    await cancel(other)
    await other.clock.advance(60_000)
    expect((await query(other)).state).toBe('CANCELLED')
  })

  it('no longer comes in batches', async () => {
    const shop = withMoney()
    const result = await shop.client.batches_transfer({
      out_batch_no: 'batch0001', batch_name: '佣金', batch_remark: '佣金', total_amount: 100, total_num: 1,
      transfer_detail_list: [{ out_detail_no: 'detail0001', transfer_amount: 100, transfer_remark: '佣金', openid: OPENID }],
    } as Parameters<typeof shop.client.batches_transfer>[0])
    expect([result.status, codeOf(result)]).toEqual([403, 'NO_AUTH'])
  })

  it('is found by either number, and not found by any other', async () => {
    const shop = withMoney()
    const { body } = await create(shop)
    expect((await signed(shop, 'GET', `${PATH}/transfer-bill-no/${String(body.transfer_bill_no)}`)).body).toEqual(await query(shop))
    expect(await signed(shop, 'GET', `${PATH}/out-bill-no/bill0009`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
    expect(await signed(shop, 'GET', `${PATH}/transfer-bill-no/1`)).toMatchObject({ status: 404 })
  })

  it('is done though the answer to it is lost', async () => {
    const shop = withMoney()
    shop.faults.add({ point: 'wechat-pay:transfer', kind: 'error-after' })
    expect(await create(shop)).toMatchObject({ status: 500, body: { code: 'SYSTEM_ERROR' } })
    expect((await query(shop)).state).toBe('WAIT_USER_CONFIRM')
    expect((await create(shop)).status).toBe(200)
    expect(shop.pay.transfers()).toHaveLength(1)
  })
})
