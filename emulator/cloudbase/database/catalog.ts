import { CollectionTable } from './collection-table'
import { collectionMissing, limitExceeded } from './errors'
import { type IndexDeclaration, IndexTable } from './index-table'
import type { SqliteFile } from './sqlite-file'

/** Collections of an environment and indexes of a collection, as CloudBase documents them. */
const MAX_COLLECTIONS = 100
const MAX_INDEXES = 100
const MAX_INDEX_FIELDS = 31

/** Which collections and indexes there are. */
export class Catalog {
  readonly #file: SqliteFile
  readonly #collections = new Map<string, CollectionTable>()

  constructor(file: SqliteFile) {
    this.#file = file
    this.reload()
  }

  /** Reads the collections and indexes anew, as after a commit that failed. */
  reload(): void {
    const file = this.#file
    this.#collections.clear()
    for (const row of file.prepare('select number, name from collections order by number').all() as { number: number; name: string }[]) {
      this.#collections.set(row.name, new CollectionTable(file, row.number, row.name))
    }
    for (const row of file.prepare('select number, collection, declaration, multikey from indexes order by number').all() as IndexRow[]) {
      const collection = [...this.#collections.values()].find(({ number }) => number === row.collection)
      const declaration = JSON.parse(row.declaration) as IndexDeclaration
      collection?.indexes.push(new IndexTable(file, row.number, row.collection, declaration, row.multikey === 1))
    }
  }

  get(name: string): CollectionTable {
    const collection = this.#collections.get(name)
    if (!collection) throw collectionMissing(name)
    return collection
  }

  has(name: string): boolean {
    return this.#collections.has(name)
  }

  all(): CollectionTable[] {
    return [...this.#collections.values()]
  }

  create(name: string): CollectionTable {
    if (this.#collections.size >= MAX_COLLECTIONS) throw limitExceeded(`at most ${MAX_COLLECTIONS} collections`)
    this.#file.beginWrite()
    const { lastInsertRowid } = this.#file.prepare('insert into collections (name) values (?)').run(name)
    this.#file.exec(CollectionTable.tableSql(Number(lastInsertRowid)))
    const collection = new CollectionTable(this.#file, Number(lastInsertRowid), name)
    this.#collections.set(name, collection)
    return collection
  }

  /** Makes the index as declared; one of the same name and shape stays as it is, one of another shape is built anew. */
  declareIndex(declaration: IndexDeclaration): void {
    const { name, fields, unique = false, sparse = false } = declaration
    if (fields.length === 0 || fields.length > MAX_INDEX_FIELDS) throw new Error(`index ${name} must have 1 to ${MAX_INDEX_FIELDS} fields`)
    const collection = this.#collections.get(declaration.collection) ?? this.create(declaration.collection)
    const at = collection.indexes.findIndex(index => index.name === name)
    const existing = collection.indexes[at]
    if (existing && existing.unique === unique && existing.sparse === sparse && JSON.stringify(existing.fields) === JSON.stringify(fields)) return
    this.#file.beginWrite()
    if (existing) {
      this.#file.exec(`drop table index_${existing.number}; delete from indexes where number = ${existing.number}`)
      collection.indexes.splice(at, 1)
    }
    if (collection.indexes.length >= MAX_INDEXES) throw limitExceeded(`at most ${MAX_INDEXES} indexes`)
    collection.indexes.push(this.#build(collection, { collection: collection.name, name, fields, unique, sparse }))
  }

  #build(collection: CollectionTable, declaration: IndexDeclaration): IndexTable {
    const insert = this.#file.prepare('insert into indexes (collection, declaration, multikey) values (?, ?, 0)')
    const number = Number(insert.run(collection.number, JSON.stringify(declaration)).lastInsertRowid)
    this.#file.exec(IndexTable.tableSql(number))
    const index = new IndexTable(this.#file, number, collection.number, declaration, false)
    collection.fill(index)
    return index
  }

  /** Empties every collection and keeps the indexes. */
  empty(): void {
    this.#file.beginWrite()
    for (const collection of this.all()) {
      this.#file.exec(`delete from documents_${collection.number}`)
      for (const index of collection.indexes) this.#file.exec(`delete from index_${index.number}`)
      collection.forgetCount()
    }
  }
}

interface IndexRow {
  number: number
  collection: number
  declaration: string
  multikey: number
}
