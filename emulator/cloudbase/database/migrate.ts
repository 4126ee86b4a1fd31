import type { Catalog } from './catalog'
import { parseStored } from './ejson'
import { FORMAT, type SqliteFile } from './sqlite-file'
import { idKey } from './stored'

/** Above every key. A present key may be another document's former one, so that all are set aside before any is put in its place. */
const ASIDE = Buffer.of(0xFF)

/**
 * Brings a file of an older version up to the present format, whole or not at all. Format 1 had other keys for a Decimal128 and for integers beyond
 * 2^53, so that ids are put under their present key and every index is filled anew.
 */
export function migrate(file: SqliteFile, catalog: Catalog): void {
  if (file.foundFormat === FORMAT) return
  file.beginWrite()
  file.undoOnFailure(() => {
    for (const collection of catalog.all()) {
      const rekey = file.prepare(`update documents_${collection.number} set id = ? where seq = ?`)
      for (let rows = collection.page(0, 500); rows.length > 0; rows = collection.page(rows.at(-1)?.seq ?? 0, 500)) {
        for (const { seq, id, body } of rows) {
          const present = idKey(parseStored(body)._id)
          if (!present.equals(id)) rekey.run(Buffer.concat([ASIDE, present]), seq)
        }
      }
      file.exec(`update documents_${collection.number} set id = substr(id, 2) where id >= x'${ASIDE.toString('hex')}'`)
      for (const index of collection.indexes) {
        file.exec(`delete from index_${index.number}`)
        collection.fill(index)
      }
    }
    file.exec(`pragma user_version = ${FORMAT}`)
  })
  file.flush()
}
