import { verify } from 'node:crypto'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { cashierPage } from './cashier-page'
import { payOrder, sheetOf, type PayRefusal } from './payments'
import type { Peer } from './peer'

type Params = Partial<Record<string, string>>

const names = ['appId', 'timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const

const refusalTexts: Readonly<Record<PayRefusal, string>> = {
  'unknown': 'requestPayment:fail 支付验证签名失败',
  'expired': 'requestPayment:fail 订单已过期',
  'closed': 'requestPayment:fail 订单已关闭',
  'paid': 'requestPayment:fail 该订单已支付',
  'other-payer': 'requestPayment:fail 同一笔订单不能由其他人支付',
  'coupon-too-large': 'requestPayment:fail 优惠金额超限',
}

/**
 * The payment sheet: `POST /open` takes what `wx.requestPayment` takes and goes on to the page; `GET /` shows the page for a session
 * (or for the same parameters in the query); `POST /pay` is the payer's confirmation.
 */
export function cashierApp(peer: Peer): Hono {
  const app = new Hono()

  app.post('/open', async (c) => {
    const opened = openSheet(peer, await paramsOf(c))
    if ('error' in opened) return c.json({ errMsg: opened.error }, 400)
    return c.redirect(`${basePath(c)}?prepay_id=${encodeURIComponent(opened.prepayId)}`, 303)
  })

  app.get('/', (c) => {
    const query: Params = c.req.query()
    const opened = query.paySign === undefined ? { prepayId: query.prepay_id ?? '' } : openSheet(peer, query)
    const page = 'error' in opened
      ? cashierPage({ merchantName: peer.settings.merchantName, problem: opened.error, payPath: '', prepayId: '' })
      : sheetPage(peer, opened.prepayId, `${basePath(c)}/pay`)
    return c.html(page, 200, { 'Cache-Control': 'no-store' })
  })

  app.post('/pay', async (c) => {
    const { prepay_id: prepayId = '', openid } = await paramsOf(c)
    const outcome = payOrder(peer, prepayId, openid)
    return outcome.ok ? c.json({ errMsg: 'requestPayment:ok' }) : c.json({ errMsg: refusalTexts[outcome.reason], reason: outcome.reason }, 409)
  })

  return app
}

function basePath(c: Context): string {
  return c.req.path.replace(/\/(open)?$/, '')
}

async function paramsOf(c: Context): Promise<Params> {
  const body: unknown = /json/.test(c.req.header('content-type') ?? '') ? await c.req.json() : await c.req.parseBody()
  const entries = body !== null && typeof body === 'object' ? Object.entries(body) : []
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** Checks the payment parameters as WeChat does before it shows the sheet: all six, the appid of the order, the merchant's signature. */
export function openSheet(peer: Peer, params: Params): { prepayId: string } | { error: string } {
  const missing = names.find(name => !params[name])
  if (missing) return { error: `requestPayment:fail 缺少参数${missing}` }
  const { appId, timeStamp, nonceStr, package: session = '', signType, paySign = '' } = params
  const message = Buffer.from(`${appId}\n${timeStamp}\n${nonceStr}\n${session}\n`)
  const signed = signType === 'RSA' && verify('sha256', message, peer.keys.merchantPublicKey, Buffer.from(paySign, 'base64'))
  const prepayId = /^prepay_id=(\w+)$/.exec(session)?.[1]
  if (!signed || prepayId === undefined) return { error: 'requestPayment:fail 签名验证失败' }
  const { order } = sheetOf(peer, prepayId)
  if (order && order.appid !== appId) return { error: 'requestPayment:fail 签名验证失败' }
  return { prepayId }
}

function sheetPage(peer: Peer, prepayId: string, payPath: string): string {
  const { order, refusal } = sheetOf(peer, prepayId)
  return cashierPage({
    merchantName: peer.settings.merchantName,
    prepayId,
    payPath,
    ...(order && { amountFen: order.totalFen, description: order.description }),
    ...(refusal && { problem: refusalTexts[refusal] }),
  })
}
