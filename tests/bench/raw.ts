import { cpSync, existsSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterPrefix, encodeCompound, encodeKey } from '../../emulator/cloudbase/database/key-encoding'
import { COLLECTION, good, goodId, PAGE, shelfName } from './goods'
import type { Workload } from './workloads'

interface Numbers {
  documents: number
  shelf: number
  number: number
}

/**
 * The same work as plain SQLite statements on a copy of the same file, in this process, with nothing above them: no wire, no documents, no
 * snapshots. `group` operations share a commit, as those of so many clients may.
 */
export class Raw {
  /** Works on a copy, with what is still in the journal. */
  static ofCopy(file: string, copy: string, documents: number): Raw {
    for (const ending of ['', '-wal']) if (existsSync(file + ending)) cpSync(file + ending, copy + ending)
    return new Raw(copy, documents)
  }

  readonly #db: InstanceType<typeof DatabaseSync>
  readonly #steps: Readonly<Record<Workload, () => void>>
  #inserted = 0
  #changes = 0

  private constructor(file: string, documents: number) {
    const db = new DatabaseSync(file)
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -32000; pragma wal_autocheckpoint = 8000')
    this.#db = db
    const tables = this.#tables()
    const read = db.prepare(`select body from documents_${tables.documents} where id = ?`)
    const page = db.prepare(`select d.body from index_${tables.shelf} i cross join documents_${tables.documents} d on d.seq = i.seq where i.key >= ? and i.key < ? order by i.key limit ${PAGE}`)
    const change = db.prepare(`update documents_${tables.documents} set body = ? where id = ?`)
    const insert = db.prepare(`insert into documents_${tables.documents} (id, body) values (?, ?)`)
    const insertShelf = db.prepare(`insert into index_${tables.shelf} values (?, ?)`)
    const insertNumber = db.prepare(`insert into index_${tables.number} values (?, ?)`)
    const any = (): number => Math.floor(Math.random() * documents)
    const [front, back] = JSON.stringify(good(0)).split('1000000') as [string, string]
    // Never the same twice, or SQLite would notice and write nothing.
    const changed = (): string => front + String(2_000_000 + this.#changes++) + back
    const changeOne = (): void => { change.run(changed(), encodeKey(goodId(any()))) }
    this.#steps = {
      read: () => { read.get(encodeKey(goodId(any()))) },
      page: () => {
        const prefix = encodeKey(shelfName(any()))
        page.all(prefix, afterPrefix(prefix))
      },
      change: () => {
        const id = encodeKey(goodId(any()))
        read.get(id)
        change.run(changed(), id)
      },
      three: () => { for (let step = 0; step < 3; step++) changeOne() },
      insert: () => {
        const { _id, shelf, sold, number } = good(1_000_000_000 + this.#inserted++)
        const { lastInsertRowid } = insert.run(encodeKey(_id), changed())
        insertShelf.run(encodeCompound([shelf, sold], ['asc', 'desc']), lastInsertRowid)
        insertNumber.run(encodeKey(number), lastInsertRowid)
      },
    }
  }

  /** Operations a second over so many milliseconds. */
  perSecond(workload: Workload, group: number, ms: number): number {
    const step = this.#steps[workload]
    const writes = workload !== 'read' && workload !== 'page'
    const begun = performance.now()
    let done = 0
    do {
      if (writes) this.#db.exec('begin immediate')
      for (let one = 0; one < group; one++) step()
      if (writes) this.#db.exec('commit')
      done += group
    } while (performance.now() - begun < ms)
    return done / ((performance.now() - begun) / 1000)
  }

  close(): void {
    this.#db.close()
  }

  #tables(): Numbers {
    const collection = this.#db.prepare('select number from collections where name = ?').get(COLLECTION) as { number: number }
    const indexes = this.#db.prepare('select number, declaration from indexes where collection = ?').all(collection.number) as { number: number; declaration: string }[]
    const named = (name: string): number => indexes.find(({ declaration }) => (JSON.parse(declaration) as { name: string }).name === name)?.number ?? 0
    return { documents: collection.number, shelf: named('shelf_sold'), number: named('number') }
  }
}
