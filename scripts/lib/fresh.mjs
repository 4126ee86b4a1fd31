import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** One hash over the contents of files and folders, but those in `except`: the same sources give the same text. */
export function fingerprint(root, paths, except = []) {
  const hash = createHash('sha256')
  for (const path of paths) addTo(hash, root, path, except)
  return hash.digest('hex')
}

function addTo(hash, root, path, except) {
  const full = join(root, path)
  if (!existsSync(full) || except.includes(path.replaceAll('\\', '/'))) return
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) addTo(hash, root, join(path, name), except)
    return
  }
  hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
}

/** Runs `build` unless its result is there and was made from the same sources. */
export async function buildWhenStale({ root, sources, except, result, stamp, build }) {
  const now = fingerprint(root, sources, except)
  const file = join(root, stamp)
  if (existsSync(join(root, result)) && existsSync(file) && readFileSync(file, 'utf8') === now) return false
  await build()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, now)
  return true
}
