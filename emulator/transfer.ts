import type { Database } from './cloudbase/database/database'
import type { Storage } from './cloudbase/storage/storage'
import type { StateFile, StateRow } from './control/state'
import { StartError } from './listen'

/** Where everything durable is kept. */
export interface Places {
  state: StateFile
  database: Database
  storage: Storage
}

const FORMAT = { lintuan: 'local cloud', version: 1 }

type Line =
  | typeof FORMAT
  | { state: string, key: string, value: unknown }
  | { database: unknown }
  | { file: string, base64: string }
  /** The last line, with the number of lines before it: without it the file broke off. */
  | { lines: number }

/**
 * Everything as JSON lines: what WeChat, WeChat Pay, the people and the clock remember, then the database, then the files. The first two are of one
 * instant; files are read after it.
 */
export async function exportAll({ state, database, storage }: Places, write: (line: string) => void): Promise<void> {
  let lines = 0
  const put = (line: string): void => {
    lines += 1
    write(line)
  }
  put(JSON.stringify(FORMAT))
  for (const { name, key, value } of state.rows()) put(JSON.stringify({ state: name, key, value }))
  database.exportTo(line => put(`{"database":${line}}`))
  for (const path of await storage.list()) {
    const bytes = await storage.get(path)
    if (bytes) put(JSON.stringify({ file: path, base64: Buffer.from(bytes).toString('base64') }))
  }
  write(JSON.stringify({ lines }))
}

/**
 * Reads what `exportAll` wrote into empty places. `lines` is gone through several times: a file that is not whole is refused before anything is written,
 * and on an error after that the places are empty again.
 */
export async function importAll({ state, database, storage }: Places, lines: () => Iterable<string>): Promise<void> {
  if (state.rows().length > 0 || database.collections().some(collection => collection.documents > 0)) {
    throw new StartError('There is data already; empty the folder with --fresh, or choose another with --data.')
  }
  check(lines())
  try {
    database.importFrom(databaseLines(lines()))
    state.restore(stateRows(lines()))
    for (const line of parsed(lines())) if ('file' in line) await storage.put(line.file, Buffer.from(line.base64, 'base64'))
  }
  catch (error) {
    database.reset()
    state.clearExcept([])
    await storage.clear()
    throw error
  }
}

function check(lines: Iterable<string>): void {
  let count = 0
  let whole = false
  for (const line of parsed(lines)) {
    if (count === 0 && !('lintuan' in line && line.lintuan === FORMAT.lintuan)) throw new StartError('This is no export of a local cloud.')
    if ('version' in line && line.version !== FORMAT.version) throw new StartError(`The export is of version ${String(line.version)}; this local cloud reads version ${FORMAT.version}.`)
    whole = 'lines' in line && line.lines === count
    count += 1
  }
  if (!whole) throw new StartError('The export is not whole: it breaks off before its last line.')
}

function* parsed(lines: Iterable<string>): Generator<Line> {
  for (const line of lines) if (line.trim() !== '') yield parseLine(line)
}

function parseLine(text: string): Line {
  try {
    return JSON.parse(text) as Line
  }
  catch {
    throw new StartError(`The export has a line that is not JSON: ${text.slice(0, 80)}`)
  }
}

function* databaseLines(lines: Iterable<string>): Generator<string> {
  for (const line of parsed(lines)) if ('database' in line) yield JSON.stringify(line.database)
}

function* stateRows(lines: Iterable<string>): Generator<StateRow> {
  for (const line of parsed(lines)) if ('state' in line) yield { name: line.state, key: line.key, value: line.value }
}
