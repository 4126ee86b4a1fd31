import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newKeyRecord, type KeyRecord } from '../../../../emulator/wechat-pay'

/** Named by the instant they are made for, so that a change of it makes new ones. */
function fileFor(now: number): string {
  return join(tmpdir(), `wechat-pay-test-keys-${now}.json`)
}

/** Making RSA keys takes most of a second, so that all test files share one set, kept between runs for as long as the system keeps such files. */
export function sharedKeys(now: number): KeyRecord {
  const file = fileFor(now)
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyRecord
  }
  catch {
    const keys = newKeyRecord(now)
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, JSON.stringify(keys), { mode: 0o600 })
    // Whoever is last wins; a set is whole or not there.
    renameSync(draft, file)
    return keys
  }
}
