import type { FlashView } from '@/services/types'

type Flash = FlashView | null | undefined

/** Where a flash price stands by the server's clock (X1): running from its start on, over at its end. Between two answers a page goes by this. */
export function flashState({ startsAt, endsAt }: FlashView, now: number): 'upcoming' | 'running' | 'over' {
  if (now < startsAt) return 'upcoming'
  return now < endsAt ? 'running' : 'over'
}

/** What a piece costs when so many of a SKU are bought now at the flash price; undefined where they cannot be. The server decides again with the quote. */
export function flashFen(flash: Flash, skuId: string, quantity: number, now: number): number | undefined {
  if (!flash || flashState(flash, now) !== 'running') return undefined
  const price = flash.prices.find(one => one.skuId === skuId)
  return price && quantity <= Math.min(price.left ?? Infinity, price.perOrder ?? Infinity) ? price.priceFen : undefined
}

/** The lowest flash price of which a piece is left now; undefined without one. */
export function lowestFlashFen(flash: Flash, now: number): number | undefined {
  const prices = flash?.prices.flatMap(({ skuId }) => flashFen(flash, skuId, 1, now) ?? []) ?? []
  return prices.length > 0 ? Math.min(...prices) : undefined
}

/** Pieces left at the flash price, of all SKUs together; null where one of them has no limit. */
export function flashPiecesLeft({ prices }: FlashView): number | null {
  return prices.reduce<number | null>((sum, { left }) => sum === null || left === null ? null : sum + left, 0)
}
