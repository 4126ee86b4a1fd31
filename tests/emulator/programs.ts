import { copyFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** What tests start as processes of their own. */
const PROGRAMS = {
  cli: 'emulator/cli.ts',
  benchServer: 'tests/bench/server.ts',
  benchLoad: 'tests/bench/load.ts',
  crashServer: 'tests/crash/server.ts',
  crashWriters: 'tests/crash/writers.ts',
}

export type Programs = Record<keyof typeof PROGRAMS, string>

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Each as one file that Node runs by itself. Some forty processes are started in a run, and through tsx each takes a second of both cores before
 * it does anything; what they do then is the same. Answers the addresses of the files.
 */
export async function buildPrograms(folder: string): Promise<Programs> {
  await build({
    entryPoints: Object.fromEntries(Object.entries(PROGRAMS).map(([name, file]) => [name, join(root, file)])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // It has a native part, which cannot be bundled.
    external: ['@photostructure/sqlite'],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: 'warning',
  })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  // The local cloud starts its functions from a file beside itself.
  copyFileSync(join(root, 'emulator/cloudbase/functions/worker.mjs'), join(folder, 'worker.mjs'))
  return Object.fromEntries(Object.keys(PROGRAMS).map(name => [name, pathToFileURL(join(folder, `${name}.mjs`)).href])) as Programs
}
