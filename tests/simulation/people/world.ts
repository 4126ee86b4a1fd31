import { MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import type { Store } from '../../../cloudfunctions/ports'
import type { Database } from '../../../emulator/cloudbase/database'
import { MemoryDatabase } from '../../support/memory-store'
import type { Delivery } from '../../../emulator/wechat-pay'
import { handleNotification } from '../../../cloudfunctions/usecases/payments/handle-notification'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { emptyDatabase, openDatabaseGate } from '../cloud/database'
import { CloudDocuments, type Documents } from '../cloud/documents'
import { loadPorts, merchantOf, newSeal, NOTIFY_URL, OWNER } from '../cloud/load'
import { openNetworkGate } from '../cloud/network'
import { MemoryDocuments, memoryStore } from '../cloud/memory'
import { type Instance, Platform } from '../cloud/platform'
import { openWeChat, type WeChatSide } from '../cloud/wechat-side'
import { type FaultChoice, type FaultName, Faults } from '../engine/faults'
import { Random } from '../engine/random'
import { Timeline } from '../engine/timeline'
import { Trace } from '../engine/trace'
import { followTimeline } from '../engine/virtual-time'
import { Sometimes } from '../sometimes'
import { drawCrowd, type Home, homeOfAccount, homeOfNeighbour, homeOfShopper } from './crowd'
import { MILLER } from './goods-plan'
import { HandedOver } from './handed-over'
import { Honesty } from './honesty'
import { Notifier } from './notifier'
import { Phone } from './phone'
import { Promises } from './promises'
import { type ShopPlan, planShop, stockShop } from './shop-plan'
import { START } from './start'
import { Stocktaking } from './stocktaking'
import { Watcher } from './watcher'

interface WorldParts {
  readonly seed: number
  readonly timeline: Timeline
  readonly faults: Faults
  readonly trace: Trace
  readonly sometimes: Sometimes
  readonly plan: ShopPlan
  readonly documents: Documents
  readonly watcher: Watcher
  readonly logLines: string[]
  /** The database of a shop without the local cloud's. */
  readonly memory?: MemoryDatabase
}

/** Seven seeds of eight run over the database in memory, which is quicker; the others over the product's adapter, the SDK and the local cloud's database. */
const isInMemory = (seed: number): boolean => seed % 8 !== 0

/** One seed's shop with everybody in it. */
export class World {
  readonly seed: number
  readonly timeline: Timeline
  readonly faults: Faults
  readonly trace: Trace
  readonly sometimes: Sometimes
  readonly plan: ShopPlan
  readonly documents: Documents
  readonly watcher: Watcher
  readonly logLines: readonly string[]
  readonly platform: Platform
  readonly wechat: WeChatSide
  readonly stocktaking: Stocktaking
  readonly promises = new Promises()
  readonly handedOver = new HandedOver()
  readonly broken: string[] = []
  readonly groupIds: string[] = []
  readonly honesty: Honesty
  readonly shoppers: readonly Phone[]
  /** Who come once and order to the same gatehouse. */
  readonly neighbours: readonly Phone[]
  readonly crawler?: Phone
  /** One person's. */
  readonly accounts: readonly Phone[]
  readonly merchant: Phone
  /** Who sends goods in the shop's name. */
  readonly suppliers: readonly Phone[]
  #number = 0

  private constructor(parts: WorldParts) {
    const { seed, timeline, faults, trace, sometimes, plan, watcher } = parts
    this.seed = seed
    this.timeline = timeline
    this.faults = faults
    this.trace = trace
    this.sometimes = sometimes
    this.plan = plan
    this.documents = parts.documents
    this.watcher = watcher
    this.logLines = parts.logLines
    this.stocktaking = new Stocktaking(plan)
    const notifier = new Notifier({ timeline, faults, sometimes, watcher, receive: delivery => this.#takesNotification(delivery), subjectOf: id => this.wechat.pay.notifications().find(one => one.id === id)?.subject })
    this.wechat = openWeChat(timeline, new Random(seed, 'wechat'), (url, delivery) => notifier.deliver(url.slice(NOTIFY_URL.length + 1), delivery))
    const storeIn = (database: MemoryDatabase) => (instance: Omit<Instance, 'ports'>): Store =>
      memoryStore({ database, platform, timeline, sometimes, random: name => faults.stream(name) }, instance)
    const surroundings = {
      timeline, random: new Random(seed, 'ids'), merchant: merchantOf(this.wechat.pay), seal: newSeal(), logLine: (line: string) => void parts.logLines.push(line),
      ...(parts.memory && { store: storeIn(parts.memory) }),
    }
    const platform: Platform = new Platform({ timeline, faults, trace, sometimes, random: new Random(seed, 'latency'), load: instance => loadPorts(surroundings, instance) })
    this.platform = platform
    this.honesty = new Honesty(parts.documents)
    const phone = (openid: string, more: Partial<ConstructorParameters<typeof Phone>[1]> = {}): Phone => new Phone(openid, { platform, timeline, faults, random: new Random(seed, openid), complain: what => void this.broken.push(what), ...more })
    const honest = (openid: string, home: Home): Phone => phone(openid, { home, answered: (procedure, reply) => this.honesty.answered(openid, procedure, reply) })
    const { crowd } = plan
    this.shoppers = numbered(plan.shoppers, number => honest(`o-shopper-${number}`, homeOfShopper(crowd, number)))
    this.neighbours = numbered(crowd.neighbours, number => honest(`o-neighbour-${number}`, homeOfNeighbour(crowd, number)))
    this.accounts = numbered(crowd.accounts, number => phone(`o-account-${number}`, { home: homeOfAccount(number) }))
    if (crowd.crawl) this.crawler = phone('o-crawler')
    this.merchant = phone(OWNER)
    this.suppliers = plan.trades.suppliers ? [phone(MILLER)] : []
  }

  static async open(seed: number, choice: FaultChoice = {}, keepLines = 0): Promise<World> {
    const timeline = new Timeline(START)
    followTimeline(timeline)
    const sometimes = new Sometimes()
    const memory = isInMemory(seed) ? new MemoryDatabase() : undefined
    const database = memory ? undefined : await emptyDatabase(() => timeline.now)
    const documents = memory ? new MemoryDocuments(memory) : new CloudDocuments(database as Database)
    const world = new World({
      seed, timeline, sometimes, documents, ...(memory && { memory }),
      faults: new Faults(seed, choice), trace: new Trace(keepLines), plan: planShop(new Random(seed, 'plan'), drawCrowd(new Random(seed, 'crowd'))), watcher: new Watcher(sometimes), logLines: [],
    })
    const { platform, faults, wechat, watcher } = world
    const random = (name: FaultName): Random => faults.stream(name)
    if (database && documents instanceof CloudDocuments) openDatabaseGate({ database, platform, sometimes, touched: documents.touched, random })
    openNetworkGate({ platform, sometimes, peers: { pay: wechat.pay.app, api: wechat.api.app }, random, isPayable: number => wechat.pay.orders().some(order => order.outTradeNo === number && order.state === 'NOTPAY'), crossed: number => void watcher.crossed.add(number), watch: (label, path, body) => watcher.calls(label, path, body, wechat, faults) })
    await stockShop(world.plan, documents, wechat.api)
    return world
  }

  /** Numbers that phones and people make up, one for each thing. */
  nextNumber(digits: number): string {
    this.#number += 1
    return String(this.#number).padStart(digits, '0')
  }

  /** WeChat's server at the shop's door. Undefined when the function died over it. */
  #takesNotification(delivery: Delivery): Promise<number | undefined> {
    return this.platform.invoke('pay-notify', 'notification', async (ports) => {
      try {
        const result = await handleNotification(ports, { headers: delivery.headers, body: delivery.body })
        return result.accepted ? 204 : result.status
      }
      catch (error) {
        ports.log.fault('notification', error)
        return 500
      }
    })
  }

  /** The platform's timer goes off. */
  async sweeps(): Promise<void> {
    this.watcher.sweeping += 1
    if (this.watcher.sweeping > 1) this.sometimes.saw('sweeps overlapped')
    try {
      await this.platform.invoke('timers', 'sweep', ports => sweep(ports))
    }
    catch {
      // The platform logs a run that threw; the next minute brings another one.
    }
    finally {
      this.watcher.sweeping -= 1
    }
  }

  /** A minute of the platform's timer, which is no better than its faults. */
  timerTick(): void {
    const { faults, timeline } = this
    if (faults.strikes('timer_skipped')) return
    const late = faults.strikes('timer_late') ? faults.stream('timer_late').pick([1000, 20_000, 3 * MINUTE_MS, 10 * MINUTE_MS]) : 0
    timeline.after(late, () => void this.sweeps())
    if (faults.strikes('timer_double')) timeline.after(late + faults.stream('timer_double').int(0, 500), () => void this.sweeps())
  }
}

function numbered(count: number, make: (number: number) => Phone): Phone[] {
  return Array.from({ length: count }, (_, index) => make(index + 1))
}
