import { requestFailed } from './errors'
import { isDocument, isNumeric, type Value } from './values'

/** Refuses a document above the limit. The exact size is worked out only where the text is long enough to come near it. */
export function checkSize(document: Value, text: string, maxBytes: number): void {
  if (text.length * 4 < maxBytes) return
  const size = bsonSize(document)
  if (size > maxBytes) throw requestFailed(`document too large: ${size} bytes, at most ${maxBytes}`)
}

/** The size of the value in MongoDB's binary form. */
function bsonSize(value: Value): number {
  if (value === null || value === undefined) return 0
  if (typeof value === 'string') return Buffer.byteLength(value) + 5
  if (typeof value === 'boolean') return 1
  if (isNumeric(value)) return 8
  if (Array.isArray(value)) return value.reduce<number>((sum, item, index) => sum + 2 + String(index).length + bsonSize(item), 5)
  if (isDocument(value)) return Object.entries(value).reduce((sum, [name, item]) => sum + 2 + Buffer.byteLength(name) + bsonSize(item), 5)
  return 12
}
