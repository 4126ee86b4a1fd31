import { DatabaseSync } from '@photostructure/sqlite'
import { parseStored } from '../../emulator/cloudbase/database/ejson'
import { encodeCompound } from '../../emulator/cloudbase/database/key-encoding'
import type { IndexDeclaration } from '../../emulator/cloudbase/database/index'
import { accountId, ACCOUNTS, type Acknowledged, OPENING_BALANCE } from './work'

interface Kept {
  _id: string
  n?: number
  balance?: number
  from?: string
  to?: string
  amount?: number
}

/** Everything a database file holds, read without the code that wrote it. */
export class Found {
  readonly collections = new Map<string, Map<string, Kept>>()
  readonly problems: string[] = []

  constructor(file: string) {
    const db = new DatabaseSync(file)
    const { integrity_check: verdict } = db.prepare('pragma integrity_check').get() as { integrity_check: string }
    if (verdict !== 'ok') this.problems.push(`SQLite says of its file: ${verdict}`)
    for (const { number, name } of db.prepare('select number, name from collections').all() as { number: number; name: string }[]) {
      const documents = new Map<number, Kept>()
      for (const row of db.prepare(`select seq, body from documents_${number}`).all() as { seq: number; body: string }[]) {
        documents.set(row.seq, parseStored(row.body) as unknown as Kept)
      }
      this.collections.set(name, new Map([...documents.values()].map(document => [document._id, document])))
      for (const index of db.prepare('select number, declaration from indexes where collection = ?').all(number) as { number: number; declaration: string }[]) {
        this.#checkIndex(db, index.number, JSON.parse(index.declaration) as IndexDeclaration, documents)
      }
    }
    db.close()
  }

  /** Every document stands in the index once, under the key of what it says now, and nothing else does. */
  #checkIndex(db: InstanceType<typeof DatabaseSync>, number: number, { name, fields }: IndexDeclaration, documents: ReadonlyMap<number, Kept>): void {
    const rows = db.prepare(`select key, seq from index_${number}`).all() as { key: Uint8Array; seq: number }[]
    if (rows.length !== documents.size) this.problems.push(`index ${name} has ${rows.length} entries for ${documents.size} documents`)
    for (const { key, seq } of rows) {
      const document = documents.get(seq) as Record<string, unknown> | undefined
      const expected = document && encodeCompound(fields.map(({ field }) => document[field]), fields.map(({ direction }) => direction))
      if (!expected?.equals(key)) this.problems.push(`index ${name} has an entry for row ${seq} that is not what the document says`)
    }
  }
}

/** What is wrong with what was found, given what was acknowledged: nothing lost, nothing that was removed, no transfer done by half. */
export function problemsOf(found: Found, acknowledged: Iterable<Acknowledged>): string[] {
  const problems = [...found.problems]
  const of = (name: string): ReadonlyMap<string, Kept> => found.collections.get(name) ?? new Map<string, Kept>()
  for (const entry of acknowledged) {
    if (entry.did === 'wrote' && !of('notes').has(entry.id)) problems.push(`note ${entry.id} was acknowledged and is lost`)
    if (entry.did === 'removed' && of('notes').has(entry.id)) problems.push(`note ${entry.id} was removed and is back`)
    if (entry.did === 'moved' && !of('transfers').has(entry.id)) problems.push(`transfer ${entry.id} was committed and is lost`)
    if (entry.did === 'counted' && !((of('counters').get(entry.id)?.n ?? 0) >= entry.n)) problems.push(`${entry.id} was at ${entry.n} and is at ${of('counters').get(entry.id)?.n}`)
  }
  const balances = new Map(Array.from({ length: ACCOUNTS }, (_, n) => [accountId(n), OPENING_BALANCE]))
  for (const { from = '', to = '', amount = 0 } of of('transfers').values()) {
    balances.set(from, (balances.get(from) ?? 0) - amount)
    balances.set(to, (balances.get(to) ?? 0) + amount)
  }
  for (const [id, balance] of balances) {
    if (of('accounts').get(id)?.balance !== balance) problems.push(`${id} holds ${of('accounts').get(id)?.balance} and its transfers say ${balance}`)
  }
  return problems
}
