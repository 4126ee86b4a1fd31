export const WORKLOADS = ['read', 'page', 'change', 'three', 'insert'] as const
export type Workload = typeof WORKLOADS[number]

export interface LoadQuestion {
  url: string
  workload: Workload
  clients: number
  ms: number
  documents: number
}

export interface LoadAnswer {
  perSecond: number
  /** Of the operations that were answered, in milliseconds. */
  median: number
  slowest1Percent: number
  /** Transactions that met another one, as they may. */
  conflicts: number
}
