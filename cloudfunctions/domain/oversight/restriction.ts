import { type Decision, accept, refuse } from '../kernel/decision'
import type { Instant } from '../kernel/instant'

/** Why and since when something must not be sold, as whoever oversees the shop said (S13). */
export interface Restriction {
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

/** What must not be sold; part of the shop's setup, which every quote and every order reads. */
export interface Restrictions {
  /** The whole shop. */
  readonly shop?: Restriction
  readonly goods: readonly (Restriction & { readonly productId: string })[]
}

export type RestrictionTarget = { readonly kind: 'shop' } | { readonly kind: 'goods'; readonly productId: string }

export const NO_RESTRICTIONS: Restrictions = { goods: [] }

/** Few enough to stand in the document that every quote reads. */
export const MAX_RESTRICTED_GOODS = 200

/** Why these goods cannot be bought now: the shop must not sell, or not these (S13). Also in a group that was open before. */
export function whyRestricted({ shop, goods }: Restrictions, productIds: readonly string[]): 'shop_restricted' | 'goods_restricted' | undefined {
  if (shop) return 'shop_restricted'
  return goods.some(one => productIds.includes(one.productId)) ? 'goods_restricted' : undefined
}

export function isRestricted({ shop, goods }: Restrictions, target: RestrictionTarget): boolean {
  return target.kind === 'shop' ? shop !== undefined : goods.some(one => one.productId === target.productId)
}

/** The restrictions with one more; what is restricted already stays as it is (S13). */
export function impose(now: Restrictions, target: RestrictionTarget, restriction: Restriction): Decision<Restrictions, 'already_restricted' | 'too_many_restricted'> {
  if (isRestricted(now, target)) return refuse('already_restricted')
  if (target.kind === 'shop') return accept({ ...now, shop: restriction })
  return now.goods.length < MAX_RESTRICTED_GOODS ? accept({ ...now, goods: [...now.goods, { ...restriction, productId: target.productId }] }) : refuse('too_many_restricted')
}

/** The restrictions with one fewer (S13). */
export function lift(now: Restrictions, target: RestrictionTarget): Decision<Restrictions, 'not_restricted'> {
  if (!isRestricted(now, target)) return refuse('not_restricted')
  if (target.kind === 'goods') return accept({ ...now, goods: now.goods.filter(one => one.productId !== target.productId) })
  const { shop: _, ...rest } = now
  return accept(rest)
}
