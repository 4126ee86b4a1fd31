import type { OrderState } from '../order/order'

/** Stock of one SKU. `available + held + sold` only changes by restocking or writing off (I4). */
export interface Stock {
  /** The SKU's id. */
  readonly id: string
  readonly productId: string
  readonly available: number
  /** Reserved by orders that are not settled yet. */
  readonly held: number
  readonly sold: number
  /** Moves applied to the counters and not yet marked on their orders, by order id; short-lived. */
  readonly inflight: Readonly<Record<string, string>>
  /** When a move was last put in flight, 0 when a tidy-up found none; what the tidy-up looks for. */
  readonly inflightAt: number
  /** Pieces about to be given by something that is no order: an import of codes, a return. By its id, the nonce of who gives them; short-lived. */
  readonly giving?: Readonly<Record<string, string>>
  /** The last change of the total by the merchant, so that repeating it is recognised. */
  readonly adjustmentId?: string
}

/** Where the pieces of an order's line are. */
export type StockState = 'none' | 'held' | 'sold' | 'released'

/** `deduct` takes pieces that were not kept for the order before: presale (S40). */
export type StockMove = 'hold' | 'sell' | 'deduct' | 'release' | 'restock'

/** The pieces of one line, as its order knows them. */
export interface LineStock {
  readonly state: StockState
  readonly quantity: number
  /** Moves made so far; names the next one, so that repeating it is recognised. */
  readonly seq: number
  /** Nonce of the last move marked; an application with another nonce is a stray one. */
  readonly nonce?: string
}

interface MoveRule {
  readonly from: readonly StockState[]
  readonly to: StockState
  /** States of the order in which the move is right (`release` of an order that is given up while it is being placed included); marking it on an order in another state undoes it. */
  readonly whileOrder: readonly OrderState[]
  /** What each piece adds to the counters. */
  readonly available: number
  readonly held: number
  readonly sold: number
}

export const STOCK_MOVES: Readonly<Record<StockMove, MoveRule>> = {
  hold: { from: ['none', 'released'], to: 'held', whileOrder: ['placing', 'paid'], available: -1, held: 1, sold: 0 },
  sell: { from: ['held'], to: 'sold', whileOrder: ['paid', 'grouping', 'preparing'], available: 0, held: -1, sold: 1 },
  deduct: { from: ['none', 'released'], to: 'sold', whileOrder: ['paid', 'grouping'], available: -1, held: 0, sold: 1 },
  release: { from: ['held'], to: 'released', whileOrder: ['closed', 'placing'], available: 1, held: -1, sold: 0 },
  restock: { from: ['sold'], to: 'released', whileOrder: ['closed'], available: 1, held: 0, sold: -1 },
}

/**
 * Pieces leave `available` as soon as a move is put in flight and come back to it only when its mark stands: so an application that turns
 * out to be a stray one has at worst hidden a piece for a moment, and never offered one that is not there (I4).
 */
export function takesAtOnce(move: StockMove): boolean {
  return STOCK_MOVES[move].available < 0
}

/** A move in flight. The nonce tells one worker's application from another's, so that exactly one is marked and any other undone. */
export interface InflightMove {
  readonly seq: number
  readonly move: StockMove
  readonly nonce: string
}

export function encodeInflight({ seq, move, nonce }: InflightMove): string {
  return `${seq}.${move}.${nonce}`
}

export function decodeInflight(text: string): InflightMove {
  const [seq, move, nonce] = text.split('.')
  if (!seq || !move || !nonce || !(move in STOCK_MOVES)) throw new Error(`malformed move in flight: ${text}`)
  return { seq: Number(seq), move: move as StockMove, nonce }
}

/** The counters' change for `quantity` pieces; `sign` −1 gives the exact inverse. */
export function stockDelta(move: StockMove, quantity: number, sign: 1 | -1 = 1): { available: number; held: number; sold: number } {
  const rule = STOCK_MOVES[move]
  const times = quantity * sign
  return { available: rule.available * times || 0, held: rule.held * times || 0, sold: rule.sold * times || 0 }
}
