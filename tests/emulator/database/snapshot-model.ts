/** What an operation came to, in one word. */
export type Result = string

type Write =
  | { kind: 'inc'; transaction: number | undefined; id: string }
  | { kind: 'remove'; transaction: number | undefined; id: string }
  | { kind: 'insert'; transaction: number | undefined; id: string; key: number }

export type Operation =
  | Write
  | { kind: 'start'; transaction: number }
  | { kind: 'commit'; transaction: number }
  | { kind: 'abort'; transaction: number }
  | { kind: 'read'; transaction: number | undefined; id: string }
  | { kind: 'list'; transaction: number | undefined }

interface Row {
  n: number
  key: number
}

interface Run {
  view: Map<string, Row>
  startedAt: number
  written: Set<string>
  keys: Set<number>
}

export const WAITS = 'waits'

/**
 * Snapshot isolation in its plainest form: every transaction has a copy of the whole database as it was at its start and works on that; who
 * writes what another has written since, or is writing, loses. Documents have a unique `key`.
 */
export class SnapshotModel {
  readonly rows = new Map<string, Row>()
  readonly #runs = new Map<number, Run>()
  readonly #changedAt = new Map<string, number>()
  #time = 0

  apply(operation: Operation): Result {
    const { transaction } = operation
    if (operation.kind === 'start') return this.#start(operation.transaction)
    const run = transaction === undefined ? undefined : this.#runs.get(transaction)
    if (transaction !== undefined && !run) return 'gone'
    const view = run ? run.view : this.rows
    switch (operation.kind) {
      case 'commit': return this.#commit(operation.transaction, run as Run)
      case 'abort':
        this.#runs.delete(operation.transaction)
        return 'aborted'
      case 'read': return JSON.stringify(view.get(operation.id) ?? null)
      case 'list': return [...view.keys()].sort().join()
      case 'inc': case 'remove': case 'insert': return this.#write(operation, run, view)
    }
  }

  #start(transaction: number): Result {
    this.#runs.set(transaction, { view: copy(this.rows), startedAt: this.#time, written: new Set(), keys: new Set() })
    return 'started'
  }

  #commit(transaction: number, run: Run): Result {
    this.#time += 1
    for (const id of run.written) {
      const row = run.view.get(id)
      if (row) this.rows.set(id, row)
      else this.rows.delete(id)
      this.#changedAt.set(id, this.#time)
    }
    for (const key of run.keys) this.#changedAt.set(`key ${key}`, this.#time)
    this.#runs.delete(transaction)
    return 'committed'
  }

  #write(operation: Write, run: Run | undefined, view: Map<string, Row>): Result {
    const { id } = operation
    const row = view.get(id)
    const heldByOther = [...this.#runs.values()].some(other => other !== run && other.written.has(id))
    if (operation.kind !== 'insert' && !row) return '0'
    if (!run && heldByOther) return WAITS
    const beingRemoved = heldByOther && [...this.#runs.values()].some(other => other !== run && other.written.has(id) && !other.view.has(id))
    const wasRemoved = !heldByOther && run !== undefined && !run.written.has(id) && !this.rows.has(id)
    if (operation.kind === 'insert' && row) return this.#lose(run, beingRemoved || wasRemoved ? 'conflict' : 'duplicate')
    const changed = run !== undefined && !run.written.has(id) && (this.#changedAt.get(id) ?? 0) > run.startedAt
    if (heldByOther || changed) return this.#lose(run, 'conflict')
    if (operation.kind === 'inc' && row) return this.#put(run, view, id, { ...row, n: row.n + 1 }, [])
    const key = operation.kind === 'insert' ? operation.key : row?.key ?? 0
    if ([...this.#runs.values()].some(other => other !== run && other.keys.has(key))) return run ? this.#lose(run, 'conflict') : WAITS
    if (run && !run.keys.has(key) && (this.#changedAt.get(`key ${key}`) ?? 0) > run.startedAt) return this.#lose(run, 'conflict')
    if (operation.kind === 'remove') return this.#put(run, view, id, undefined, [key])
    if ([...view.values()].some(present => present.key === key)) return this.#lose(run, 'duplicate')
    return this.#put(run, view, id, { n: 0, key }, [key])
  }

  #put(run: Run | undefined, view: Map<string, Row>, id: string, row: Row | undefined, keys: number[]): Result {
    if (row) view.set(id, row)
    else view.delete(id)
    if (run) {
      run.written.add(id)
      for (const key of keys) run.keys.add(key)
    }
    else {
      this.#time += 1
      this.#changedAt.set(id, this.#time)
      for (const key of keys) this.#changedAt.set(`key ${key}`, this.#time)
    }
    return '1'
  }

  #lose(run: Run | undefined, result: Result): Result {
    for (const [transaction, other] of this.#runs) if (other === run) this.#runs.delete(transaction)
    return result
  }
}

function copy(rows: ReadonlyMap<string, Row>): Map<string, Row> {
  return new Map([...rows].map(([id, row]) => [id, { ...row }]))
}
