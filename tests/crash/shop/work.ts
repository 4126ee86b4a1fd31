export const CLIENTS_PREFIX = 'client'

/** What the clients buy. */
export const GOODS = [{ productId: 'rice', skuId: 'rice-1', size: 3 }, { productId: 'milk', skuId: 'milk-1', size: 2 }] as const

/** What a client was told, which must be true for ever; and what it sent, of which there must be one answer at most. */
export interface Told {
  /** Orders that were placed, at what price. */
  readonly placed: Map<string, { readonly client: string; readonly payableFen: number }>
  readonly cancelled: Set<string>
  /** The payment sheet said that the money is taken. */
  readonly paid: Set<string>
  /** The shop said that the order is paid. */
  readonly seenPaid: Set<string>
  /** Every id ever sent with an order. */
  readonly sent: Set<string>
  acknowledged: number
  readonly problems: string[]
}

export function nothingTold(): Told {
  return { placed: new Map(), cancelled: new Set(), paid: new Set(), seenPaid: new Set(), sent: new Set(), acknowledged: 0, problems: [] }
}
