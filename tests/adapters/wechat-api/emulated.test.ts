import { describe, expect, it } from 'vitest'
import { wechatApi } from '../../../cloudfunctions/adapters/wechat-api/wechat'
import type { WeChat } from '../../../cloudfunctions/ports/wechat'
import { VirtualClock } from '../../../emulator/control/clock'
import { Faults } from '../../../emulator/control/faults'
import { StateFile } from '../../../emulator/control/state'
import { WeChatOpenApi } from '../../../emulator/wechat'
import { databaseRig } from '../support/database'
import { serve, toFetch } from '../support/http-server'

const APPID = 'wx0123456789abcdef'
const NOON = Date.parse('2026-03-01T12:00:00+08:00')
const paid = {
  transactionId: '4200000001', outTradeNo: 'ORDER0001', mchid: '1600000001', openid: 'o-alice', description: '麻阳冰糖橙', totalFen: 1990, refundedFen: 0,
  createdAt: NOON - 60_000, paidAt: NOON - 1000, refunded: false,
}

async function emulated(): Promise<{ wechat: WeChat; api: WeChatOpenApi; clock: VirtualClock; faults: Faults }> {
  const clock = new VirtualClock({ mode: 'frozen', at: NOON })
  const faults = new Faults()
  const api = WeChatOpenApi.open({
    clock, faults, state: new StateFile(), appid: APPID, secret: 'app-secret-1',
    templates: { T1: { title: '拼团成功通知', fields: ['thing1', 'amount2'] } },
    pages: ['pages/group/group'],
    codeTarget: (page, scene) => `http://127.0.0.1/#/${page}?scene=${scene}`,
    paidOrder: number => number === paid.transactionId ? paid : undefined,
  })
  const baseUrl = await serve(toFetch(api.app, ''))
  const { store } = await databaseRig()
  const wechat = wechatApi({ appid: APPID, secret: 'app-secret-1', baseUrl, store, now: () => clock.now(), log: { event: () => {}, fault: () => {} } })
  return { wechat, api, clock, faults }
}

describe('the open API as the local cloud imitates it', () => {
  const message = { openid: 'o-alice', templateId: 'T1', page: 'pages/group/group?id=g1', fields: { thing1: '橙'.repeat(30), amount2: '¥19.90' } }

  it('S35: sends as many messages as were allowed, cut to WeChat\'s limits', async () => {
    const { wechat, api } = await emulated()
    api.grantQuota('o-alice', 'T1')
    expect([await wechat.sendMessage(message), await wechat.sendMessage(message)]).toEqual([{ outcome: 'sent' }, { outcome: 'no_quota' }])
    expect(api.messages()).toMatchObject([{ openid: 'o-alice', data: { thing1: `${'橙'.repeat(19)}…`, amount2: '¥19.90' } }])
  })

  it('goes on with a new token when the old one has ended', async () => {
    const { wechat, api, clock } = await emulated()
    api.grantQuota('o-alice', 'T1', 2)
    await wechat.sendMessage(message)
    await clock.advance(3 * 3_600_000)
    expect(await wechat.sendMessage(message)).toEqual({ outcome: 'sent' })
  })

  it('S1: draws a code', async () => {
    const { wechat } = await emulated()
    const drawn = await wechat.codePicture('pages/group/group', 'c=abc123')
    expect(drawn.outcome).toBe('picture')
    expect(drawn.outcome === 'picture' && drawn.png.length).toBeGreaterThan(100)
  })

  it('X8: takes shipping info of a paid order, and again after a lost answer', async () => {
    const { wechat, api, faults } = await emulated()
    const info = { transactionId: paid.transactionId, openid: 'o-alice', receiverPhone: '13812345678', parcels: [{ company: 'SF', trackingNo: 'SF1234567890', itemDescription: '麻阳冰糖橙' }], uploadedAt: NOON }
    faults.add({ point: 'wechat:upload_shipping_info', kind: 'reset-after' })
    expect(await wechat.uploadShipping(info)).toEqual({ outcome: 'unknown' })
    expect(api.shipping()).toHaveLength(1)
    expect(await wechat.uploadShipping(info)).toEqual({ outcome: 'already', why: 'same' })
    expect(api.shipping()).toMatchObject([{ corrected: false }])
    expect(await wechat.uploadShipping({ ...info, transactionId: '4200000404' })).toEqual({ outcome: 'unknown' })
  })

  it('X8: takes one correction under a later time, a second one never, and knows each again', async () => {
    const { wechat, api } = await emulated()
    const info = (trackingNo: string, at: number) => ({ transactionId: paid.transactionId, openid: 'o-alice', receiverPhone: '13812345678', parcels: [{ company: 'SF', trackingNo, itemDescription: '麻阳冰糖橙' }], uploadedAt: NOON + at })
    expect(await wechat.uploadShipping(info('SF0000001', 0))).toEqual({ outcome: 'uploaded' })
    expect(await wechat.uploadShipping(info('SF0000002', 1000))).toEqual({ outcome: 'uploaded' })
    expect(api.shipping()).toMatchObject([{ corrected: true, parcels: [{ trackingNo: 'SF0000002' }] }])
    for (const at of [1000, 2000]) expect(await wechat.uploadShipping(info('SF0000003', at))).toEqual({ outcome: 'already', why: 'corrected' })
    expect(api.shipping()).toMatchObject([{ parcels: [{ trackingNo: 'SF0000002' }] }])
  })

  it('X8 X9: takes several parcels of one order, each with what is in it', async () => {
    const { wechat, api } = await emulated()
    const parcels = [{ company: 'SF', trackingNo: 'SF1234567890', itemDescription: '麻阳冰糖橙' }, { company: 'YTO', trackingNo: 'YT7654321', itemDescription: '五常大米' }]
    expect(await wechat.uploadShipping({ transactionId: paid.transactionId, openid: 'o-alice', receiverPhone: '13812345678', parcels, uploadedAt: NOON })).toEqual({ outcome: 'uploaded' })
    expect(api.shipping()).toMatchObject([{ complete: true, deliveryMode: 2, parcels: [{ trackingNo: 'SF1234567890', itemDesc: '麻阳冰糖橙' }, { trackingNo: 'YT7654321', itemDesc: '五常大米' }] }])
  })

  it('X8 S44 S45: takes what was handed over without a parcel', async () => {
    const { wechat, api } = await emulated()
    expect(await wechat.uploadShipping({ transactionId: paid.transactionId, openid: 'o-alice', handedOver: `邻里礼品卡${'卡'.repeat(200)}`, uploadedAt: NOON })).toEqual({ outcome: 'uploaded' })
    expect(api.shipping()).toMatchObject([{ complete: true, logisticsType: 3, deliveryMode: 1, parcels: [{ itemDesc: `邻里礼品卡${'卡'.repeat(115)}` }] }])
    expect(api.shipping()[0]?.parcels[0]).not.toHaveProperty('trackingNo')
  })

  it('judges texts', async () => {
    const { wechat } = await emulated()
    expect(await wechat.checkText('o-alice', '爱吃橙子')).toBe('pass')
  })
})
