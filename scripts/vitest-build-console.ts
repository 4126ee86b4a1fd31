import { fileURLToPath } from 'node:url'
import { buildConsole } from './lib/console.mjs'

/** Run once before the console's tests, which open it as it is served. */
export async function setup(): Promise<void> {
  await buildConsole(fileURLToPath(new URL('..', import.meta.url)))
}
