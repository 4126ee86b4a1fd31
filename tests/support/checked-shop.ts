import type { CollectionName, Collections } from '../../cloudfunctions/ports'

/** A shop as the checks look at it: the one in memory of unit tests, or the simulated one. */
export interface CheckedShop {
  readonly now: number
  /** Pieces of each SKU in all; several while it is not known whether a change was made. */
  readonly pieces: number | ((skuId: string) => readonly number[])
  readonly database: {
    all: <C extends CollectionName>(collection: C) => Collections[C][]
    one: <C extends CollectionName>(collection: C, id: string) => Collections[C] | undefined
  }
  /** What WeChat knows. */
  readonly pay: {
    readonly orders: ReadonlyMap<string, { readonly state: string }>
    readonly refunds: ReadonlyMap<string, { readonly state: string }>
    readonly accountFen: number
  }
}
