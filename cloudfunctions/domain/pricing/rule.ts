import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { CartLine, QuoteInput } from './cart'

/** Which lines a rule is about. Scopes nest and never cross: that is why one more discount can never make an order dearer. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'category'; readonly categoryId: string }
  | { readonly kind: 'product'; readonly productId: string }

/** What every rule declares, as stored. */
export interface RuleBase {
  readonly id: string
  /** Raised by every edit; orders keep it beside the amount. */
  readonly version: number
  readonly scope: Scope
  /** Among rules of one step and one width of scope the smaller is applied first; then by id. */
  readonly order: number
  /** Of the rules that name the same group one is applied: the one that leaves the shopper the lowest price. */
  readonly exclusive?: string
  readonly startsAt?: Instant
  /** The end itself is already over. */
  readonly endsAt?: Instant
  readonly newShoppersOnly?: boolean
}

/** Names a sentence for the shopper; its words are rendered where texts are kept. */
export interface Sentence {
  readonly key: string
  readonly params: Readonly<Record<string, number>>
}

/** Why a rule changed nothing. */
export type Reason =
  | 'not_started' | 'ended' | 'new_shoppers_only' | 'out_of_scope' | 'excluded' | 'not_cheapest' | 'nothing_left'
  | 'not_in_group' | 'too_few_people' | 'no_step_yet' | 'no_group_price' | 'no_flash_price' | 'flash_sold_out' | 'over_flash_limit' | 'set_incomplete' | 'level_too_low' | 'below_threshold' | 'too_few_pieces'
  | 'no_freight' | 'no_points_chosen' | 'too_few_points'

export interface Declined {
  readonly ok: false
  readonly reason: Reason
  readonly params: Readonly<Record<string, number>>
}

/** A rule that changes nothing here, and what is missing where that can be said. */
export function decline(reason: Reason, params: Readonly<Record<string, number>> = {}): Declined {
  return { ok: false, reason, params }
}

/** What a discount looks at: the lines of its scope together. */
export interface Base {
  /** At list price, whatever else is taken off: thresholds are judged by it. */
  readonly listFen: Fen
  readonly pieces: number
  /** What is still to be paid for them when the rule's turn comes. */
  readonly leftFen: Fen
}

export interface Off {
  readonly ok: true
  /** Positive; more than is left counts as what is left. */
  readonly offFen: Fen
  readonly say: Sentence
}

/** Pieces of a line sold together with others, and what they cost so. */
export interface SetShare {
  readonly line: CartLine
  readonly pieces: number
  readonly amountFen: Fen
}

interface Checked<R extends RuleBase> {
  /** The field that is wrong in a rule about to be stored, undefined when all is well. */
  readonly check: (rule: R) => string | undefined
}

/** Offers a price for a piece; the lowest offer for a line wins. Must not depend on other rules. */
export interface PriceModule<R extends RuleBase> extends Checked<R> {
  readonly step: 'price'
  readonly offer: (rule: R, line: CartLine, input: QuoteInput) => { readonly ok: true; readonly unitFen: Fen; readonly say: Sentence } | Declined
}

/** Offers a price for pieces bought together. */
export interface SetModule<R extends RuleBase> extends Checked<R> {
  readonly step: 'set'
  readonly sets: (rule: R, lines: readonly CartLine[]) => { readonly ok: true; readonly shares: readonly SetShare[]; readonly say: Sentence } | Declined
}

/**
 * Takes something off: from each line (`line`), from the lines of the scope together (`threshold`, `coupon`), from the freight (`freight`),
 * or from all goods at the end (`points`). What it leaves must never grow when what is left shrinks, all else equal.
 */
export interface OffModule<R extends RuleBase> extends Checked<R> {
  readonly step: 'line' | 'threshold' | 'coupon' | 'freight' | 'points'
  readonly off: (rule: R, base: Base, input: QuoteInput) => Off | Declined
}

/** Gives points for what was paid for goods. */
export interface EarnModule<R extends RuleBase> extends Checked<R> {
  readonly step: 'earn'
  readonly earn: (rule: R, paidGoodsFen: Fen, input: QuoteInput) => number | Declined
}

export type RuleModule<R extends RuleBase> = PriceModule<R> | SetModule<R> | OffModule<R> | EarnModule<R>

export function inScope(scope: Scope, line: CartLine): boolean {
  if (scope.kind === 'all') return true
  return scope.kind === 'category' ? line.categoryId === scope.categoryId : line.productId === scope.productId
}

/** Whether a rule counts at this instant: from its start on, no longer at its end. */
export function isInForce({ startsAt, endsAt }: Pick<RuleBase, 'startsAt' | 'endsAt'>, now: Instant): boolean {
  return (startsAt === undefined || now >= startsAt) && (endsAt === undefined || now < endsAt)
}

/** What keeps a rule from being looked at at all; the start instant itself has begun, the end is over. */
export function closedReason(rule: RuleBase, input: QuoteInput): Reason | undefined {
  if (rule.startsAt !== undefined && input.now < rule.startsAt) return 'not_started'
  if (rule.endsAt !== undefined && input.now >= rule.endsAt) return 'ended'
  if (rule.newShoppersOnly && !input.shopper.isNew) return 'new_shoppers_only'
  return input.lines.some(line => inScope(rule.scope, line)) ? undefined : 'out_of_scope'
}
