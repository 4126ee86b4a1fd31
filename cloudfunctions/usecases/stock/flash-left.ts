import type { Instant } from '../../domain/kernel/instant'
import { flashPoolId } from '../../domain/pricing/rules/flash-price'
import type { Rule } from '../../domain/pricing/rules/table'
import type { Store } from '../../ports'

/** More pools than an order has lines are not read at once; a price whose pool is not read counts as sold out. */
const MOST_POOLS = 100

/** What is left of the limited flash prices these SKUs may have, by pool; undefined without one, for then nothing is read. */
export async function flashLeft(store: Pick<Store, 'getMany'>, rules: readonly Rule[], skuIds: readonly string[], now: Instant): Promise<Readonly<Record<string, number>> | undefined> {
  const wanted = rules
    .flatMap(rule => rule.kind === 'flash_price' && rule.endsAt > now ? rule : [])
    .sort((a, b) => a.startsAt - b.startsAt)
    .flatMap(({ id, prices }) => prices.flatMap(({ skuId, limit }) => limit && skuIds.includes(skuId) ? [flashPoolId(id, skuId)] : []))
    .slice(0, MOST_POOLS)
  if (wanted.length === 0) return undefined
  const pools = await store.getMany('stocks', wanted)
  return Object.fromEntries(pools.map(pool => [pool.id, pool.available]))
}
