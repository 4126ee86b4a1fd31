import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'

/** Installs what package-lock.json lists, unless it is installed already. */
export async function installWhenNeeded(root) {
  if (isInstalled(root)) return
  const locked = existsSync(join(root, 'package-lock.json'))
  console.log('Installing the packages the project needs (a minute or two) …')
  await run('npm', [locked ? 'ci' : 'install', '--no-audit', '--no-fund'], { cwd: root })
}

/** Compares what npm wrote down when it last installed with what the lockfile wants now. Optional packages may be missing. */
export function isInstalled(root) {
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'))
  const wanted = readLock(join(root, 'package-lock.json'))
  if (!installed) return false
  if (!wanted) return true
  return Object.entries(wanted).every(([path, entry]) =>
    path === '' || entry.optional || entry.devOptional || entry.peer || installed[path]?.version === entry.version)
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  }
  catch {
    return undefined
  }
}
