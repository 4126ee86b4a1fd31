import { Hono } from 'hono'
import { call } from './call'
import { checkText } from './content-check'
import { defaultWords } from './content-words'
import { generateShortLink, generateUrlLink } from './links'
import { getUnlimitedCode } from './mini-codes'
import { openTables, type Code, type Link, type OpenApiOptions, type Peer, type SentMessage } from './peer'
import { codeToSession, getPhoneNumber, issueCode } from './people'
import { confirmReceipt, uploadShippingInfo, type Shipment } from './shipments'
import { getOrder } from './shipping-orders'
import { quotaKey, sendSubscribeMessage } from './subscribe-messages'
import { stableToken } from './tokens'

export type { RiskWords } from './content-words'
export type { Link, OpenApiOptions, Person, SentMessage, Template } from './peer'
export type { Parcel, Shipment } from './shipments'

/** WeChat's open API for one mini-program, as far as the shop calls it, and the levers of the people who use it. */
export class WeChatOpenApi {
  readonly app: Hono
  readonly #peer: Peer

  private constructor(peer: Peer) {
    this.#peer = peer
    this.app = apiApp(peer)
  }

  static open(options: OpenApiOptions): WeChatOpenApi {
    return new WeChatOpenApi({
      random: Math.random,
      appName: '邻团',
      words: defaultWords,
      ...options,
      people: options.people,
      tables: openTables(options.state),
    })
  }

  /** Subscribe messages in the order in which they were sent. */
  messages(): SentMessage[] {
    return this.#peer.tables.messages.values()
  }

  /** The person accepts the template `times` more times, as `wx.requestSubscribeMessage` does. */
  grantQuota(openid: string, templateId: string, times = 1): void {
    const { quotas } = this.#peer.tables
    this.#peer.state.atomically(() => quotas.put(quotaKey(openid, templateId), this.quota(openid, templateId) + times))
  }

  /** How many messages of the template this person may still get. */
  quota(openid: string, templateId: string): number {
    return this.#peer.tables.quotas.get(quotaKey(openid, templateId)) ?? 0
  }

  shipping(): Shipment[] {
    return this.#peer.tables.shipments.values()
  }

  /** The payer confirms the receipt of the goods. */
  confirmReceipt(transactionId: string): void {
    confirmReceipt(this.#peer, transactionId)
  }

  /** What the phone gives the mini-program for `wx.login` or the phone-number button. */
  issueCode(kind: Code['kind'], openid: string): string {
    return issueCode(this.#peer, kind, openid)
  }

  /** Where a URL Link or Short Link leads while it is good. */
  followLink(url: string): Link | undefined {
    const link = this.#peer.tables.links.get(url)
    return link && (link.expiresAt === undefined || link.expiresAt > this.#peer.clock.now()) ? link : undefined
  }
}

function apiApp(peer: Peer): Hono {
  const app = new Hono()
  app.onError((error) => {
    throw error
  })
  app.post('/cgi-bin/stable_token', call(peer, 'stable_token', stableToken, { token: false }))
  app.get('/sns/jscode2session', call(peer, 'jscode2session', codeToSession, { token: false }))
  app.post('/cgi-bin/message/subscribe/send', call(peer, 'subscribe.send', sendSubscribeMessage))
  app.post('/wxa/getwxacodeunlimit', call(peer, 'getwxacodeunlimit', getUnlimitedCode))
  app.post('/wxa/generate_urllink', call(peer, 'generate_urllink', generateUrlLink))
  app.post('/wxa/genwxashortlink', call(peer, 'genwxashortlink', generateShortLink))
  app.post('/wxa/business/getuserphonenumber', call(peer, 'getuserphonenumber', getPhoneNumber))
  app.post('/wxa/msg_sec_check', call(peer, 'msg_sec_check', checkText))
  app.post('/wxa/sec/order/upload_shipping_info', call(peer, 'upload_shipping_info', uploadShippingInfo))
  app.post('/wxa/sec/order/get_order', call(peer, 'get_order', getOrder))
  return app
}
