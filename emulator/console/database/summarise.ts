import { dateTime } from '../text/format'
import type { StoredDocument } from '../api/types'

/** The plain fields of a document on one line; what stands for somebody or an instant is said as such. */
export function summarise(document: StoredDocument, nameOf: (openid: string) => string): string {
  return Object.entries(document)
    .filter(([key, value]) => key !== '_id' && (typeof value !== 'object' || value === null))
    .map(([key, value]) => `${key}: ${say(key, value, nameOf)}`)
    .join(', ')
    .slice(0, 240)
}

function say(key: string, value: unknown, nameOf: (openid: string) => string): string {
  if (key === 'openid' && typeof value === 'string') return nameOf(value)
  return typeof value === 'number' && value > 1.5e12 && value < 2.5e12 ? dateTime(value) : String(value)
}
