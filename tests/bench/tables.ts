import type { Growth, Measurement } from './bench'
import type { Workload } from './workloads'

const WORDS: Record<Workload, string> = {
  read: 'point read by id',
  page: 'page of 20 by index, in order',
  change: 'conditional update',
  three: 'transaction over three documents',
  insert: 'insert, two indexes',
}

/** One line a measurement, as Markdown. */
export function measurementTable(measurements: readonly Measurement[]): string {
  return markdown(
    ['what', 'clients', 'a second', 'median ms', 'slowest 1 % ms', 'plain SQLite a second', 'of it'],
    measurements.map(({ workload, clients, perSecond, median, slowest1Percent, raw }) => [
      WORDS[workload], String(clients), whole(perSecond), median.toFixed(1), slowest1Percent.toFixed(1), whole(raw), `${(perSecond / raw * 100).toFixed(1)} %`,
    ]),
  )
}

/** The same work at every size. */
export function growthTable(sizes: readonly number[], rows: readonly Growth[]): string {
  return markdown(['what', ...sizes.map(size => size.toLocaleString('en'))], rows.map(({ workload, perSecond }) => [WORDS[workload], ...perSecond.map(whole)]))
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en')
}

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, column) => column === 0 ? '---' : '---:')), ...rows.map(line)].join('\n')
}
