import { watch } from 'node:fs'
import { join } from 'node:path'
import type { Functions } from './cloudbase/functions/functions'

/** A bundler writes a file in several goes; instances are let go once it has been quiet for this long. */
const QUIET_MS = 100

/** Lets go of a function's instances when its built file changes, so that the next call runs the new code. Returns what ends the watching. */
export function recycleRebuilt(functions: Functions, folder = 'dist/cloudfunctions'): () => void {
  const timers = new Map<string, NodeJS.Timeout>()
  const watchers = functions.names.map(name => watch(join(folder, name), () => {
    clearTimeout(timers.get(name))
    timers.set(name, setTimeout(() => functions.recycle(name), QUIET_MS))
  }))
  return () => {
    for (const watcher of watchers) watcher.close()
    for (const timer of timers.values()) clearTimeout(timer)
  }
}
