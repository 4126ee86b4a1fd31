import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { Database } from './cloudbase/database/database'
import { Storage } from './cloudbase/storage/storage'
import { StateFile } from './control/state'
import { openDataFolder } from './data-folder'
import { StartError } from './listen'
import { exportAll, importAll, type Places } from './transfer'

/** Writes everything a data folder holds to one file, while no local cloud runs on it. Until it is whole it has another name. */
export async function exportFile(folder: string, file: string): Promise<void> {
  await withPlaces(folder, false, async (places) => {
    const aside = `${file}.part`
    const to = open(aside, 'w')
    try {
      await exportAll(places, line => void writeSync(to, `${line}\n`))
    }
    catch (error) {
      rmSync(aside, { force: true })
      throw error
    }
    finally {
      closeSync(to)
    }
    renameSync(aside, file)
  })
}

/** Fills an empty data folder from an export; with `fresh` it is emptied first. */
export async function importFile(folder: string, file: string, fresh: boolean): Promise<void> {
  closeSync(open(file, 'r'))
  await withPlaces(folder, fresh, places => importAll(places, () => linesOf(file)))
}

async function withPlaces(folder: string, fresh: boolean, job: (places: Places) => Promise<void>): Promise<void> {
  const files = openDataFolder(folder, fresh)
  const state = new StateFile(files.state)
  const database = Database.open({ ...(files.database !== undefined && { file: files.database }), now: Date.now })
  try {
    await job({ state, database, storage: new Storage({ url: '', envId: 'local', folder: files.storage, now: Date.now }) })
  }
  finally {
    database.close()
    state.close()
  }
}

function open(file: string, how: 'r' | 'w'): number {
  try {
    return openSync(file, how)
  }
  catch (error) {
    throw new StartError(`The file ${file} cannot be ${how === 'r' ? 'read' : 'written'} (${(error as NodeJS.ErrnoException).code ?? String(error)}).`)
  }
}

/** Line by line, so that a large export does not have to fit into memory. */
function* linesOf(file: string): Generator<string> {
  const from = open(file, 'r')
  const chunk = Buffer.alloc(1024 * 1024)
  const decoder = new StringDecoder('utf8')
  let rest = ''
  try {
    for (let size = readSync(from, chunk); size > 0; size = readSync(from, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, size))).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    yield rest + decoder.end()
  }
  finally {
    closeSync(from)
  }
}
