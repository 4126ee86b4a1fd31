import { createRequire } from 'node:module'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadTime } from '../../scripts/build-functions'
import { sampleEnvironment } from '../../scripts/sample-environment'

const FOLDER = 'dist/cloudfunctions'
/** Both SDKs are in every bundle; more than this means something else came along. */
const LIMIT_BYTES = 1.6 * 1024 * 1024

const functions = readdirSync(FOLDER)
const env = sampleEnvironment()

function medianLoad(file: string): number {
  return [1, 2, 3].map(() => loadTime(file, env)).sort((a, b) => a - b)[1] ?? Infinity
}

describe('what is deployed', () => {
  it('is the four functions', () => {
    expect(functions.sort()).toEqual(['admin', 'pay-notify', 'shop', 'timers'])
  })

  it.each(functions)('%s stays small, and starts without loading the SDKs it carries', (name) => {
    const file = join(process.cwd(), FOLDER, name, 'index.js')
    expect(statSync(file).size).toBeLessThan(LIMIT_BYTES)
    const sdk = createRequire(import.meta.url).resolve('@cloudbase/node-sdk')
    // A comparison within one run: a bundle that loads its SDKs at once takes longer than the database SDK alone.
    expect(medianLoad(file) / medianLoad(sdk)).toBeLessThan(1)
  })
})
