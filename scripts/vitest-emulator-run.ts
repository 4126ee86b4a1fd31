import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { type KeyRecord, newKeyRecord } from '../emulator/wechat-pay'
import { buildFunctions } from './build-functions'
import { buildPrograms, type Programs } from '../tests/emulator/programs'

declare module 'vitest' {
  interface ProvidedContext {
    /** Everything the run writes is below it. */
    runFolder: string
    builtFixtures: string
    programs: Programs
    /** A merchant's account at WeChat Pay, and another's. Making RSA keys takes most of a second, so that a run does it once. */
    account: KeyRecord
    otherAccount: KeyRecord
  }
}

/** 2026-03-01 10:00 in Shanghai, when most tests begin. */
const ACCOUNTS_FROM = Date.UTC(2026, 2, 1, 2)

/** What all files of the emulator's tests share is made once, before the first, and is gone after the last. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'lintuan-test-'))
  const to = join(folder, 'functions')
  const [programs] = await Promise.all([buildPrograms(folder), buildFunctions({ from: fileURLToPath(new URL('../tests/emulator/functions/fixtures', import.meta.url)), to })])
  project.provide('runFolder', folder)
  project.provide('builtFixtures', to)
  project.provide('programs', programs)
  project.provide('account', newKeyRecord(ACCOUNTS_FROM))
  project.provide('otherAccount', newKeyRecord(ACCOUNTS_FROM))
  return () => rmSync(folder, { recursive: true, force: true })
}
