import type { VirtualClock } from '../control/clock'
import type { Faults } from '../control/faults'
import type { StateFile, Table } from '../control/state'
import type { PaidOrder } from '../wechat-pay'
import type { RiskWords } from './content-words'
import type { Shipment } from './shipments'

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
  words?: RiskWords
}

export interface Tables {
  tokens: Table<Token>
  /** sends left, by openid and template */
  quotas: Table<number>
  messages: Table<SentMessage>
  links: Table<Link>
  codes: Table<Code>
  shipments: Table<Shipment>
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
