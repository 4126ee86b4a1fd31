import type { Store } from '../../ports/store'
import { type CallObserver, observedCalls, type Pause } from './calls'
import { updateOf } from './changes'
import { conditionOf, conditionOn } from './conditions'
import { troubleOf } from './errors'
import { requireCountIndex } from './index-check'
import { MAX_PAGE, pageOf } from './paging'
import type { Database } from './sdk'
import { runTransaction } from './transaction'
import { documentId, fromStored, toFields } from './values'

export interface StoreOptions {
  /** Opens the database; called once, at the first use. */
  readonly connect: () => Promise<Database>
  readonly onCall?: CallObserver
  readonly pause?: Pause
  readonly elapsed?: () => number
  readonly random?: () => number
}

/**
 * The store over CloudBase's document database. Every operation is one round trip, but `transaction`, which takes two plus one for each read
 * and write of its body. Reads are repeated once when the answer was lost; a write whose outcome is unknown throws.
 */
export function cloudbaseStore(options: StoreOptions): Store {
  const pause = options.pause ?? (ms => new Promise(resolve => setTimeout(resolve, ms)))
  const calls = observedCalls(options.onCall ?? (() => {}), pause)
  const loop = { calls, pause, elapsed: options.elapsed ?? (() => performance.now()), random: options.random ?? Math.random }
  let opened: Promise<Database> | undefined
  const open = (): Promise<Database> => opened ??= options.connect()

  return {
    async get(collection, id) {
      const document = (await open()).collection(collection).doc(documentId(id))
      const { data } = await calls.read('database.getDocument', () => document.get())
      return data[0] === undefined ? undefined : fromStored(data[0])
    },
    async getMany(collection, ids) {
      const wanted = [...new Set(ids)]
      if (wanted.length > MAX_PAGE) throw new RangeError(`at most ${MAX_PAGE} documents at once`)
      if (wanted.length === 0) return []
      const database = await open()
      const query = database.collection(collection).where({ _id: database.command.in(wanted.map(documentId)) }).limit(MAX_PAGE)
      const { data } = await calls.read('database.getDocument', () => query.get())
      return data.map(fromStored<never>)
    },
    async update(collection, id, change, when = []) {
      const database = await open()
      const query = database.collection(collection).options({ multiple: false }).where(conditionOn(database.command, id, when))
      const data = updateOf(database.command, change)
      const { updated } = await calls.write('database.modifyDocument', () => query.update(data))
      return updated === 1
    },
    async insert(collection, document) {
      const stored = { _id: documentId(document.id), ...toFields(document) }
      const target = (await open()).collection(collection)
      try {
        await calls.write('database.insertDocument', () => target.add(stored))
        return true
      }
      catch (error) {
        if (troubleOf(error) === 'duplicate') return false
        throw error
      }
    },
    async remove(collection, id) {
      const document = (await open()).collection(collection).doc(documentId(id))
      await calls.write('database.removeDocument', () => document.remove())
    },
    async page(query) {
      const matching = pageOf(await open(), query)
      const { data } = await calls.read('database.getDocument', () => matching.get())
      return data.map(fromStored<never>)
    },
    async count(collection, where) {
      requireCountIndex(collection, where)
      const database = await open()
      const condition = conditionOf(database.command, where)
      if (!condition) throw new TypeError('a count without a condition')
      const query = database.collection(collection).where(condition)
      const { total } = await calls.read('database.calculateDocument', () => query.count())
      return total
    },
    async transaction(body) {
      return runTransaction(await open(), loop, body)
    },
  }
}
