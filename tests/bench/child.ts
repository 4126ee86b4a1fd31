import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a child answers one message with. */
interface Answer {
  number: number
  value?: unknown
  error?: string
}

/** A file of this folder or another, TypeScript or bundled, running in a process of its own and answering messages one by one. */
export class Child {
  /** Starts it and waits until it says what it has to say for itself. `flags` go to Node. */
  static async start(file: URL | string, args: readonly string[], flags: readonly string[] = []): Promise<{ child: Child; greeting: unknown }> {
    // Outside of the cloud the SDK asks a metadata host by name before every call unless TENCENTCLOUD says where it runs.
    const env = { ...process.env, TENCENTCLOUD: 'true' }
    const path = fileURLToPath(file)
    const execArgv = [...(path.endsWith('.ts') ? ['--import', 'tsx'] : []), ...flags]
    const child = new Child(fork(path, args, { env, execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }))
    return { child, greeting: await child.#next(0) }
  }

  readonly ended: Promise<void>
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #asked = 0

  private constructor(child: ChildProcess) {
    this.#process = child
    child.on('message', (answer: Answer) => {
      const waiter = this.#waiting.get(answer.number)
      this.#waiting.delete(answer.number)
      if (answer.error === undefined) waiter?.resolve(answer.value)
      else waiter?.reject(new Error(answer.error))
    })
    this.ended = new Promise(resolve => child.once('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the process ended (${signal ?? code})`))
      resolve()
    }))
  }

  ask(question: object): Promise<unknown> {
    this.#asked += 1
    const number = this.#asked
    this.#process.send({ number, question })
    return this.#next(number)
  }

  /** Lets it end by itself. */
  stop(): Promise<void> {
    this.#process.disconnect()
    return this.ended
  }

  kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    return this.ended
  }

  #next(number: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }))
  }
}

/** The other side: greets the parent and answers its questions until the parent is gone. */
export function serveParent<Question>(greeting: unknown, answer: (question: Question) => unknown): void {
  process.on('message', ({ number, question }: { number: number; question: Question }) => {
    void Promise.resolve(question).then(answer).then(
      value => process.send?.({ number, value }),
      (error: unknown) => process.send?.({ number, error: error instanceof Error ? error.stack : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ number: 0, value: greeting })
}
