import type fc from 'fast-check'
import { Busy } from '../../cloudfunctions/ports'
import type { Hooks } from './memory-store'

/** Hooks that let the scheduler decide, call by call, which worker goes on. */
export function raced(scheduler: fc.Scheduler, worker: string, stopsAfter = Infinity): Hooks {
  let calls = 0
  return {
    before: async (call) => {
      calls += 1
      if (calls > stopsAfter) throw new Stopped(worker)
      await scheduler.schedule(Promise.resolve(), `${worker}: ${call}`)
    },
  }
}

/** A worker that stops for good after some calls: all its later ones are refused too. */
export class Stopped extends Error {
  override name = 'Stopped'
}

/** A worker that the scheduler keeps losing its transactions may give up as busy: nothing has changed, and the sweep does it again. */
export function mayBeBusy<T>(work: Promise<T>): Promise<T | 'busy'> {
  return work.catch((error: unknown) => {
    if (error instanceof Busy) return 'busy' as const
    throw error
  })
}

/** Runs workers against each other in the order the scheduler chooses, until each has ended or stopped. Other faults are passed on. */
export async function race(scheduler: fc.Scheduler, workers: readonly (() => Promise<unknown>)[]): Promise<unknown[]> {
  const ends = workers.map(run => run().catch((error: unknown) => {
    if (error instanceof Stopped) return undefined
    throw error
  }))
  return scheduler.waitFor(Promise.all(ends))
}
