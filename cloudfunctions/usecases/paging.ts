import type { Page } from '../contract/views'
import type { PageCursor } from '../ports'

/** Reads a cursor a client sent back. Anything malformed starts from the beginning: a cursor grants nothing. */
export function readCursor(text: string | null): PageCursor | undefined {
  const match = text?.match(/^(-?\d{1,16})~([0-9A-Za-z_.:@-]{1,80})$/)
  return match?.[1] && match[2] ? { value: Number(match[1]), id: match[2] } : undefined
}

export function cursorOf({ value, id }: PageCursor): string {
  return `${value}~${id}`
}

/** Turns a page of documents into one of views; a full page points at the next. */
export function toPage<Document extends { readonly id: string }, View>(
  documents: readonly Document[],
  size: number,
  orderedBy: (document: Document) => number,
  view: (document: Document) => View,
): Page<View> {
  const last = documents.length === size ? documents.at(-1) : undefined
  return { items: documents.map(view), next: last ? cursorOf({ value: orderedBy(last), id: last.id }) : null }
}
