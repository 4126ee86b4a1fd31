import { describe, expect, it } from 'vitest'
import { templateData } from '../../../cloudfunctions/adapters/wechat-api/message-fields'
import { wechatApi } from '../../../cloudfunctions/adapters/wechat-api/wechat'
import type { TokenCache } from '../../../cloudfunctions/ports/records'
import type { WeChat } from '../../../cloudfunctions/ports/wechat'
import { databaseRig } from '../support/database'
import { type Received, serve } from '../support/http-server'

const APPID = 'wx0123456789abcdef'
const NOW = Date.parse('2026-03-01T12:00:00+08:00')
const message = { openid: 'o-alice', templateId: 'T1', page: 'pages/group/group?id=g1', fields: { thing1: '麻阳冰糖橙' } }
const parcel = { company: 'SF', trackingNo: 'SF123', itemDescription: '橙'.repeat(200) }
const shipping = { transactionId: '4200000001', openid: 'o-alice', receiverPhone: '13812345678', parcels: [parcel], uploadedAt: NOW }

type Reply = object | Uint8Array | number | 'cut' | 'hang'

interface Scene {
  readonly wechat: WeChat
  readonly requests: Received[]
  /** Answers by path, first come first served; the last one stays. */
  readonly replies: Record<string, Reply[]>
  readonly cached: () => Promise<TokenCache | undefined>
  readonly faults: string[]
  readonly clock: { now: number }
  readonly another: () => WeChat
  readonly breakStore: () => void
}

async function scene(replies: Record<string, Reply[]>, timeoutMs = 5000): Promise<Scene> {
  const { store, faults: database } = await databaseRig()
  const requests: Received[] = []
  const faults: string[] = []
  const clock = { now: NOW }
  let tokens = 0
  const baseUrl = await serve((request, response) => {
    requests.push(request)
    const path = request.path.split('?', 1)[0] ?? ''
    const queue = replies[path] ?? [path === '/cgi-bin/stable_token' ? { access_token: `token-${tokens += 1}`, expires_in: 7200 } : { errcode: 0 }]
    const reply = queue.length > 1 ? queue.shift() : queue[0]
    if (reply === 'hang') return
    if (reply === 'cut' || reply === undefined) return response.destroy()
    if (typeof reply === 'number') return response.writeHead(reply).end('trouble')
    if (reply instanceof Uint8Array) return response.writeHead(200, { 'Content-Type': 'image/png' }).end(reply)
    return response.writeHead(200, { 'Content-Type': 'text/plain' }).end(JSON.stringify(reply))
  })
  const another = (): WeChat => wechatApi({
    appid: APPID, secret: 'app-secret-1', baseUrl, store, now: () => clock.now, timeoutMs,
    log: { event: () => {}, fault: where => void faults.push(where) },
  })
  return {
    wechat: another(), requests, replies, faults, clock, another,
    cached: () => store.get('token_caches', APPID),
    breakStore: () => database.add({ point: 'database:*', kind: 'reset-before', times: Infinity }),
  }
}

const SEND = '/cgi-bin/message/subscribe/send'
const TOKEN = '/cgi-bin/stable_token'
const paths = (requests: Received[]): string[] => requests.map(request => request.path)

describe('the access token', () => {
  it('is fetched once, kept in the store and shared by all instances', async () => {
    const { wechat, requests, cached, another } = await scene({})
    await Promise.all([wechat.sendMessage(message), wechat.sendMessage(message)])
    expect(paths(requests)).toEqual([TOKEN, `${SEND}?access_token=token-1`, `${SEND}?access_token=token-1`])
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ grant_type: 'client_credential', appid: APPID, secret: 'app-secret-1', force_refresh: false })
    expect(await cached()).toEqual({ id: APPID, token: 'token-1', expiresAt: NOW + 7_200_000 })
    await another().sendMessage(message)
    expect(paths(requests).filter(path => path === TOKEN)).toHaveLength(1)
  })

  it('is replaced five minutes before it ends', async () => {
    const { wechat, requests, clock, cached } = await scene({})
    await wechat.sendMessage(message)
    clock.now += 7_200_000 - 300_001
    await wechat.sendMessage(message)
    clock.now += 1
    await wechat.sendMessage(message)
    expect(paths(requests).filter(path => path !== TOKEN)).toEqual([1, 1, 2].map(count => `${SEND}?access_token=token-${count}`))
    expect(await cached()).toMatchObject({ token: 'token-2' })
  })

  it.each([40001, 40014, 42001])('is replaced once when WeChat refuses it with %i', async (errcode) => {
    const { wechat, requests } = await scene({ [SEND]: [{ errcode }, { errcode: 0 }] })
    expect(await wechat.sendMessage(message)).toEqual({ outcome: 'sent' })
    expect(paths(requests)).toEqual([TOKEN, `${SEND}?access_token=token-1`, TOKEN, `${SEND}?access_token=token-2`])
  })

  it('is not replaced for ever', async () => {
    const { wechat, requests } = await scene({ [SEND]: [{ errcode: 40001 }] })
    expect(await wechat.sendMessage(message)).toEqual({ outcome: 'unknown' })
    expect(requests).toHaveLength(4)
  })

  it('is taken from the store when another instance replaced it already', async () => {
    const { wechat, another, replies, requests } = await scene({})
    await wechat.sendMessage(message)
    replies[SEND] = [{ errcode: 42001 }, { errcode: 0 }]
    await another().sendMessage(message)
    replies[SEND] = [{ errcode: 42001 }, { errcode: 0 }]
    requests.length = 0
    expect(await wechat.sendMessage(message)).toEqual({ outcome: 'sent' })
    expect(paths(requests)).toEqual([`${SEND}?access_token=token-1`, `${SEND}?access_token=token-2`])
  })

  it('is asked for by force when WeChat hands out the refused one again', async () => {
    const same = { access_token: 'same', expires_in: 7200 }
    const { wechat, requests } = await scene({ [TOKEN]: [same, same, { access_token: 'new', expires_in: 7200 }], [SEND]: [{ errcode: 40001 }, { errcode: 0 }] })
    expect(await wechat.sendMessage(message)).toEqual({ outcome: 'sent' })
    expect(requests.filter(({ path }) => path === TOKEN).map(({ body }) => (JSON.parse(body) as { force_refresh: boolean }).force_refresh)).toEqual([false, false, true])
    expect(requests.at(-1)?.path).toBe(`${SEND}?access_token=new`)
  })

  it('serves this instance though the store is out of reach', async () => {
    const { wechat, breakStore, faults } = await scene({})
    breakStore()
    expect(await wechat.sendMessage(message)).toEqual({ outcome: 'sent' })
    expect(faults).toEqual(['access-token.read', 'access-token.keep'])
  })

  it.each<[string, Reply]>([['a refusal', { errcode: 40125 }], ['no life', { access_token: 'x', expires_in: 0 }], ['a cut', 'cut'], ['an error page', 502], ['no object', [] as never]])(
    'leaves the outcome open when it cannot be had: %s', async (_what, reply) => {
      const { wechat, requests } = await scene({ [TOKEN]: [reply] })
      expect(await wechat.sendMessage(message)).toEqual({ outcome: 'unknown' })
      expect(await wechat.checkText('o-alice', '你好')).toBe('unknown')
      expect(paths(requests)).toEqual([TOKEN, TOKEN])
    })
})

describe('S35: a message', () => {
  it('is sent with its fields', async () => {
    const { wechat, requests } = await scene({})
    expect(await wechat.sendMessage(message)).toEqual({ outcome: 'sent' })
    expect(JSON.parse(requests.at(-1)?.body ?? '')).toEqual({ touser: 'o-alice', template_id: 'T1', page: message.page, data: { thing1: { value: '麻阳冰糖橙' } } })
  })

  it.each<[Reply, object]>([
    [{ errcode: 43101 }, { outcome: 'no_quota' }], [{ errcode: 40003 }, { outcome: 'rejected', code: 40003 }], [{ errcode: 47003 }, { outcome: 'rejected', code: 47003 }],
    [{ errcode: -1 }, { outcome: 'unknown' }], [{ errcode: 45009 }, { outcome: 'unknown' }], ['cut', { outcome: 'unknown' }], [500, { outcome: 'unknown' }],
    [{ errcode: 'x' }, { outcome: 'unknown' }],
  ])('answered with %j ends as %j', async (reply, outcome) => {
    const { wechat } = await scene({ [SEND]: [reply] })
    expect(await wechat.sendMessage(message)).toEqual(outcome)
  })

  it('is given up when no answer comes in time', async () => {
    const { wechat } = await scene({ [SEND]: ['hang'] }, 80)
    expect(await wechat.sendMessage(message)).toEqual({ outcome: 'unknown' })
  })

  it.each([
    ['thing1', '橙'.repeat(20), '橙'.repeat(20)], ['thing2', '橙'.repeat(21), `${'橙'.repeat(19)}…`], ['thing3', ' 两\n行 ', '两 行'], ['thing4', '', '-'],
    ['phrase1', '正在等待成团', '正在等待成'], ['name1', '阿'.repeat(12), '阿'.repeat(10)], ['name2', 'a'.repeat(30), 'a'.repeat(20)],
    ['character_string1', '单号SF-123', 'SF-123'], ['number1', '3 件', '3'], ['amount1', '¥19.90', '¥19.90'], ['time1', '2026年3月1日 12:00', '2026年3月1日 12:00'],
    ['thing5', '🍊'.repeat(21), `${'🍊'.repeat(19)}…`],
  ])('keeps %s within WeChat\'s limits', (name, text, value) => {
    expect(templateData({ [name]: text })).toEqual({ [name]: { value } })
  })
})

describe('S1: the picture of a code', () => {
  it('comes as bytes', async () => {
    const picture = new Uint8Array([137, 80, 78, 71])
    const { wechat, requests } = await scene({ '/wxa/getwxacodeunlimit': [picture] })
    expect(await wechat.codePicture('pages/group/group', 'c=abc')).toEqual({ outcome: 'picture', png: picture })
    expect(JSON.parse(requests.at(-1)?.body ?? '')).toEqual({ page: 'pages/group/group', scene: 'c=abc', check_path: false })
  })

  it.each<[Reply, object]>([[{ errcode: 41030 }, { outcome: 'rejected', code: 41030 }], [{ errcode: 45009 }, { outcome: 'unknown' }], [{}, { outcome: 'unknown' }], ['cut', { outcome: 'unknown' }]])(
    'answered with %j ends as %j', async (reply, outcome) => {
      const { wechat } = await scene({ '/wxa/getwxacodeunlimit': [reply] })
      expect(await wechat.codePicture('pages/group/group', 'c=abc')).toEqual(outcome)
    })
})

describe('X8: shipping info', () => {
  it('is uploaded in WeChat\'s form with a masked phone number', async () => {
    const { wechat, requests } = await scene({})
    expect(await wechat.uploadShipping(shipping)).toEqual({ outcome: 'uploaded' })
    expect(JSON.parse(requests.at(-1)?.body ?? '')).toEqual({
      order_key: { order_number_type: 2, transaction_id: '4200000001' }, logistics_type: 1, delivery_mode: 1, upload_time: '2026-03-01T12:00:00.000+08:00', payer: { openid: 'o-alice' },
      shipping_list: [{ tracking_no: 'SF123', express_company: 'SF', item_desc: '橙'.repeat(120), contact: { receiver_contact: '138****5678' } }],
    })
  })

  it('X9: of several parcels is uploaded as parts that are all there is, at most fifteen of them', async () => {
    const { wechat, requests } = await scene({})
    await wechat.uploadShipping({ ...shipping, parcels: Array.from({ length: 20 }, (_, index) => ({ company: 'YTO', trackingNo: `YT${index}`, itemDescription: '橙' })) })
    const body = JSON.parse(requests.at(-1)?.body ?? '') as { shipping_list: unknown[] }
    expect(body).toMatchObject({ logistics_type: 1, delivery_mode: 2, is_all_delivered: true })
    expect(body.shipping_list).toHaveLength(15)
    expect(body.shipping_list[1]).toEqual({ tracking_no: 'YT1', express_company: 'YTO', item_desc: '橙', contact: { receiver_contact: '138****5678' } })
  })

  it.each<[Reply, object]>([
    [{ errcode: 10060002 }, { outcome: 'already', why: 'confirmed' }], [{ errcode: 10060003 }, { outcome: 'already', why: 'corrected' }], [{ errcode: 10060023 }, { outcome: 'already', why: 'same' }], [{ errcode: 10060001 }, { outcome: 'unknown' }], [{ errcode: 10060004 }, { outcome: 'rejected', code: 10060004 }], ['cut', { outcome: 'unknown' }],
  ])('answered with %j ends as %j', async (reply, outcome) => {
    const { wechat } = await scene({ '/wxa/sec/order/upload_shipping_info': [reply] })
    expect(await wechat.uploadShipping(shipping)).toEqual(outcome)
  })
})

describe('a text', () => {
  it.each<[Reply, string]>([
    [{ errcode: 0, result: { suggest: 'pass' } }, 'pass'], [{ errcode: 0, result: { suggest: 'risky' } }, 'risky'], [{ errcode: 0, result: { suggest: 'review' } }, 'risky'],
    [{ errcode: 0 }, 'unknown'], [{ errcode: 61010 }, 'unknown'], ['cut', 'unknown'],
  ])('answered with %j is %s', async (reply, verdict) => {
    const { wechat } = await scene({ '/wxa/msg_sec_check': [reply] })
    expect(await wechat.checkText('o-alice', '你好')).toBe(verdict)
  })
})
