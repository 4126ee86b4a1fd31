import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'

/** Where the bytes lie: a folder, or memory. The paths have passed `cloudPath`. */
export interface FileStore {
  read(path: string): Promise<Uint8Array | undefined>
  write(path: string, bytes: Uint8Array): Promise<void>
  remove(path: string): Promise<boolean>
  list(): Promise<string[]>
  clear(): Promise<void>
}

/** Files that are gone with the process. */
export function memoryStore(): FileStore {
  const files = new Map<string, Uint8Array>()
  return {
    read: async path => files.get(path),
    write: async (path, bytes) => void files.set(path, bytes),
    remove: async path => files.delete(path),
    list: async () => [...files.keys()].sort(),
    clear: async () => files.clear(),
  }
}

/** Files in a folder, each under its own path. */
export function folderStore(folder: string): FileStore {
  return {
    read: path => readFile(join(folder, path)).catch(absent),
    async write(path, bytes) {
      const file = join(folder, path)
      await mkdir(dirname(file), { recursive: true })
      // Written aside and renamed, so that a reader or a crash never meets half a file.
      const aside = `${file}.${randomUUID()}.part`
      await writeFile(aside, bytes)
      await rename(aside, file)
    },
    async remove(path) {
      const file = join(folder, path)
      const exists = await stat(file).then(found => found.isFile(), () => false)
      if (exists) await rm(file)
      return exists
    },
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
      return entries.filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/')).sort()
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(error.code ?? '')) return undefined
  throw error
}
