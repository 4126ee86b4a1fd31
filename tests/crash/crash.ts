import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cloudbase from '@cloudbase/node-sdk'
import { seededRandom } from '../../emulator/control/faults'
import { Child } from '../bench/child'
import { Found, problemsOf } from './checks'
import { accountId, ACCOUNTS, type Acknowledged, OPENING_BALANCE } from './work'

interface CrashPrograms {
  server: URL | string
  writers: URL | string
}

const SOURCES: CrashPrograms = { server: new URL('server.ts', import.meta.url), writers: new URL('writers.ts', import.meta.url) }

export interface CrashOptions {
  kills: number
  clients: number
  /** The kill comes so many milliseconds after the clients began, drawn from the seed. */
  between: readonly [number, number]
  seed: number
  /** The processes, by default from their sources. */
  programs?: CrashPrograms
  /** Told after each kill. */
  onKill?(told: { kill: number; acknowledged: number; readyMs: number; startedMs: number; problems: number }): void
}

export interface CrashResult {
  acknowledged: number
  problems: string[]
  /** From opening the data folder to answering, of each start after a kill; and the same with the start of the process. */
  readyMs: number[]
  startedMs: number[]
}

/** A line of the log has some fifty bytes. */
const LINES_OF_TWENTY = 1000
const PATIENCE_MS = 10_000

interface Backend {
  child: Child
  url: string
  readyMs: number
  startedMs: number
}

async function startBackend(program: URL | string, data: string): Promise<Backend> {
  const begun = performance.now()
  const { child, greeting } = await Child.start(program, [data])
  return { child, ...greeting as { url: string; readyMs: number }, startedMs: performance.now() - begun }
}

/** Kills the local cloud in the middle of its clients' writes, again and again, and looks each time at what the disk holds and what the next start answers. */
export async function crash({ kills, clients, between: [soonest, latest], seed, programs = SOURCES, onKill }: CrashOptions): Promise<CrashResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lintuan-crash-'))
  const [data, log] = [join(folder, 'data'), join(folder, 'acknowledged.log')]
  const random = seededRandom(seed)
  const result: CrashResult = { acknowledged: 0, problems: [], readyMs: [], startedMs: [] }
  const { child: writers } = await Child.start(programs.writers, [log, String(clients)])
  let backend = await startBackend(programs.server, data)
  try {
    await openAccounts(backend.url)
    for (let kill = 1; kill <= kills; kill++) {
      const before = sizeOf(log)
      const writing = writers.ask({ url: backend.url, round: kill })
      await new Promise(resolve => setTimeout(resolve, soonest + random() * (latest - soonest)))
      await growth(log, before + LINES_OF_TWENTY)
      await backend.child.kill()
      result.acknowledged = Number(await writing)
      const acknowledged = readLog(log)
      const problems = problemsOf(onDisk(data, join(folder, 'copy')), acknowledged)
      backend = await startBackend(programs.server, data)
      problems.push(...await problemsOfAnswers(backend.url, kill, acknowledged))
      result.problems.push(...problems)
      result.readyMs.push(backend.readyMs)
      result.startedMs.push(backend.startedMs)
      onKill?.({ kill, acknowledged: result.acknowledged, readyMs: backend.readyMs, startedMs: backend.startedMs, problems: problems.length })
    }
    return result
  }
  finally {
    await Promise.all([backend.child.kill(), writers.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
}

function sizeOf(log: string): number {
  return existsSync(log) ? statSync(log).size : 0
}

/** A kill before anything was acknowledged proves nothing: on a machine with much to do it waits for the first twenty. */
async function growth(log: string, size: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (sizeOf(log) < size && performance.now() < until) await new Promise(resolve => setTimeout(resolve, 20))
}

async function openAccounts(url: string): Promise<void> {
  const accounts = Array.from({ length: ACCOUNTS }, (_, n) => ({ _id: accountId(n), balance: OPENING_BALANCE }))
  await clientOf(url).collection('accounts').add(accounts)
}

function readLog(log: string): Acknowledged[] {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line) as Acknowledged) : []
}

/** Looks at a copy, so that the next start finds the files as the kill left them. */
function onDisk(data: string, copy: string): Found {
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy)
  for (const ending of ['', '-wal']) {
    const file = join(data, `database.sqlite${ending}`)
    if (existsSync(file)) cpSync(file, join(copy, `database.sqlite${ending}`))
  }
  return new Found(join(copy, 'database.sqlite'))
}

/** What the restarted cloud answers about the last round. */
async function problemsOfAnswers(url: string, round: number, log: readonly Acknowledged[]): Promise<string[]> {
  const db = clientOf(url)
  const [notes, transfers] = await Promise.all(['notes', 'transfers'].map(name => idsOf(db, name, round)))
  const problems: string[] = []
  for (const entry of log) {
    if (entry.did === 'counted' || entry.round !== round) continue
    const there = (entry.did === 'moved' ? transfers : notes)?.has(entry.id)
    if (there === (entry.did === 'removed')) problems.push(`${entry.id} was ${entry.did} and the restarted cloud says otherwise`)
  }
  return problems
}

async function idsOf(db: Db, collection: string, round: number): Promise<Set<string>> {
  const ids = new Set<string>()
  for (let after = ''; ;) {
    const { data } = await db.collection(collection).where({ round, _id: db.command.gt(after) }).orderBy('_id', 'asc').limit(1000).get() as { data: { _id: string }[] }
    for (const { _id } of data) ids.add(_id)
    const last = data.at(-1)
    if (!last || data.length < 1000) return ids
    after = last._id
  }
}

type Db = ReturnType<typeof clientOf>

function clientOf(url: string): ReturnType<ReturnType<typeof cloudbase.init>['database']> {
  return cloudbase.init({ env: 'crash', secretId: 'id', secretKey: 'key', serviceUrl: `${url}/admin` }).database()
}
