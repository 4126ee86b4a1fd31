import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** One step at a time: Node's own recursive way does not come back from places such as /proc, where nothing can be made. */
export function makeFolder(folder) {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return
    throw Object.assign(new Error(`${folder} is a file`), { code: 'ENOTDIR' })
  }
  makeFolder(dirname(folder))
  mkdirSync(folder)
}
