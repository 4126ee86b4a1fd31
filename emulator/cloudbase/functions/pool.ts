import { Instance, type InstanceOptions, type Job } from './instance'

interface Waiting {
  job: Job
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

export interface Outcome {
  json: string
  cold: boolean
  /** On a cold start, how long loading took. */
  loadMs?: number
}

export interface PoolOptions extends Omit<InstanceOptions, 'id' | 'env'> {
  /** The variables of an instance, by its id. */
  env(id: string): Record<string, string>
  /** Told of each instance that ended. */
  ended(id: string): void
}

/** The instances of one function: reused warm, started when all are busy, never more than the cap; beyond it requests wait in line. */
export class Pool {
  readonly #instances = new Set<Instance>()
  /** Busy with their last request. */
  readonly #leaving = new Set<Instance>()
  readonly #queue: Waiting[] = []
  #started = 0

  constructor(readonly options: PoolOptions, readonly cap: number) {}

  get size(): number {
    return this.#instances.size
  }

  run(job: Job): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject })
      this.#next()
    })
  }

  /** Lets go of every instance once it has answered, so that the next request loads the files anew. Used when a function was rebuilt. */
  recycle(): void {
    for (const instance of this.#instances) {
      if (instance.busy) this.#leaving.add(instance)
      else void instance.kill()
    }
    this.#instances.clear()
  }

  /** Ends every instance now; requests in flight fail. */
  async stop(): Promise<void> {
    const instances = [...this.#instances, ...this.#leaving]
    this.#instances.clear()
    await Promise.all(instances.map(instance => instance.kill()))
  }

  #next(): void {
    const waiting = this.#queue[0]
    if (!waiting) return
    const instance = this.#free()
    if (!instance) return
    this.#queue.shift()
    const cold = instance.cold
    waiting.job.taken(instance.id)
    instance.run(waiting.job)
      .then(json => waiting.resolve({ json, cold, ...(cold && { loadMs: instance.loadMs }) }), waiting.reject)
      .finally(() => {
        if (this.#leaving.delete(instance)) void instance.kill()
        this.#next()
      })
  }

  #free(): Instance | undefined {
    const idle = [...this.#instances].find(instance => !instance.busy)
    if (idle || this.#instances.size >= this.cap) return idle
    this.#started += 1
    const id = `${this.options.name}-${this.#started}`
    const instance: Instance = new Instance({ ...this.options, id, env: this.options.env(id) }, () => {
      this.#instances.delete(instance)
      this.options.ended(id)
    })
    this.#instances.add(instance)
    return instance
  }
}
