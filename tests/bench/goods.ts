import type { IndexDeclaration } from '../../emulator/cloudbase/database/index'

/** The collection everything is measured on: a shelf holds a hundred goods, so that a page of one is the same work at every size. */
export const COLLECTION = 'goods'
export const SHELF = 100
export const PAGE = 20

export const INDEXES: readonly IndexDeclaration[] = [
  { collection: COLLECTION, name: 'shelf_sold', fields: [{ field: 'shelf', direction: 'asc' }, { field: 'sold', direction: 'desc' }] },
  { collection: COLLECTION, name: 'number', fields: [{ field: 'number', direction: 'asc' }], unique: true },
]

export function goodId(n: number): string {
  return `good-${String(n).padStart(9, '0')}`
}

export function shelfName(n: number): string {
  return `shelf-${Math.floor(n / SHELF)}`
}

export interface Good {
  _id: string
  number: number
  shelf: string
  sold: number
  stock: number
  price: number
  title: string
  text: string
}

/** A document of some 600 bytes as it is stored. */
export function good(n: number): Good {
  return {
    _id: goodId(n), number: n, shelf: shelfName(n), sold: (n * 7919) % 1009, stock: 1_000_000, price: 990 + (n % 100) * 100, title: `Apples, a crate of ten, orchard ${n % 37}`,
    text: 'Picked this morning and brought to the gate of the estate by noon. '.repeat(5),
  }
}

/** The lines of an export that holds so many goods. */
export function* exportOfGoods(documents: number): Generator<string> {
  yield JSON.stringify({ collection: COLLECTION })
  for (const index of INDEXES) yield JSON.stringify({ index })
  for (let n = 0; n < documents; n++) yield JSON.stringify({ into: COLLECTION, document: JSON.stringify(good(n)) })
}
