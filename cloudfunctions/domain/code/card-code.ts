import type { Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'

export type CodeState = 'unused' | 'assigned' | 'void'

/** A code belongs to one order for good; of an order given back before anyone saw it, it is worth nothing any more and never sold again (S45). */
export const CODE_TRANSITIONS: Transitions<CodeState> = {
  unused: ['assigned'],
  assigned: ['void'],
  void: [],
}

/** A card code of a virtual product. Its id is the keyed hash of the clear text, so that the same code cannot be in the shop twice (S45). */
export interface CardCode {
  readonly id: string
  readonly skuId: string
  readonly productId: string
  /** The import that brought it. */
  readonly importId: string
  /** The clear text, encrypted and bound to this id. */
  readonly sealed: string
  readonly state: CodeState
  /** A place among the unused ones that says nothing about the order of import. */
  readonly place: string
  readonly orderId?: string
  readonly assignedAt?: Instant
  readonly voidedAt?: Instant
}

/** A batch of codes the merchant brought. It is written first with all it is about to bring, so that one left half-way can be finished. */
export interface CodeImport {
  /** Named by the merchant's side, so that sending it again is recognised. */
  readonly id: string
  readonly skuId: string
  readonly productId: string
  /** Names the batch's content: the same id with other codes is a conflict. */
  readonly digest: string
  readonly received: number
  readonly state: 'loading' | 'counted'
  /** Emptied when they are all in. */
  readonly codes: readonly { readonly id: string; readonly sealed: string }[]
  /** How many of them the shop did not have yet. */
  readonly fresh?: number
  /** The stock's entry that this batch was counted under, see `give-pieces`. */
  readonly counted?: string
  readonly at: Instant
  readonly importedBy: string
}

/** One look at an order's codes. Never changed; the codes themselves are not in it. */
export interface CodeReveal {
  readonly id: string
  readonly orderId: string
  readonly openid: string
  readonly codeIds: readonly string[]
  readonly at: Instant
}

/** Pieces of a virtual product in one order; each is a document in the transaction that delivers them. */
export const MAX_CODES_AN_ORDER = 20
