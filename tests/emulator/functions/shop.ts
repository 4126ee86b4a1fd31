import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LocalCloud, type LocalCloudOptions } from '../../../emulator/local-cloud'
import { buildFunctions } from '../../../scripts/build-functions'

/** 2026-03-01 10:00 in Shanghai. */
export const MARCH_FIRST = Date.UTC(2026, 2, 1, 2)

export const config = {
  envId: 'test-env',
  functions: [
    { name: 'probe', timeout: 20, memorySize: 64 },
    { name: 'caller', timeout: 20 },
    { name: 'notify', timeout: 20 },
    { name: 'lingerer', timeout: 20 },
    { name: 'records', timeout: 20 },
    { name: 'broken', timeout: 20 },
    { name: 'impatient', timeout: 0.3 },
    { name: 'sweep', timeout: 20, triggers: [
      { name: 'every-minute', type: 'timer', config: '0 * * * * * *' },
      { name: 'nightly', type: 'timer', config: '0 30 2 * * * *' },
    ] },
  ],
  database: { collections: ['things'] },
  http: { notify: '/notify', broken: '/broken' },
  rules: { functions: { '*': { invoke: 'auth != null' }, 'sweep': { invoke: false }, 'notify': { invoke: false } } },
}

const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url))
let built: Promise<string> | undefined

/** The fixture functions, built once for each test file. */
export function builtFixtures(): Promise<string> {
  built ??= build()
  return built
}

async function build(): Promise<string> {
  const to = temporaryFolder()
  await buildFunctions({ from: fixtures, to })
  return to
}

/** A local cloud with the fixture functions, its clock standing still, its timers run by hand unless asked otherwise. */
export async function startShop(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  return LocalCloud.start({ config, functions: await builtFixtures(), clock: { mode: 'frozen', at: MARCH_FIRST }, timers: false, ...options })
}

const folders: string[] = []
process.once('exit', () => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })))

/** A folder that is gone when the test process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lintuan-test-'))
  folders.push(folder)
  return folder
}
