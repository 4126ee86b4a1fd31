/** A bill as a table: values by column name, row by row, and the summary by its own names. */
export interface BillTable {
  readonly rows: readonly Readonly<Record<string, string>>[]
  readonly summary: Readonly<Record<string, string>>
}

/** Why a bill cannot be read. Its message names the place and never a value. */
export class UnreadableBill extends Error {
  override name = 'UnreadableBill'
}

/**
 * Takes WeChat's bills apart: a plain header, rows whose every value has a backtick before it, a plain summary header and one summary row.
 * Values may hold commas, so rows are split at a comma with a backtick, which no CSV reader knows of. A byte order mark and either line end are fine.
 */
export function readTable(text: string, columns: readonly string[], summaryColumns: readonly string[]): BillTable {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter(line => line !== '')
  const summaryAt = lines.findIndex((line, index) => index > 0 && !line.startsWith('`'))
  const [header, summaryHeader, summaryRow] = [lines[0], lines[summaryAt], lines[summaryAt + 1]]
  if (header === undefined || summaryHeader === undefined || summaryRow === undefined || lines.length !== summaryAt + 2) throw new UnreadableBill('a bill has rows and one summary')
  const names = namesOf(header, columns)
  return {
    rows: lines.slice(1, summaryAt).map((line, index) => record(names, line, `row ${index + 1}`)),
    summary: record(namesOf(summaryHeader, summaryColumns), summaryRow, 'the summary'),
  }
}

/** The names of a header, among which the wanted ones must be; WeChat may add others. */
function namesOf(header: string, wanted: readonly string[]): string[] {
  const names = header.split(',').map(name => name.replace(/^`/, '').trim())
  const missing = wanted.find(name => !names.includes(name))
  if (missing !== undefined) throw new UnreadableBill(`there is no column ${missing}`)
  return names
}

function record(names: readonly string[], line: string, place: string): Record<string, string> {
  const values = line.startsWith('`') ? line.slice(1).split(',`') : []
  if (values.length !== names.length) throw new UnreadableBill(`${place} has ${values.length} values for ${names.length} columns`)
  return Object.fromEntries(names.map((name, index) => [name, values[index]?.trim() ?? '']))
}
