import { parseStored } from './ejson'
import { encodeKey } from './key-encoding'
import type { Document, Value } from './values'

/** One document as a reader sees it. The text is parsed only when asked for, and what is parsed is never changed. */
export class Stored {
  /** Row in the collection's table; undefined for what a transaction has inserted and not committed. */
  readonly seq: number | undefined
  readonly id: Uint8Array
  readonly body: string
  #document: Document | undefined

  constructor(seq: number | undefined, id: Uint8Array, body: string) {
    this.seq = seq
    this.id = id
    this.body = body
  }

  get document(): Document {
    this.#document ??= parseStored(this.body)
    return this.#document
  }

  /** A copy that may be changed. */
  draft(): Document {
    return parseStored(this.body)
  }
}

/** The `_id` as the key it is stored under. */
export function idKey(id: Value): Buffer {
  return encodeKey(id)
}

/** Bytes as a string, one character a byte, to serve as a key of a Map. */
export function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
