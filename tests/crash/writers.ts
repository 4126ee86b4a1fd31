import { fsyncSync, openSync, writeSync } from 'node:fs'
import cloudbase from '@cloudbase/node-sdk'
import { serveParent } from '../bench/child'
import { accountId, ACCOUNTS, type Acknowledged, type Transfer } from './work'

/** Clients of the unmodified SDK that write until the connection breaks, and log what was acknowledged. */
const [, , logFile = '', count = '32'] = process.argv
const log = openSync(logFile, 'a')
const counted = new Map<number, number>()

type Db = ReturnType<ReturnType<typeof cloudbase.init>['database']>

let lines: string[] = []
let logged = 0

// The SDK says after three seconds that a request is slow, also of those that the kill has ended long before.
console.warn = () => {}

function acknowledge(entry: Acknowledged): void {
  if (lines.length === 0) setImmediate(flushLog)
  lines.push(`${JSON.stringify(entry)}\n`)
}

function flushLog(): void {
  if (lines.length === 0) return
  writeSync(log, lines.join(''))
  fsyncSync(log)
  logged += lines.length
  lines = []
}

/** The SDK answers some refusals instead of throwing them. */
async function accepted<T>(call: Promise<T>): Promise<T> {
  const answer = await call
  const { code, message } = (answer ?? {}) as { code?: string; message?: string }
  if (code) throw Object.assign(new Error(message), { code })
  return answer
}

const actions: readonly ((db: Db, client: number, round: number, n: number) => Promise<void>)[] = [
  async (db, client, round, n) => {
    const id = `${round}-${client}-${n}`
    await accepted(db.collection('notes').add({ _id: id, code: id, round, text: 'written down '.repeat(20) }))
    acknowledge({ did: 'wrote', id, round })
  },
  async (db, client, _round, n) => {
    const next = (counted.get(client) ?? 0) + 1
    const id = `counter-${client}`
    if (n < 4) await accepted(db.collection('counters').doc(id).set({ n: next }))
    else await accepted(db.collection('counters').where({ _id: id, n: db.command.lt(next) }).update({ n: next }))
    counted.set(client, next)
    acknowledge({ did: 'counted', id, n: next })
  },
  async (db, client, round, n) => {
    const from = (client * 7 + n) % ACCOUNTS
    const to = (from + 1 + (n % (ACCOUNTS - 1))) % ACCOUNTS
    const transfer: Transfer = { _id: `${round}-${client}-${n}`, round, from: accountId(from), to: accountId(to), amount: 1 + (n % 9) }
    const transaction = await db.startTransaction()
    await accepted(transaction.collection('accounts').doc(transfer.from).update({ balance: db.command.inc(-transfer.amount) }))
    await accepted(transaction.collection('accounts').doc(transfer.to).update({ balance: db.command.inc(transfer.amount) }))
    await accepted(transaction.collection('transfers').add(transfer))
    await accepted(transaction.commit())
    acknowledge({ did: 'moved', id: transfer._id, round })
  },
  async (db, client, round, n) => {
    const id = `gone-${round}-${client}-${n}`
    await accepted(db.collection('notes').add({ _id: id, code: id, round, text: 'soon gone' }))
    await accepted(db.collection('notes').doc(id).remove())
    acknowledge({ did: 'removed', id, round })
  },
]

/** Until the connection breaks. A transaction may meet another one; whatever else is refused is an error of ours. */
async function write(url: string, client: number, round: number): Promise<void> {
  const db = cloudbase.init({ env: 'crash', secretId: 'id', secretKey: 'key', serviceUrl: `${url}/admin` }).database()
  for (let n = 0; ; n++) {
    try {
      await actions[(client + n) % actions.length]?.(db, client, round, n)
    }
    catch (error) {
      const { code, message } = error as { code?: string; message?: string }
      if (code === 'DATABASE_TRANSACTION_CONFLICT') continue
      if (code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'EPIPE' || /socket hang up|aborted/.test(message ?? '')) return
      throw error
    }
  }
}

serveParent('ready', async ({ url, round }: { url: string; round: number }): Promise<number> => {
  await Promise.all(Array.from({ length: Number(count) }, (_, client) => write(url, client, round)))
  flushLog()
  return logged
})
