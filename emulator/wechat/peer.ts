import type { VirtualClock } from '../control/clock'
import type { Faults } from '../control/faults'
import type { StateFile, Table } from '../control/state'
import type { PaidOrder } from '../wechat-pay'
import type { CityDelivery } from './city-deliveries'
import type { CityStore } from './city-stores'
import type { RiskWords } from './content-words'
import type { MediaCheck, Verdict } from './media-check'
import type { Push } from './pushes'
import type { Shipment } from './shipments'
import type { SpecialOrder } from './trade-management'
import type { Waybill } from './waybills'

/** A demo person as the open API knows one. */
export interface Person {
  openid: string
  unionid?: string
  phone?: string
}

/** A subscribe-message template: its keywords in order, each named by its type and a number (`thing1`, `amount3`). */
export interface Template {
  title: string
  fields: readonly string[]
}

export interface SentMessage {
  id: number
  at: number
  openid: string
  templateId: string
  page?: string
  state: string
  data: Record<string, string>
}

export interface Link {
  url: string
  path: string
  query: string
  expiresAt?: number
}

/** A short-lived code that the phone got and the server exchanges, once. */
export interface Code {
  kind: 'login' | 'phone'
  openid: string
  expiresAt: number
  used: boolean
}

export interface Token {
  value: string
  expiresAt: number
}

export interface OpenApiOptions {
  clock: VirtualClock
  faults: Faults
  state: StateFile
  appid: string
  secret: string
  /** Seeded for repeatable ids; tokens are always truly random. */
  random?: () => number
  appName?: string
  /** The people there are; without it every openid is good. */
  people?: { find(openid: string): Person | undefined }
  templates: Readonly<Record<string, Template>>
  /** Paths of the published mini-program's pages, without a leading slash. */
  pages: readonly string[]
  /** What a mini-program code leads to on this machine. */
  codeTarget(page: string, scene: string): string
  /** The paid order with this transaction_id or out_trade_no. */
  paidOrder(number: string): PaidOrder | undefined
  /** Every paid order; default those of the WeChat Pay that keeps its account in the same state. */
  paidOrders?(): PaidOrder[]
  words?: RiskWords
  /** Whether the mini-program's payments are held until their goods are delivered; default true. */
  tradeManaged?: boolean
  /** How long a picture's check takes; default three seconds. */
  mediaCheckMs?: number
  /** Where the mini-program's message push leads; default nowhere. */
  push?(event: Record<string, unknown>): unknown
  /** How a same-city delivery reports to the address given with it; default HTTP. */
  callback?(url: string, body: Record<string, unknown>): unknown
  /** The token set under "message push", with which those reports are signed. */
  pushToken?: string
}

export interface Tables {
  tokens: Table<Token>
  /** sends left, by openid and template */
  quotas: Table<number>
  messages: Table<SentMessage>
  links: Table<Link>
  codes: Table<Code>
  shipments: Table<Shipment>
  specials: Table<SpecialOrder>
  mediaChecks: Table<MediaCheck>
  /** how a check is to end, by address or `next` */
  mediaVerdicts: Table<Verdict>
  pushes: Table<Push>
  waybills: Table<Waybill>
  cityStores: Table<CityStore>
  cityDeliveries: Table<CityDelivery>
  settings: Table<string>
  numbers: Table<number>
}

export interface Peer extends Required<Omit<OpenApiOptions, 'people'>> {
  readonly people: OpenApiOptions['people']
  readonly tables: Tables
}

export function openTables(state: StateFile): Tables {
  return {
    tokens: state.table('wechat.tokens'),
    quotas: state.table('wechat.quotas'),
    messages: state.table('wechat.messages'),
    links: state.table('wechat.links'),
    codes: state.table('wechat.codes'),
    shipments: state.table('wechat.shipments'),
    specials: state.table('wechat.specials'),
    mediaChecks: state.table('wechat.media-checks'),
    mediaVerdicts: state.table('wechat.media-verdicts'),
    pushes: state.table('wechat.pushes'),
    waybills: state.table('wechat.waybills'),
    cityStores: state.table('wechat.city-stores'),
    cityDeliveries: state.table('wechat.city-deliveries'),
    settings: state.table('wechat.settings'),
    numbers: state.table('wechat.numbers'),
  }
}

/** The next number of a durable sequence. */
export function nextNumber(peer: Peer, sequence: string): number {
  const next = (peer.tables.numbers.get(sequence) ?? 0) + 1
  peer.tables.numbers.put(sequence, next)
  return next
}

/** A short id, unique by its counted end. */
export function shortId(peer: Peer, sequence: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  const drawn = Array.from({ length: 8 }, () => alphabet[Math.floor(peer.random() * alphabet.length)]).join('')
  return drawn + nextNumber(peer, sequence).toString(36).padStart(3, '0')
}

/** Whether somebody has this openid. */
export function isKnown(peer: Peer, openid: string): boolean {
  return peer.people ? peer.people.find(openid) !== undefined : /^[\w-]{6,128}$/.test(openid)
}
