import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../emulator/control/faults'
import { Database, type Reply } from '../../../emulator/cloudbase/database/index'
import { type Operation, type Result, SnapshotModel, WAITS } from './snapshot-model'

const INTERLEAVINGS = 2500
const STEPS = 24

let database: Database

beforeAll(() => {
  database = Database.open({
    now: () => 0,
    collections: ['docs'],
    indexes: [
      { collection: 'docs', name: 'key', fields: [{ field: 'key', direction: 'asc' }], unique: true },
      { collection: 'docs', name: 'kind', fields: [{ field: 'kind', direction: 'asc' }] },
    ],
  })
})

afterAll(() => database.close())

const WORDS: Record<string, Result> = {
  DATABASE_TRANSACTION_CONFLICT: 'conflict', DATABASE_TRANSACTION_FAIL: 'gone', DATABASE_DUPLICATE_WRITE: 'duplicate',
}

/** One run of the real database: the same operations, as wire calls. */
class RealRun {
  readonly #ids = new Map<number, unknown>()

  async apply(operation: Operation): Promise<Result> {
    const transactionId = operation.transaction === undefined ? undefined : this.#ids.get(operation.transaction)
    const call = (action: string, rest: object): Promise<Reply> => database.handle({ action: `database.${action}`, collectionName: 'docs', transactionId, ...rest })
    const reply = await this.#send(operation, call)
    if (reply.code !== undefined) return WORDS[reply.code] ?? reply.code
    const data = reply.data as { list: string[]; updated: number; deleted: number } | undefined
    switch (operation.kind) {
      case 'start':
        this.#ids.set(operation.transaction, reply.transactionId)
        return 'started'
      case 'commit': return 'committed'
      case 'abort': return 'aborted'
      case 'read': return rowOf(data?.list[0])
      case 'list': return (data?.list ?? []).map(text => (JSON.parse(text) as { _id: string })._id).sort().join()
      case 'inc': return String(data?.updated)
      case 'remove': return String(data?.deleted)
      case 'insert': return '1'
    }
  }

  #send(operation: Operation, call: (action: string, rest: object) => Promise<Reply>): Promise<Reply> {
    switch (operation.kind) {
      case 'start': return call('startTransaction', { transactionId: undefined })
      case 'commit': return call('commitTransaction', {})
      case 'abort': return call('abortTransaction', {})
      case 'list': return call('getDocument', { queryType: 'WHERE', query: '{"kind":"k"}', limit: 1000 })
      case 'read': return call('getDocument', { queryType: 'DOC', query: `{"_id":"${operation.id}"}` })
      case 'inc': return call('modifyDocument', { merge: true, multi: false, query: `{"_id":"${operation.id}"}`, data: '{"$inc":{"n":{"$numberInt":"1"}}}' })
      case 'remove': return call('removeDocument', { multi: false, query: `{"_id":"${operation.id}"}` })
      case 'insert': return call('insertDocument', { data: [`{"_id":"${operation.id}","kind":"k","n":{"$numberInt":"0"},"key":{"$numberInt":"${operation.key}"}}`] })
    }
  }
}

function rowOf(text: string | undefined): string {
  if (text === undefined) return 'null'
  const { n, key } = JSON.parse(text) as Record<'n' | 'key', { $numberInt: string }>
  return JSON.stringify({ n: Number(n.$numberInt), key: Number(key.$numberInt) })
}

function randomOperation(random: () => number, waiting: boolean): Operation {
  const pick = (count: number): number => Math.floor(random() * count)
  const transaction = pick(3)
  const id = 'abcd'[pick(4)] as string
  const dice = random()
  if (dice < 0.12) return { kind: 'start', transaction }
  if (dice < 0.24) return { kind: 'commit', transaction }
  if (dice < 0.28) return { kind: 'abort', transaction }
  const within = waiting || random() < 0.7 ? transaction : undefined
  if (dice < 0.4) return { kind: 'read', transaction: within, id }
  if (dice < 0.48) return { kind: 'list', transaction: within }
  if (dice < 0.72) return { kind: 'inc', transaction: within, id }
  if (dice < 0.82) return { kind: 'remove', transaction: within, id }
  return { kind: 'insert', transaction: within, id, key: pick(4) }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve))
}

/** One interleaving. At most one plain write waits at a time, so that the model need not know who would be woken first. */
async function interleave(seed: number): Promise<{ expected: string[]; actual: string[] }> {
  database.reset()
  const random = seededRandom(seed)
  const model = new SnapshotModel()
  const real = new RealRun()
  const started = new Set<number>()
  const expected: string[] = []
  const actual: string[] = []
  let waiting: { operation: Operation; outcome: { result?: Result } } | undefined
  for (let step = 0; step < STEPS; step++) {
    const operation = randomOperation(random, waiting !== undefined)
    if (operation.kind === 'start' ? started.has(operation.transaction) : operation.transaction !== undefined && !started.has(operation.transaction)) continue
    if (operation.kind === 'start') started.add(operation.transaction)
    const label = JSON.stringify(operation)
    const result = model.apply(operation)
    expected.push(`${label} ${result}`)
    if (result === WAITS) {
      const outcome: { result?: Result } = {}
      void real.apply(operation).then((value) => { outcome.result = value })
      await turns()
      actual.push(`${label} ${outcome.result ?? WAITS}`)
      waiting = { operation, outcome }
      continue
    }
    actual.push(`${label} ${await real.apply(operation)}`)
    if (result === 'committed' || result === 'aborted' || result === 'conflict' || result === 'duplicate') {
      if (operation.transaction !== undefined) started.delete(operation.transaction)
      if (!waiting) continue
      const later = model.apply(waiting.operation)
      await turns()
      expected.push(`then ${later}`)
      actual.push(`then ${waiting.outcome.result ?? WAITS}`)
      if (later !== WAITS) waiting = undefined
    }
  }
  for (const transaction of started) {
    const operation: Operation = { kind: 'abort', transaction }
    expected.push(model.apply(operation))
    actual.push(await real.apply(operation))
  }
  await turns()
  if (waiting) {
    expected.push(`at last ${model.apply(waiting.operation)}`)
    actual.push(`at last ${waiting.outcome.result}`)
  }
  for (const id of 'abcd') {
    const operation: Operation = { kind: 'read', transaction: undefined, id }
    expected.push(model.apply(operation))
    actual.push(await real.apply(operation))
  }
  return { expected, actual }
}

describe('snapshot isolation', () => {
  it(`agrees with the model in ${INTERLEAVINGS} random interleavings`, async () => {
    const seen = new Set<string>()
    for (let seed = 1; seed <= INTERLEAVINGS; seed++) {
      const { expected, actual } = await interleave(seed)
      if (actual.join('\n') !== expected.join('\n')) expect({ seed, steps: actual }).toEqual({ seed, steps: expected })
      for (const line of expected) seen.add(line.split(' ').at(-1) ?? '')
    }
    // The interleavings must have met what they are there for.
    for (const word of ['conflict', 'duplicate', 'waits', 'committed', 'aborted']) expect(seen).toContain(word)
  })
})
