import type { FaultChoice } from '../engine/faults'
import type { SeedResult } from '../run-seed'

/** Seeds for one worker to run, one after another. */
export interface Job {
  readonly from: number
  readonly count: number
  readonly choice?: FaultChoice
  /** Of how many events the trace is kept. */
  readonly keepLines?: number
  /** Ends with the first seed that fails. */
  readonly stopAtFailure?: boolean
}

export interface JobDone {
  readonly results: readonly SeedResult[]
  /** Seconds of processor time. */
  readonly cpuSeconds: number
}
