import { createHash } from 'node:crypto'
import { adminProcedures, type GroupView, type InputOf, type OrderView, type PayView, type ProcedureTable, type QuoteView, type Reply, shopProcedures } from '../../cloudfunctions/contract'
import { consoleLog } from '../../cloudfunctions/adapters/system/log'
import { sealOf } from '../../cloudfunctions/adapters/system/seal'
import { sealedStore } from '../../cloudfunctions/adapters/system/sealed-store'
import type { Activity } from '../../cloudfunctions/domain/group/activity'
import { hasConsented, PRIVACY_VERSION } from '../../cloudfunctions/domain/member/consent'
import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { Product } from '../../cloudfunctions/domain/product/product'
import { newMemory, type Ports } from '../../cloudfunctions/ports'
import { adminImplementations } from '../../cloudfunctions/usecases/admin'
import { handleCall, type Implementations } from '../../cloudfunctions/usecases/handle-call'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { shopImplementations } from '../../cloudfunctions/usecases/shop'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { ADDRESS, anActivity, aProduct, aRequest, T0 } from './builders'
import { IdentityPeer } from './identity-peer'
import { type Hooks, MemoryDatabase } from './memory-store'
import { APPID, PayPeer } from './pay-peer'
import { WeChatPeer } from './wechat-peer'

/** The real one: what it makes of codes is what is stored. */
const SEAL = sealOf(Buffer.alloc(32, 7))

type PlaceInput = InputOf<(typeof shopProcedures)['order.place']>
/** One piece of `orange-5` alone, unless said otherwise; `lines` for a cart. */
export type Purchase = Partial<Pick<PlaceInput, 'kind' | 'groupId' | 'lines' | 'couponIds' | 'points' | 'useBalance' | 'address' | 'agreed' | 'delivery' | 'platform'>> & { readonly skuId?: string; readonly quantity?: number }

/** The whole shop in memory: real use cases over the memory store, with peers in place of WeChat. Time moves only when told to. */
export class TestShop {
  readonly database = new MemoryDatabase()
  readonly pay = new PayPeer(() => this.now)
  readonly wechat = new WeChatPeer()
  readonly identity = new IdentityPeer()
  readonly faults: string[] = []
  /** What the real log would have written. */
  readonly logLines: string[] = []
  private readonly log = consoleLog(line => this.logLines.push(line))
  now = T0
  /** Of the one instance that all workers are, unless a test says otherwise. */
  memory = newMemory()
  readonly pieces: number
  readonly product: Product
  readonly activity: Activity
  private lastId = 0

  constructor({ pieces = 100, activity = {} }: { pieces?: number; activity?: Partial<Activity> } = {}) {
    this.pieces = pieces
    this.activity = anActivity(activity)
    this.product = aProduct({ groupSize: this.activity.size, activity: this.activity })
    this.database.put('products', this.product)
    for (const { skuId } of this.product.skus) {
      this.database.put('stocks', { id: skuId, productId: 'orange', available: pieces, held: 0, sold: 0, inflight: {}, inflightAt: 0 })
    }
    const messageTemplates = { group_formed: 'T1', group_failed: 'T2', refund_succeeded: 'T3', order_shipped: 'T4' }
    this.database.put('home_content', { id: 'home', shopName: '邻里', banners: [], categories: [], messageTemplates })
  }

  /** Another shop that stands where this one stands; what happens in it stays there. */
  fork(): TestShop {
    const fork = new TestShop({ pieces: this.pieces, activity: this.activity })
    fork.database.take(this.database)
    fork.pay.take(this.pay)
    fork.wechat.take(this.wechat)
    fork.now = this.now
    fork.lastId = this.lastId
    return fork
  }

  /** Equal texts mean that nothing has changed, neither here nor at WeChat. */
  digest(but?: Parameters<MemoryDatabase['digest']>[0]): string {
    return [this.database.digest(but), this.pay.digest(), this.wechat.messages.length, this.wechat.shipments.length].join('\n')
  }

  /** The ports of one worker; with hooks it can be delayed, stopped and made to lose answers at any of its calls. */
  worker(hooks: Hooks = {}): Ports {
    const gate = async <T>(call: string, effect: () => T): Promise<T> => {
      await hooks.before?.(call)
      const result = effect()
      await hooks.after?.(call)
      return result
    }
    return {
      store: sealedStore(this.database.connect(hooks), SEAL),
      payments: this.pay.connect(gate),
      wechat: this.wechat.connect(gate),
      identity: this.identity.connect(gate),
      clock: { now: () => this.now },
      ids: {
        next: () => `id${String(++this.lastId).padStart(18, '0')}`,
        derive: text => createHash('sha256').update(text).digest('hex').slice(0, 10),
      },
      seal: SEAL,
      log: {
        event: (name, fields) => this.log.event(name, fields),
        fault: (where, error) => {
          this.faults.push(`${where}: ${String(error)}`)
          this.log.fault(where, error)
        },
      },
      memory: this.memory,
      ownerOpenid: 'merchant',
    }
  }

  call(openid: string | undefined, event: unknown, ports = this.worker()): Promise<Reply> {
    return this.through(shopProcedures, shopImplementations, openid, event, ports)
  }

  admin(openid: string | undefined, event: unknown, ports = this.worker()): Promise<Reply> {
    return this.through(adminProcedures, adminImplementations, openid, event, ports)
  }

  private through<Table extends ProcedureTable>(table: Table, implementations: Implementations<Table>, openid: string | undefined, event: unknown, ports: Ports): Promise<Reply> {
    return handleCall(ports, table, implementations, { openid, appid: APPID, requestId: 'req-1' }, event)
  }

  /** Calls a procedure that must succeed. */
  async value<T>(openid: string, procedure: string, input: unknown, ports?: Ports): Promise<T> {
    const reply = await this.call(openid, { procedure, input }, ports)
    if (reply.outcome !== 'ok') throw new Error(`${procedure} for ${openid}: ${JSON.stringify(reply)} ${this.faults.join()}`)
    return reply.value as T
  }

  /** Calls a procedure of the merchant's that must succeed. */
  async asMerchant<T>(procedure: string, input: unknown, ports?: Ports): Promise<T> {
    const reply = await this.admin('merchant', { procedure, input }, ports)
    if (reply.outcome !== 'ok') throw new Error(`${procedure} for the merchant: ${JSON.stringify(reply)} ${this.faults.join()}`)
    return reply.value as T
  }

  /** Agrees to the privacy text, as the phone asks for before anything personal is sent. */
  async agrees(openid: string): Promise<void> {
    if (!hasConsented(this.database.one('members', openid) ?? {})) await this.value(openid, 'privacy.agree', { version: PRIVACY_VERSION })
  }

  /** A complete input for `order.place` at the price shown now. */
  async placeInput(openid: string, orderId: string, { skuId = 'orange-5', quantity = 1, address = ADDRESS, agreed = [], ...wanted }: Purchase = {}): Promise<PlaceInput> {
    const purchase = { ...aRequest({ lines: [{ productId: 'orange', skuId, quantity }] }), ...wanted }
    await this.agrees(openid)
    const region = address && { province: address.province, city: address.city, district: address.district }
    const quote = await this.value<QuoteView>(openid, 'cart.quote', { ...purchase, region })
    return { ...purchase, lines: [...purchase.lines], couponIds: [...purchase.couponIds], orderId, address, agreed, quoteKey: quote.quoteKey }
  }

  async place(openid: string, orderId: string, purchase?: Purchase): Promise<OrderView> {
    return this.value(openid, 'order.place', await this.placeInput(openid, orderId, purchase))
  }

  askToPay(openid: string, orderId: string): Promise<PayView> {
    return this.value(openid, 'order.pay', { orderId })
  }

  /** Pays in the sheet and lets WeChat notify. */
  async pays(openid: string, orderId: string): Promise<void> {
    if ((await this.askToPay(openid, orderId)).kind === 'paid') return
    const facts = this.pay.pay(orderId)
    if (!facts) throw new Error(`WeChat takes no money for ${orderId}`)
    await recordPayment(this.worker(), facts)
  }

  /** Opens a group and pays, so that others can join it. */
  async opensGroup(openid: string, orderId: string, purchase: Purchase = {}): Promise<string> {
    const order = await this.place(openid, orderId, { ...purchase, kind: 'open' })
    await this.pays(openid, orderId)
    return order.groupId as string
  }

  order(openid: string, orderId: string): Promise<OrderView> {
    return this.value(openid, 'order.get', { orderId })
  }

  group(openid: string, groupId: string): Promise<GroupView> {
    return this.value(openid, 'group.get', { groupId })
  }

  /** Lets time pass minute by minute with the sweep that each one brings. */
  async passes(ms: number): Promise<void> {
    const until = this.now + ms
    while (this.now < until) {
      this.now = Math.min(this.now + MINUTE_MS, until)
      await sweep(this.worker())
    }
  }
}
