/** The first line, the rows, and the two lines of the summary of one bill. */
export interface Bill {
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  summaryColumns: readonly string[]
  summary: readonly string[]
}

/** Yuan with two decimals, from fen, without leaving the integers. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** A fee: bills show five decimals. */
export function feeYuan(fen: number): string {
  return `${yuan(fen)}000`
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

/** The bill as a file: headers plain, every value with a backtick before it, lines ended as on Windows. */
export function billText({ columns, rows, summaryColumns, summary }: Bill, bom: boolean): string {
  const line = (values: readonly string[]): string => values.map(value => `\`${value}`).join(',')
  const lines = [columns.join(','), ...rows.map(line), summaryColumns.join(','), line(summary)]
  return `${bom ? '\uFEFF' : ''}${lines.map(text => `${text}\r\n`).join('')}`
}
