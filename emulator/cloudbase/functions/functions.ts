import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { VirtualClock } from '../../control/clock'
import type { FunctionConfig, ProjectConfig } from '../../project-config'
import { asCloudError, CloudError } from '../errors'
import { ClockCell } from './clock-cell'
import { type Caller, platformContext } from './context'
import type { Plan } from '../http/plan'
import { declaredVariables, platformVariables } from './environment'
import type { LogLine } from './instance'
import { mayInvoke } from './invoke-rule'
import { type Invocation, Journal, keptText } from './journal'
import { Pool } from './pool'

export interface FunctionsOptions {
  project: ProjectConfig
  /** Folder that holds one built folder per function. */
  folder: string
  url: string
  appid: string
  clock: VirtualClock
  /** Variables offered to functions; what each one gets is decided by its declaration. */
  variables: Record<string, string>
  plan: Plan
  /** Whether messages to the platform say by which code they are sent; it costs some of the speed. */
  traced?: boolean
  /** Instances of one function that may run side by side. */
  instances?: number
}

export interface Reply {
  requestId: string
  /** The function's result as JSON text. */
  json: string
}

/** Request and reply of an event function may each be this large. */
const PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024

/** The cloud functions of the environment: finds them, gives each call its context, runs it in an instance and keeps its log. */
export class Functions {
  readonly journal = new Journal()
  readonly #options: FunctionsOptions
  readonly #cell: ClockCell
  readonly #pools = new Map<string, Pool>()
  /** What each instance serves now or served last. */
  readonly #serving = new Map<string, Invocation>()
  #running = 0

  constructor(options: FunctionsOptions) {
    this.#options = options
    this.#cell = new ClockCell(options.clock)
    for (const fn of options.project.functions) declaredVariables(fn, options.variables)
  }

  get names(): string[] {
    return this.#options.project.functions.map(fn => fn.name)
  }

  get configs(): readonly FunctionConfig[] {
    return this.#options.project.functions
  }

  /** Calls that have not been answered yet. */
  get running(): number {
    return this.#running
  }

  /** Instances of a function that are loaded, busy or frozen. */
  instancesOf(name: string): number {
    return this.#pools.get(name)?.size ?? 0
  }

  /** The call an instance is busy with, or was before it was frozen. */
  servedBy(instance: string): Invocation | undefined {
    return this.#serving.get(instance)
  }

  /** Calls a function. Clients pass the invoke rule first; timers, HTTP access and other functions do not. */
  async invoke(name: string, event: string, caller: Caller): Promise<Reply> {
    const requestId = randomUUID()
    const fn = this.#find(name, requestId)
    if (caller.source === 'wx_client' && !mayInvoke(this.#ruleOf(name))) {
      throw new CloudError('FUNCTIONS_PERMISSION_DENIED', `[FUNCTIONS_PERMISSION_DENIED] The security rules do not let a client call function ${name}`, requestId)
    }
    checkSize(event, 'request', requestId)
    this.#running += 1
    try {
      return { requestId, json: await this.#options.plan.callOf(name, () => this.#run(fn, requestId, event, caller)) }
    }
    finally {
      this.#running -= 1
    }
  }

  /** Has the next call of one function, or of all, load its files anew; calls in flight are still answered. */
  recycle(name?: string): void {
    for (const [own, pool] of this.#pools) if (name === undefined || own === name) pool.recycle()
  }

  /** Ends all instances, also those that are serving. */
  async halt(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(pool => pool.stop()))
  }

  async stop(): Promise<void> {
    await this.halt()
    this.#cell.dispose()
  }

  async #run(fn: FunctionConfig, requestId: string, event: string, caller: Caller): Promise<string> {
    const { project, appid, clock } = this.#options
    const entry = this.journal.open({
      requestId,
      function: fn.name,
      source: caller.source,
      ...('openid' in caller && { openid: caller.openid }),
      at: clock.now(),
      ...procedureOf(event),
      ...keptText('event', event),
    })
    const started = performance.now()
    let began: number | undefined
    try {
      const context = platformContext(fn, project.envId, appid, requestId, caller)
      const log = (line: LogLine): void => void entry.logs.push(line)
      const taken = (instance: string): void => {
        this.#serving.set(instance, entry)
        began = performance.now()
      }
      const { json, ...start } = await this.#pool(fn).run({ requestId, event, context, log, taken })
      checkSize(json, 'reply', requestId)
      Object.assign(entry, { outcome: 'ok', ...start, ...keptText('reply', json) })
      return json
    }
    catch (error) {
      const { code, message } = asCloudError(error)
      Object.assign(entry, { outcome: code, message })
      throw new CloudError(code, message, requestId)
    }
    finally {
      const ended = performance.now()
      entry.ms = Math.round(ended - started)
      if (began !== undefined) entry.gbSeconds = gbSeconds(fn.memorySize, ended - began)
    }
  }

  #find(name: string, requestId: string): FunctionConfig {
    const fn = this.configs.find(config => config.name === name)
    if (fn && existsSync(join(this.#options.folder, name))) return fn
    const hint = fn ? `it is not built: ${join(this.#options.folder, name)} does not exist` : 'it is not listed in cloudbaserc.json'
    throw new CloudError('FUNCTION_NOT_FOUND', `[FUNCTION_NOT_FOUND] No function named ${name}: ${hint}`, requestId)
  }

  #ruleOf(name: string): boolean | string | undefined {
    const rules = this.#options.project.rules.functions
    return rules[name] ?? rules['*']
  }

  #pool(fn: FunctionConfig): Pool {
    const existing = this.#pools.get(fn.name)
    if (existing) return existing
    const { folder, url, project, variables, traced = false, instances = 4 } = this.#options
    const [module = 'index', exportName = 'main'] = fn.handler.split('.')
    const declared = declaredVariables(fn, variables)
    const pool = new Pool({
      name: fn.name,
      file: resolve(folder, fn.name, `${module}.js`),
      exportName,
      env: id => ({ ...declared, ...platformVariables(url, project.envId, id) }),
      ended: id => this.#serving.delete(id),
      memorySizeMb: fn.memorySize,
      timeoutMs: fn.timeout * 1000,
      clock: this.#cell.buffer,
      traced,
    }, instances)
    this.#pools.set(fn.name, pool)
    return pool
  }
}

/** What a call is charged for: the memory the function asks for, as long as an instance had to do with the call, its loading included. */
function gbSeconds(memorySizeMb: number, ms: number): number {
  return memorySizeMb / 1024 * Math.ceil(ms) / 1000
}

/** What the shop calls its operations; other functions may have no such field. */
function procedureOf(event: string): { procedure?: string } {
  try {
    const { procedure } = JSON.parse(event) as { procedure?: unknown }
    return typeof procedure === 'string' ? { procedure } : {}
  }
  catch {
    return {}
  }
}

function checkSize(text: string, what: 'request' | 'reply', requestId: string): void {
  if (Buffer.byteLength(text) <= PAYLOAD_LIMIT_BYTES) return
  throw new CloudError('EXCEED_MAX_PAYLOAD_SIZE', `The ${what} is larger than 6 MB`, requestId)
}
