import type { Hono } from 'hono'
import { paidNumbers } from '../wechat-pay'
import { deliveryOf, moveDelivery, type CityDelivery, type CityStatus } from './city-deliveries'
import { chargeStore, type CityStore } from './city-stores'
import { defaultWords } from './content-words'
import { resumeMediaChecks, type MediaCheck, type Verdict } from './media-check'
import { openTables, type Code, type Link, type OpenApiOptions, type Peer, type SentMessage } from './peer'
import { issueCode } from './people'
import type { Push } from './pushes'
import { apiApp } from './routes'
import { holds, settlementOf, type Settlement } from './settlement'
import { confirmReceipt, type Shipment } from './shipments'
import { quotaKey } from './subscribe-messages'
import type { SpecialOrder } from './trade-management'
import type { Waybill } from './waybills'

export type { CityDelivery, CityStatus } from './city-deliveries'
export type { CityStore } from './city-stores'
export type { RiskWords } from './content-words'
export type { MediaCheck, Verdict } from './media-check'
export type { Link, OpenApiOptions, Person, SentMessage, Template } from './peer'
export type { Push } from './pushes'
export type { HeldPayment, Settlement } from './settlement'
export type { Parcel, Shipment } from './shipments'
export type { SpecialOrder } from './trade-management'
export type { Waybill } from './waybills'

/** WeChat's open API for one mini-program, as far as the shop calls it, and the levers of the people who use it. */
export class WeChatOpenApi {
  readonly app: Hono
  readonly #peer: Peer

  private constructor(peer: Peer) {
    this.#peer = peer
    this.app = apiApp(peer)
  }

  static open(options: OpenApiOptions): WeChatOpenApi {
    const peer: Peer = {
      random: Math.random,
      appName: '邻团',
      words: defaultWords,
      tradeManaged: true,
      mediaCheckMs: 3000,
      pushToken: 'local-push-token',
      push: () => {},
      callback: postJson,
      paidOrders: () => paidNumbers(options.state).map(number => options.paidOrder(number)).filter(order => order !== undefined),
      ...options,
      people: options.people,
      tables: openTables(options.state),
    }
    resumeMediaChecks(peer)
    return new WeChatOpenApi(peer)
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

  /** What the platform holds of the payments until their goods are delivered, and what it let go. */
  settlement(): Settlement {
    return settlementOf(this.#peer)
  }

  /** Whether the platform holds the money of this payment. */
  holds(transactionId: string): boolean {
    return holds(this.#peer, transactionId)
  }

  /** Payments filed as presales or tests. */
  specialOrders(): SpecialOrder[] {
    return this.#peer.tables.specials.values()
  }

  /** Where messages about shipping lead, when that was set. */
  jumpPath(): string | undefined {
    return this.#peer.tables.settings.get('jump-path')
  }

  mediaChecks(): MediaCheck[] {
    return this.#peer.tables.mediaChecks.values()
  }

  /** How the check of this address, or of whichever comes next, is to end; `pass` when nothing is said. */
  judgeMedia(mediaUrl: string | 'next', verdict: Verdict): void {
    this.#peer.tables.mediaVerdicts.put(mediaUrl, verdict)
  }

  /** Events sent to the mini-program's message push, oldest first. */
  pushes(): Push[] {
    return this.#peer.tables.pushes.values()
  }

  waybills(): Waybill[] {
    return this.#peer.tables.waybills.values()
  }

  cityStores(): CityStore[] {
    return this.#peer.tables.cityStores.values()
  }

  cityDeliveries(): CityDelivery[] {
    return this.#peer.tables.cityDeliveries.values()
  }

  /** The shop pays delivery fees in advance. */
  chargeStore(wxStoreId: string, fen: number): void {
    this.#peer.state.atomically(() => chargeStore(this.#peer, wxStoreId, fen))
  }

  /** The courier gets on with a delivery, in the sandbox or not. */
  async moveDelivery(wxOrderId: string, status: CityStatus): Promise<void> {
    await moveDelivery(this.#peer, deliveryOf(this.#peer, { wx_order_id: wxOrderId }), status)
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

async function postJson(url: string, body: Record<string, unknown>): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(5000) })
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
}
