import { Worker } from 'node:worker_threads'
import { CloudError } from '../errors'

export interface InstanceOptions {
  /** Names this one instance, also in the address at which it reaches the platform. */
  id: string
  name: string
  /** The built file, CommonJS. */
  file: string
  exportName: string
  env: Record<string, string>
  memorySizeMb: number
  timeoutMs: number
  clock: SharedArrayBuffer
  /** Whether messages to the platform say by which code they are sent. */
  traced: boolean
}

export interface LogLine {
  level: string
  text: string
}

export interface Job {
  requestId: string
  /** The event as JSON text: what crosses the wire is text, so that a function never shares an object with its caller. */
  event: string
  context: Record<string, unknown>
  log(line: LogLine): void
  /** Called when an instance takes the job, with its id. */
  taken(instance: string): void
}

type Message =
  | { type: 'ready' }
  | { type: 'broken', error: Failure }
  | { type: 'log', level: string, text: string }
  | { type: 'result', id: string, json: string }
  | { type: 'failure', id: string, error: Failure }

interface Failure {
  message: string
  stack: string
}

interface Running {
  job: Job
  resolve(json: string): void
  reject(error: CloudError): void
  timer?: NodeJS.Timeout
}

/** Loading has its own, longer limit on the platform; only running counts against the function's timeout. */
const LOAD_LIMIT_MS = 60_000

/**
 * One instance of a function: a worker thread with its own modules, environment and clock, serving one request at a time. Between requests it is
 * frozen: the thread waits at `#turns` for the next one, and whatever the function left running waits with it.
 */
export class Instance {
  readonly #worker: Worker
  readonly #options: InstanceOptions
  readonly #ready: Promise<void>
  /** How many requests were handed over. The worker stands still until this is more than it has served. */
  readonly #turns = new Int32Array(new SharedArrayBuffer(4))
  #loaded!: { resolve(): void, reject(error: CloudError): void }
  #running: Running | undefined
  #served = 0
  #loadMs: number | undefined
  #dead = false

  constructor(options: InstanceOptions, readonly onDeath: () => void) {
    this.#options = options
    this.#worker = new Worker(new URL('./worker.mjs', import.meta.url), {
      name: options.name,
      workerData: { file: options.file, exportName: options.exportName, clock: options.clock, gate: this.#turns.buffer, traced: options.traced },
      env: options.env,
      execArgv: [],
      // What the runtime itself writes is not the function's log.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: options.memorySizeMb },
    })
    this.#ready = new Promise((resolve, reject) => { this.#loaded = { resolve, reject } })
    this.#ready.catch(() => void this.kill())
    const started = performance.now()
    const limit = setTimeout(() => this.#loaded.reject(new CloudError('FUNCTIONS_TIME_LIMIT_EXCEEDED', 'The function took too long to load')), LOAD_LIMIT_MS)
    void this.#ready.catch(() => {}).then(() => {
      clearTimeout(limit)
      this.#loadMs = Math.round(performance.now() - started)
    })
    this.#worker.on('message', (message: Message) => this.#receive(message))
    this.#worker.on('error', error => this.#fail(crash(error)))
    this.#worker.on('exit', code => this.#fail(new CloudError('FUNCTIONS_EXECUTE_FAIL', `The instance ended with exit code ${code} while it served a request`)))
  }

  get id(): string {
    return this.#options.id
  }

  /** Real milliseconds from the start of the thread until the function's file was loaded. */
  get loadMs(): number | undefined {
    return this.#loadMs
  }

  get busy(): boolean {
    return this.#running !== undefined
  }

  /** Whether the next request pays for loading. */
  get cold(): boolean {
    return this.#served === 0
  }

  /** Runs one request; the answer is JSON text. A request that outlives the timeout takes the whole instance with it, as on the platform. */
  async run(job: Job): Promise<string> {
    const answer = new Promise<string>((resolve, reject) => {
      this.#running = { job, resolve, reject }
    })
    answer.catch(() => {})
    try {
      await Promise.race([this.#ready, answer])
      this.#start(job)
      return await answer
    }
    finally {
      clearTimeout(this.#running?.timer)
      this.#running = undefined
    }
  }

  async kill(): Promise<void> {
    this.#fail(new CloudError('FUNCTIONS_EXECUTE_FAIL', 'The instance was stopped'))
    await this.#worker.terminate()
  }

  #start(job: Job): void {
    this.#served += 1
    const { timeoutMs } = this.#options
    if (this.#running) this.#running.timer = setTimeout(() => this.#overrun(timeoutMs), timeoutMs)
    Atomics.add(this.#turns, 0, 1)
    Atomics.notify(this.#turns, 0)
    this.#worker.postMessage({ id: job.requestId, event: job.event, context: job.context })
  }

  #overrun(timeoutMs: number): void {
    this.#fail(new CloudError('FUNCTIONS_TIME_LIMIT_EXCEEDED', `Invoking task timed out after ${timeoutMs / 1000} seconds`))
    void this.#worker.terminate()
  }

  #receive(message: Message): void {
    if (message.type === 'ready') this.#loaded.resolve()
    if (message.type === 'broken') this.#loaded.reject(executeFail(message.error))
    if (message.type === 'log') this.#running?.job.log({ level: message.level, text: message.text })
    if (message.type === 'result') this.#running?.resolve(message.json)
    if (message.type === 'failure') this.#running?.reject(executeFail(message.error))
  }

  #fail(error: CloudError): void {
    this.#running?.reject(error)
    if (this.#dead) return
    this.#dead = true
    this.#loaded.reject(error)
    this.onDeath()
  }
}

function executeFail(failure: Failure): CloudError {
  return new CloudError('FUNCTIONS_EXECUTE_FAIL', `functions execute fail | errMsg: ${failure.stack || failure.message}`)
}

function crash(error: unknown): CloudError {
  const failure = error as Error & { code?: string }
  if (failure.code === 'ERR_WORKER_OUT_OF_MEMORY') return new CloudError('FUNCTIONS_MEMORY_LIMIT_EXCEEDED', 'The function used more memory than its configuration allows')
  return executeFail({ message: failure.message, stack: failure.stack ?? '' })
}
