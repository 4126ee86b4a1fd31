import { randomBytes } from 'node:crypto'
import type { AdminProcedures, InputOf, OutputOf, Reply, ShopProcedures } from '../../../cloudfunctions/contract'
import { LocalCloud, type LocalCloudOptions } from '../../../emulator/local-cloud'
import { seedGoods } from '../../../emulator/seed'
import { FRESH_PAGES } from '../../support/fresh-pages'

/** Noon in Shanghai on an ordinary day. */
export const NOON = Date.UTC(2026, 10, 23, 4)
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

type ShopName = keyof ShopProcedures
type AdminName = keyof AdminProcedures
export type OrderView = OutputOf<ShopProcedures['order.get']>

/** A refusal as a test reads it. */
export class Refused extends Error {
  constructor(readonly procedure: string, readonly refusal: string, readonly detail: unknown) {
    super(`${procedure} refused: ${refusal}`)
  }
}

/** The demo shop with its built functions on a local cloud whose clock only moves when the story says so. */
export class Shop implements AsyncDisposable {
  static async open(options: LocalCloudOptions = {}): Promise<Shop> {
    const cloud = await LocalCloud.start({ clock: { mode: 'frozen', at: NOON }, timers: false, strict: 1, ...options, variables: { ...FRESH_PAGES, ...options.variables } })
    const shop = new Shop(cloud)
    if (!(await shop.documents('products')).length) await seedGoods(cloud)
    return shop
  }

  /** Who has agreed to the privacy text, which the phone asks for once. */
  readonly agreed = new Set<string>()

  constructor(readonly cloud: LocalCloud) {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.cloud.stop()
  }

  person(id: string): Buyer {
    if (!this.cloud.people.get(id)) throw new Error(`nobody is called ${id}`)
    return new Buyer(this, id)
  }

  /** So many shoppers more. */
  people(count: number): Buyer[] {
    return this.cloud.people.create(count).map(person => new Buyer(this, person.id))
  }

  /** Moves the clock; notifications and refunds that fall due on the way happen on the way. No timer runs: sweeps may be late. */
  async advance(ms: number): Promise<void> {
    await this.cloud.clock.advance(ms)
    await this.cloud.settle()
  }

  /** Lets everything under way come to rest: the sweep runs each minute until what it started has ended. */
  async settle(minutes = 4): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      await this.cloud.settle({ timers: true })
      await this.advance(MINUTE)
    }
  }

  /** Everything in a collection, read past the shop. */
  async documents<T = Record<string, unknown>>(collection: string): Promise<T[]> {
    const documents: T[] = []
    for (let offset = 0; ; offset += 1000) {
      const reply = await this.cloud.database.handle({ action: 'database.getDocument', collectionName: collection, query: '{}', queryType: 'WHERE', offset, limit: 1000 }) as { data: { list: string[] } }
      for (const text of reply.data.list) documents.push(plain(JSON.parse(text)) as T)
      if (reply.data.list.length < 1000) return documents
    }
  }

  async document<T = Record<string, unknown>>(collection: string, id: string): Promise<T | undefined> {
    return (await this.documents<T & { _id: string }>(collection)).find(one => one._id === id)
  }
}

/** Extended JSON numbers and dates as plain values. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Record<string, unknown>
  for (const key of ['$numberInt', '$numberLong', '$numberDouble']) {
    if (typeof fields[key] === 'string') return Number(fields[key])
  }
  return Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, plain(item)]))
}

type PlaceInput = InputOf<ShopProcedures['order.place']>
/** A cart and how it is paid; whatever is left out is the plain case. */
export type Wanted = Pick<PlaceInput, 'lines'> & Partial<Omit<PlaceInput, 'lines' | 'orderId' | 'quoteKey'>>

export interface Wish { product: string; sku?: number; quantity?: number }

const ADDRESS = { name: '小雨', phone: '13812345678', province: '浙江省', city: '杭州市', district: '西湖区', detail: '邻里路 8 号' }

/** What one person does, told as the phone would do it. */
export class Buyer {
  constructor(readonly shop: Shop, readonly id: string) {}

  get openid(): string {
    return this.shop.cloud.people.get(this.id)?.openid ?? ''
  }

  async reply<Name extends ShopName>(procedure: Name, input: InputOf<ShopProcedures[Name]>): Promise<Reply<OutputOf<ShopProcedures[Name]>>> {
    return await this.shop.cloud.call('shop', { procedure, input }, { person: this.id }) as Reply<OutputOf<ShopProcedures[Name]>>
  }

  async ask<Name extends ShopName>(procedure: Name, input: InputOf<ShopProcedures[Name]>): Promise<OutputOf<ShopProcedures[Name]>> {
    return value(procedure, await this.reply(procedure, input)) as OutputOf<ShopProcedures[Name]>
  }

  async manage<Name extends AdminName>(procedure: Name, input: InputOf<AdminProcedures[Name]>): Promise<OutputOf<AdminProcedures[Name]>> {
    return value(procedure, await this.shop.cloud.call('admin', { procedure, input }, { person: this.id }) as Reply) as OutputOf<AdminProcedures[Name]>
  }

  buysAlone(wish: Wish): Promise<OrderView> {
    return this.places('alone', wish, null)
  }

  opensGroup(wish: Wish): Promise<OrderView> {
    return this.places('open', wish, null)
  }

  joins(groupId: string, wish: Wish): Promise<OrderView> {
    return this.places('join', wish, groupId)
  }

  async places(kind: 'alone' | 'open' | 'join', { product, sku = 1, quantity = 1 }: Wish, groupId: string | null, orderId = newOrderId()): Promise<OrderView> {
    return this.placesCart({ kind, lines: [{ productId: product, skuId: `${product}-${sku}`, quantity }], groupId }, orderId)
  }

  /** Agrees to the privacy text, as the phone asks for before anything personal is sent. */
  async agrees(): Promise<void> {
    if (this.shop.agreed.has(this.id)) return
    const { privacy } = await this.ask('me.get', {})
    if (!privacy.agreed) await this.ask('privacy.agree', { version: privacy.version })
    this.shop.agreed.add(this.id)
  }

  /** Quotes and places whatever is wanted, as the phone would. */
  async placesCart(wanted: Wanted, orderId = newOrderId()): Promise<OrderView> {
    const { address = ADDRESS, agreed = [], ...rest } = wanted
    const purchase = { kind: 'alone' as const, groupId: null, couponIds: [], points: 0, useBalance: false, delivery: 'standard' as const, platform: 'other' as const, ...rest }
    const region = address && { province: address.province, city: address.city, district: address.district }
    await this.agrees()
    const { quoteKey } = await this.ask('cart.quote', { ...purchase, region })
    return this.ask('order.place', { orderId, ...purchase, address, agreed, quoteKey })
  }

  /** Asks for the payment sheet; answers the prepay id behind it. */
  async opensSheet(order: { orderId: string }): Promise<string> {
    const asked = await this.ask('order.pay', { orderId: order.orderId })
    if (asked.kind === 'paid') throw new Error(`${order.orderId} needs no payment through WeChat`)
    return asked.params.package.replace('prepay_id=', '')
  }

  /** Confirms on the sheet. The shop hears of it only by notification, or when it asks. */
  async pays(order: { orderId: string }): Promise<void> {
    const outcome = await this.shop.cloud.pay.pay(await this.opensSheet(order), this.openid)
    if (!outcome.ok) throw new Error(`payment of ${order.orderId}: ${JSON.stringify(outcome)}`)
  }

  /** Pays, the notification arrives, and the phone comes back from the sheet and asks. */
  async paysAndIsSeen(order: { orderId: string }): Promise<OrderView> {
    await this.pays(order)
    await this.shop.advance(SECOND)
    return this.comesBack(order)
  }

  /** The phone is back from the payment sheet. */
  comesBack(order: { orderId: string }): Promise<OrderView> {
    return this.ask('order.sync', { orderId: order.orderId })
  }

  sees(order: { orderId: string }): Promise<OrderView> {
    return this.ask('order.get', { orderId: order.orderId })
  }
}

function value(procedure: string, reply: Reply): unknown {
  if (reply.outcome === 'ok') return reply.value
  if (reply.outcome === 'refused') throw new Refused(procedure, reply.refusal, reply.detail)
  throw new Error(`${procedure} answered ${JSON.stringify(reply)}`)
}

/** The refusal a promise ends in; throws when it ends otherwise. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  }
  catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
  return 'accepted'
}

export function newOrderId(): string {
  return `T${randomBytes(9).toString('hex')}`
}
