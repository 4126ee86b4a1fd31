import { Database } from './cloudbase/database/database'
import { Functions } from './cloudbase/functions/functions'
import { Plan } from './cloudbase/http/plan'
import { Storage } from './cloudbase/storage/storage'
import { Timers } from './cloudbase/timers/timers'
import type { VirtualClock } from './control/clock'
import { Faults, seededRandom } from './control/faults'
import { StateFile } from './control/state'
import { Findings } from './control/unindexed'
import type { DataFiles } from './data-folder'
import { People } from './identity/people'
import type { LocalCloudOptions } from './local-cloud'
import type { ProjectConfig } from './project-config'
import { codeTarget, readPages } from './mini-program'
import { openClock } from './saved-clock'
import { demoTemplates } from './seed/templates'
import { FaceId } from './tencent-faceid'
import { exportAll } from './transfer'
import { shopVariables } from './variables'
import { type KeyRecord, newKeyRecord, WeChatPay } from './wechat-pay'
import { WeChatOpenApi } from './wechat'

/** The local mini-program. The appid is not one that WeChat gives out. */
export const APPID = 'wx00000000lintuan0'
export const APP_SECRET = 'local-app-secret'

/** Documents a collection may hold before a query without an index is reported. */
const STRICT_THRESHOLD = 100

let keys: KeyRecord | undefined

/** A merchant's keys take a third of a second to make. Clouds kept in memory live for one test, so those of one process share a set. */
function keysOfThisProcess(now: number): KeyRecord {
  keys ??= newKeyRecord(now)
  return keys
}

/** Nothing when the account is to be found in the data folder, or made for it. */
function accountFor(account: KeyRecord | undefined, files: DataFiles, now: number): { keys?: KeyRecord } {
  if (account) return { keys: account }
  return files.state === undefined ? { keys: keysOfThisProcess(now) } : {}
}

export interface Parts {
  clock: VirtualClock
  faults: Faults
  people: People
  database: Database
  findings: Findings
  plan: Plan
  storage: Storage
  functions: Functions
  timers: Timers
  pay: WeChatPay
  wechat: WeChatOpenApi
  faceId: FaceId
  /** Everything durable as JSON lines. */
  exportTo(write: (line: string) => void): Promise<void>
  /** Forgets everything but the people of the demo and the keys the functions were configured with. */
  reset(): Promise<void>
  close(): Promise<void>
}

export interface PartsOptions extends Omit<LocalCloudOptions, 'functions' | 'config'> {
  url: string
  project: ProjectConfig
  files: DataFiles
  functions?: string
}

/** Opens the imitated products in the order in which they need each other. */
export async function openParts(options: PartsOptions): Promise<Parts> {
  const { url, project, files } = options
  const state = new StateFile(files.state)
  const clock = openClock(state, options.clock)
  const faults = new Faults(options.seed)
  const people = new People(state, APPID)
  const findings = new Findings()
  const plan = new Plan(options.limits)
  const database = Database.open({
    ...project.database,
    ...(files.database !== undefined && { file: files.database }),
    ...(options.strict !== undefined && options.strict !== false && { strict: { threshold: options.strict === true ? STRICT_THRESHOLD : options.strict, report: finding => findings.add(finding) } }),
    now: () => clock.now(),
    faults,
    ...(options.database && { limits: options.database }),
  })
  const storage = new Storage({ url, envId: project.envId, folder: files.storage, now: () => clock.now(), limits: options.storage })
  const random = options.seed === undefined ? Math.random : seededRandom(options.seed)
  const openPay = (): WeChatPay => WeChatPay.open({
    clock, faults, state, random,
    ...accountFor(options.account, files, clock.now()),
    // Shipping info is the open API's: until it is there, and settled, a payment is frozen.
    held: transactionId => parts.wechat.holds(transactionId),
    ...(options.feeRate !== undefined && { feeRate: options.feeRate }),
    ownsOpenid: (appid, openid) => appid === APPID && people.byOpenid(openid) !== undefined,
  })
  const openWeChat = (): WeChatOpenApi => WeChatOpenApi.open({
    clock, faults, state, random,
    appid: APPID,
    secret: APP_SECRET,
    people: { find: openid => people.byOpenid(openid) },
    templates: { ...demoTemplates, ...options.templates },
    pages: readPages(),
    codeTarget: (page, scene) => codeTarget(url, page, scene),
    paidOrder: number => parts.pay.paidOrder(number),
  })
  const pay = openPay()
  const variables = { ...shopVariables(url, pay.merchant(APPID), APP_SECRET, people.get('merchant')?.openid ?? ''), ...options.variables }
  const functions = new Functions({ project, folder: options.functions ?? 'dist/cloudfunctions', url, appid: APPID, clock, plan, variables, instances: options.instances, traced: Boolean(options.strict) })
  const parts: Parts = {
    clock, faults, people, database, findings, plan, storage, functions, pay,
    wechat: openWeChat(),
    faceId: new FaceId(clock, state),
    timers: new Timers(functions, clock, faults),
    exportTo: write => exportAll({ state, database, storage }, write),
    async reset() {
      parts.pay.close()
      await functions.halt()
      functions.journal.clear()
      faults.clear()
      database.reset()
      findings.clear()
      await storage.clear()
      state.clearExcept(['clock', 'wechat-pay.keys'])
      people.reset()
      parts.pay = openPay()
      parts.pay.merchant(APPID)
      parts.wechat = openWeChat()
    },
    async close() {
      parts.pay.close()
      await functions.stop()
      database.close()
      state.close()
    },
  }
  return parts
}
