import type { Catalog } from './catalog'
import { parseStored, toEjson } from './ejson'
import { duplicateKey } from './errors'
import type { IndexDeclaration } from './index-table'
import type { SqliteFile } from './sqlite-file'
import { idKey } from './stored'

type Line =
  | { collection: string }
  | { index: IndexDeclaration }
  | { into: string; document: string }

/** One line for each collection, then its indexes, then its documents in order. A document travels as its Extended JSON text. */
export function exportLines(catalog: Catalog, write: (line: string) => void): void {
  const put = (line: Line): void => write(JSON.stringify(line))
  for (const collection of catalog.all()) {
    put({ collection: collection.name })
    for (const { name, fields, unique, sparse } of collection.indexes) put({ index: { collection: collection.name, name, fields, unique, sparse } })
    for (let rows = collection.page(0, 500); rows.length > 0; rows = collection.page(rows[rows.length - 1]?.seq ?? 0, 500)) {
      for (const { body } of rows) put({ into: collection.name, document: body })
    }
  }
}

/** Reads such lines. Everything joins one SQLite transaction, so that a file that breaks off in the middle leaves nothing behind. */
export function importLines(catalog: Catalog, file: SqliteFile, lines: Iterable<string>): void {
  file.beginWrite()
  file.undoOnFailure(() => {
    for (const text of lines) if (text.trim() !== '') importLine(catalog, JSON.parse(text) as Line)
  })
  file.flush()
}

function importLine(catalog: Catalog, line: Line): void {
  if ('collection' in line) {
    if (!catalog.has(line.collection)) catalog.create(line.collection)
  }
  else if ('index' in line) catalog.declareIndex(line.index)
  else insertText(catalog, line.into, line.document)
}

function insertText(catalog: Catalog, into: string, text: string): void {
  const collection = catalog.get(into)
  const document = parseStored(text)
  const id = idKey(document._id)
  if (collection.get(id)) throw duplicateKey(into, '_id_', `{ _id: ${JSON.stringify(document._id)} }`)
  const seq = collection.insert(id, toEjson(document))
  for (const index of collection.indexes) {
    const keys = index.keysOf(document)
    if (index.unique && keys.some(key => index.owners(key).length > 0)) throw duplicateKey(into, index.name, JSON.stringify(document._id))
    if (keys.length > 1) index.noteMultikey()
    index.add(keys, seq)
  }
}
