/** What shoppers do. `read`: a product page; `settled`: quote, order, pay, and ask until it is settled; `group`: seats of one hot group; `sku`: the pieces of one hot SKU. */
export const JOBS = ['read', 'settled', 'group', 'sku'] as const
export type Job = (typeof JOBS)[number]

export interface Goods { readonly productId: string; readonly skuId: string }

/** Rice is bought alone, milk together: its groups have sixty seats. */
export const GOODS = {
  alone: { productId: 'rice', skuId: 'rice-1' },
  group: { productId: 'milk', skuId: 'milk-1' },
} as const satisfies Record<string, Goods>

export interface ServerQuestion { readonly ask: 'usage' | 'stop' }

/** So many shoppers one after the other for so long; or, with `perSecond`, so many new ones each second whether the shop keeps up or not. */
export interface LoadQuestion {
  readonly url: string
  readonly people: readonly string[]
  readonly job: Job
  readonly shoppers: number
  readonly ms: number
  readonly perSecond?: number
}

export interface LoadAnswer {
  readonly done: number
  readonly perSecond: number
  readonly median: number
  readonly slowest1Percent: number
  /** Of single calls that were let in, whatever became of the rest. */
  readonly callSlowest1Percent: number
  /** Answered with a typed refusal that asks to try again. */
  readonly busy: number
  /** Anything else that is not success. */
  readonly failed: number
  /** One example of what failed. */
  readonly example?: string
}
