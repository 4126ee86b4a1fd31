import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Child } from './child'
import { Raw } from './raw'
import type { Memory } from './server'
import type { LoadAnswer, LoadQuestion, Workload } from './workloads'

interface StandPrograms {
  server: URL | string
  load: URL | string
}

const SOURCES: StandPrograms = { server: new URL('server.ts', import.meta.url), load: new URL('load.ts', import.meta.url) }

/** One size on trial: the local cloud in one process, clients of the unmodified SDK in a second, plain SQLite on a copy of the same file in this one. */
export class Stand {
  /** `flags` go to Node in the local cloud's process, such as `--cpu-prof`. */
  static async open(documents: number, flags: readonly string[] = [], programs: StandPrograms = SOURCES): Promise<Stand> {
    const folder = mkdtempSync(join(tmpdir(), 'lintuan-bench-'))
    const data = join(folder, 'data')
    mkdirSync(data)
    const { child: cloud, greeting } = await Child.start(programs.server, [data, String(documents)], ['--expose-gc', ...flags])
    const { child: clients } = await Child.start(programs.load, [])
    return new Stand(documents, folder, String(greeting), cloud, clients)
  }

  readonly #file: string
  readonly #raw: Raw

  private constructor(
    readonly documents: number,
    private readonly folder: string,
    private readonly url: string,
    private readonly cloud: Child,
    private readonly clients: Child,
  ) {
    this.#file = join(folder, 'data', 'database.sqlite')
    this.#raw = Raw.ofCopy(this.#file, join(folder, 'raw.sqlite'), documents)
  }

  async throughSdk(workload: Workload, clients: number, ms: number): Promise<LoadAnswer> {
    const question: LoadQuestion = { url: this.url, workload, clients, ms, documents: this.documents }
    return await this.clients.ask(question) as LoadAnswer
  }

  /** Operations a second; `group` of them share a commit. */
  plain(workload: Workload, group: number, ms: number): number {
    return this.#raw.perSecond(workload, group, ms)
  }

  async memory(): Promise<Memory> {
    return await this.cloud.ask({ ask: 'memory' }) as Memory
  }

  get fileMb(): number {
    return statSync(this.#file).size / 2 ** 20
  }

  async close(): Promise<void> {
    this.#raw.close()
    await this.cloud.ask({ ask: 'stop' })
    await Promise.all([this.cloud.stop(), this.clients.stop()])
    rmSync(this.folder, { recursive: true, force: true })
  }
}
