import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { LocalCloud, type LocalCloudOptions } from '../../../emulator/local-cloud'

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

/** The fixture functions, built once for the whole run. */
export function builtFixtures(): string {
  return inject('builtFixtures')
}

/** A local cloud with the fixture functions, its clock standing still, its timers run by hand unless asked otherwise. */
export function startShop(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  return LocalCloud.start({ config, functions: builtFixtures(), clock: { mode: 'frozen', at: MARCH_FIRST }, timers: false, account: inject('account'), ...options })
}

/** A folder that is gone when the run ends. */
export function temporaryFolder(): string {
  return mkdtempSync(join(inject('runFolder'), 'test-'))
}
