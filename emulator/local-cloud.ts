import { resolve } from 'node:path'
import type { Database, Limits } from './cloudbase/database/database'
import type { Functions } from './cloudbase/functions/functions'
import { isAddress, passUpgrades } from './cloudbase/http/dev-site'
import { callAsPerson, type CallAs } from './cloudbase/http/call'
import type { LimitsOptions, Plan } from './cloudbase/http/plan'
import type { Storage, StorageLimits } from './cloudbase/storage/storage'
import type { Timers } from './cloudbase/timers/timers'
import type { ClockMode, VirtualClock } from './control/clock'
import type { Faults } from './control/faults'
import type { Finding, Findings } from './control/unindexed'
import { openDataFolder } from './data-folder'
import type { People } from './identity/people'
import { listen, type Listening } from './listen'
import { openParts, type Parts } from './parts'
import { type ProjectConfig, readConfig } from './project-config'
import { seedWhenEmpty } from './seed-when-empty'
import { requestListener } from './server'
import type { FaceId } from './tencent-faceid'
import type { KeyRecord, WeChatPay } from './wechat-pay'
import type { Template, WeChatOpenApi } from './wechat'

export interface LocalCloudOptions {
  /** 0, the default, takes any free port. */
  port?: number
  /** Folder for everything that survives a restart; without it all is kept in memory. */
  data?: string
  /** Empties the data folder first. */
  fresh?: boolean
  /** Without it the clock goes on where the data folder left it, or follows the machine's. */
  clock?: { mode?: ClockMode, at?: number }
  /** Folder of built functions; default `dist/cloudfunctions`. */
  functions?: string
  /** Folder of the built H5 app, default `dist/build/h5`; or the address of its dev server. */
  app?: string
  /** Path of `cloudbaserc.json`, or its content; default the file in the working folder. */
  config?: string | object
  /** What the faults draw from. */
  seed?: number
  /** The merchant's account at WeChat Pay with all its keys; without it a new one is made where the data folder holds none. */
  account?: KeyRecord
  /** Fills an empty database with the demo shop. */
  demo?: boolean
  /** Variables offered to the functions beside the shop's own. */
  variables?: Record<string, string>
  /** WeChat's part of every payment, as a fraction; default none. */
  feeRate?: number
  /** Message templates registered at WeChat beside those of the demo shop, by id. */
  templates?: Readonly<Record<string, Template>>
  /** Instances of one function side by side; default 4. */
  instances?: number
  /** Whether timers run on the clock by themselves; default true. `timers.run` works either way. */
  timers?: boolean
  /** Collects queries that no index serves in `unindexed`, on collections of more than 100 documents, or of more than the number given. */
  strict?: boolean | number
  /** What the plan allows and how far away the cloud is; without it nothing is limited. */
  limits?: LimitsOptions
  /** Limits of the database itself: documents a query returns, sizes, the life of a transaction. */
  database?: Partial<Limits>
  /** What storage takes, and which of its files are not open to everyone. */
  storage?: Partial<StorageLimits>
}

/** The environment the shop is deployed to, imitated on one port of this machine. */
export class LocalCloud implements AsyncDisposable {
  /** Starts everything; resolves once requests are served, functions can be called and timers run. */
  static async start(options: LocalCloudOptions = {}): Promise<LocalCloud> {
    const project = readConfig(options.config ?? 'cloudbaserc.json')
    const files = openDataFolder(options.data && resolve(options.data), options.fresh)
    const listening = await listen(options.port ?? 0)
    try {
      const parts = await openParts({ ...options, url: listening.url, project, files })
      const cloud = new LocalCloud(project, parts, listening, options)
      if (options.demo) await cloud.seedDemo()
      if (options.timers !== false) cloud.timers.start()
      return cloud
    }
    catch (error) {
      await listening.close()
      throw error
    }
  }

  readonly url: string
  /** Absent when everything is kept in memory. */
  readonly dataFolder: string | undefined
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly people: People
  readonly database: Database
  /** The limits in force; `plan.change` switches them. */
  readonly plan: Plan
  readonly storage: Storage
  readonly functions: Functions
  readonly timers: Timers
  readonly #parts: Parts
  readonly #listening: Listening
  readonly #app: string
  readonly #runTimers: boolean
  #stopped: Promise<void> | undefined

  private constructor(readonly project: ProjectConfig, parts: Parts, listening: Listening, options: LocalCloudOptions) {
    this.url = listening.url
    this.dataFolder = options.data
    this.clock = parts.clock
    this.faults = parts.faults
    this.people = parts.people
    this.database = parts.database
    this.plan = parts.plan
    this.storage = parts.storage
    this.functions = parts.functions
    this.timers = parts.timers
    this.#parts = parts
    this.#listening = listening
    this.#app = options.app ?? 'dist/build/h5'
    if (isAddress(this.#app)) passUpgrades(listening.server, new URL(this.#app))
    this.#runTimers = options.timers !== false
    this.#serve()
  }

  /** What strict mode found. */
  get unindexed(): readonly Finding[] {
    return this.#parts.findings.list
  }

  get findings(): Findings {
    return this.#parts.findings
  }

  get pay(): WeChatPay {
    return this.#parts.pay
  }

  get faceId(): FaceId {
    return this.#parts.faceId
  }

  get wechat(): WeChatOpenApi {
    return this.#parts.wechat
  }

  /** Calls a function as a person, as `wx.cloud.callFunction` does, and returns its result. Throws a CloudError when the platform fails the call. */
  async call(name: string, event: unknown, as: CallAs): Promise<unknown> {
    const { json } = await callAsPerson(this.functions, this.people, name, JSON.stringify(event ?? {}), as)
    return JSON.parse(json) as unknown
  }

  /** Runs what is due, and what that makes due, until nothing is left to do at this instant. With `timers` every timer runs once first. */
  async settle(options: { timers?: boolean } = {}): Promise<void> {
    if (options.timers) await this.timers.runAll()
    do {
      await this.clock.runDue()
      await this.pay.settle()
    } while (this.functions.running > 0 || this.clock.pending.some(entry => entry.at <= this.clock.now()))
  }

  /** Everything durable as JSON lines; `npm run emulator -- import` reads them. */
  exportTo(write: (line: string) => void): Promise<void> {
    return this.#parts.exportTo(write)
  }

  /** Fills the demo shop in when there are no products. */
  seedDemo(): Promise<void> {
    return seedWhenEmpty(this)
  }

  /** Back to an empty environment with the demo people and the same keys; the clock stays where it is. */
  async reset(): Promise<void> {
    this.timers.stop()
    await this.#parts.reset()
    this.#serve()
    if (this.#runTimers) this.timers.start()
  }

  /** Ends everything that was started; what is durable is on the disk when it resolves. May be called twice. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  /** Again after a reset, because WeChat and WeChat Pay are opened anew. */
  #serve(): void {
    this.#listening.serve(requestListener(this, this.#app))
  }

  async #stop(): Promise<void> {
    this.timers.stop()
    this.clock.stop()
    await this.#listening.close()
    await this.#parts.close()
  }
}
