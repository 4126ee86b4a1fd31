import type { Stand } from './stand'
import type { LoadAnswer, Workload } from './workloads'

export interface Measurement extends LoadAnswer {
  workload: Workload
  clients: number
  /** The same through plain SQLite statements. */
  raw: number
}

export interface BenchOptions {
  clients: readonly number[]
  workloads: readonly Workload[]
  /** How long each line is measured. */
  ms: number
}

/** Measures one size, and beside every figure the same work in plain SQLite statements while the others rest. */
export async function bench(stand: Stand, { clients, workloads, ms }: BenchOptions): Promise<Measurement[]> {
  const measurements: Measurement[] = []
  for (const workload of workloads) {
    // Compiled and connected before it counts.
    await stand.throughSdk(workload, Math.max(...clients), ms / 2)
    for (const count of clients) {
      const answer = await stand.throughSdk(workload, count, ms)
      measurements.push({ workload, clients: count, ...answer, raw: stand.plain(workload, count, ms / 2) })
    }
  }
  return measurements
}

export interface Growth {
  workload: Workload
  /** Operations a second at each size. */
  perSecond: number[]
}

const SLICES = 5

/** The same work at every size in turns, so that whatever else the machine does meets all of them; the middle one of several turns counts. */
export async function growth(stands: readonly Stand[], { clients, workloads, ms }: Omit<BenchOptions, 'clients'> & { clients: number }): Promise<Growth[]> {
  const rows: Growth[] = []
  for (const workload of workloads) {
    const turns: number[][] = stands.map(() => [])
    for (let slice = 0; slice < SLICES; slice++) {
      for (const [at, stand] of stands.entries()) turns[at]?.push((await stand.throughSdk(workload, clients, ms / SLICES)).perSecond)
    }
    rows.push({ workload, perSecond: turns.map(some => some.sort((a, b) => a - b)[Math.floor(SLICES / 2)] ?? NaN) })
  }
  return rows
}
