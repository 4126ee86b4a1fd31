import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { StartError } from './listen'

export interface DataFiles {
  database?: string
  state?: string
  storage?: string
}

/** The files of a data folder; none in memory. Empties the folder first when `fresh`. Throws a StartError when it cannot be written to. */
export function openDataFolder(folder: string | undefined, fresh = false): DataFiles {
  if (folder === undefined) return {}
  if (fresh) refuseWhenInUse(folder)
  try {
    if (fresh) for (const name of ['database.sqlite', 'state.sqlite', 'storage']) remove(folder, name)
    makeFolder(folder)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  }
  catch (error) {
    throw new StartError(`The data folder ${folder} cannot be written to (${(error as NodeJS.ErrnoException).code ?? String(error)}); choose another with --data.`)
  }
  return { database: join(folder, 'database.sqlite'), state: join(folder, 'state.sqlite'), storage: join(folder, 'storage') }
}

/** Before anything is emptied: a local cloud that runs holds the lock beside its database. */
function refuseWhenInUse(folder: string): void {
  const file = join(folder, 'database.sqlite-lock')
  if (!existsSync(file)) return
  const lock = new DatabaseSync(file)
  try {
    lock.exec('begin exclusive')
  }
  catch {
    throw new StartError(`The data folder ${folder} is in use by a local cloud; stop that one first, or choose another with --data.`)
  }
  finally {
    lock.close()
  }
}

/** One step at a time: Node's own recursive way does not come back from places such as /proc, where nothing can be made. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return
    throw Object.assign(new Error(`${folder} is a file`), { code: 'ENOTDIR' })
  }
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

/** Only what the local cloud wrote itself goes, with the journals SQLite keeps beside its files. */
function remove(folder: string, name: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(join(folder, name + ending), { recursive: true, force: true })
}
