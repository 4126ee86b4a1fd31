import { type ChildProcess, fork } from 'node:child_process'
import { cpus } from 'node:os'
import type { SeedResult } from '../run-seed'
import type { Job, JobDone } from './job'

const SEEDS_A_JOB = 10

/** Longest a job may take; a simulation that stands still is a failure too. */
const JOB_LIMIT_MS = 180_000

/** A forked worker, asked one job at a time. */
export class Worker {
  readonly #child: ChildProcess

  constructor(file: string) {
    this.#child = fork(file, { env: { ...process.env, TENCENTCLOUD: 'true', TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TZ: 'UTC' }, execArgv: ['--no-warnings', '--max-semi-space-size=64'] })
  }

  run(job: Job): Promise<JobDone> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(limit)
        this.#child.off('message', answered).off('exit', died)
        end()
      }
      const answered = (done: JobDone): void => settle(() => resolve(done))
      const died = (code: number | null): void => settle(() => reject(new Error(`the worker for seeds ${job.from} to ${job.from + job.count - 1} ended with ${String(code)}`)))
      const limit = setTimeout(() => {
        this.#child.kill('SIGKILL')
        settle(() => reject(new Error(`seeds ${job.from} to ${job.from + job.count - 1} took longer than ${JOB_LIMIT_MS / 1000} s`)))
      }, JOB_LIMIT_MS)
      this.#child.on('message', answered).on('exit', died)
      this.#child.send(job)
    })
  }

  close(): void {
    this.#child.kill()
  }
}

export interface Batch {
  readonly results: readonly SeedResult[]
  readonly seconds: number
  readonly cpuSeconds: number
}

export interface BatchOptions {
  readonly from: number
  readonly count: number
  readonly workers?: number
  readonly seedsAJob?: number
  /** Ends with the first failure. */
  readonly stopAtFailure?: boolean
  /** Told after every job: how many seeds are done, how many of them failed, and those that failed in it. */
  readonly onProgress?: (done: number, failed: number, now: readonly SeedResult[]) => void
  /** Starts no more jobs after so many seconds. */
  readonly seconds?: number
}

/** Runs seeds on as many processes as there are cores. Results come in order of seeds. */
export async function runBatch(file: string, { from, count, stopAtFailure = false, onProgress, seconds = Infinity, seedsAJob = SEEDS_A_JOB, workers: atOnce = Math.min(cpus().length, 8) }: BatchOptions): Promise<Batch> {
  const started = Date.now()
  const results: SeedResult[] = []
  let next = from
  let cpuSeconds = 0
  let failed = 0
  const workers: Worker[] = []
  const work = async (): Promise<void> => {
    const worker = new Worker(file)
    workers.push(worker)
    try {
      while (next < from + count && !(stopAtFailure && failed > 0) && Date.now() - started < seconds * 1000) {
        const job: Job = { from: next, count: Math.min(seedsAJob, from + count - next), stopAtFailure }
        next += job.count
        const done = await worker.run(job)
        results.push(...done.results)
        cpuSeconds += done.cpuSeconds
        const broken = done.results.filter(result => result.broken.length > 0)
        failed += broken.length
        // Nobody waits for what the others are still at.
        if (stopAtFailure && failed > 0) for (const one of workers) if (one !== worker) one.close()
        onProgress?.(results.length, failed, broken)
      }
    }
    catch (error) {
      if (!(stopAtFailure && failed > 0)) throw error
    }
    finally {
      worker.close()
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, Math.ceil(count / seedsAJob)) }, work))
  return { results: results.sort((a, b) => a.seed - b.seed), seconds: (Date.now() - started) / 1000, cpuSeconds }
}
