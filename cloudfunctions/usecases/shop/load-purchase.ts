import type { Group } from '../../domain/group/group'
import { type Member, newMember } from '../../domain/member/member'
import type { PurchaseRequest } from '../../domain/order/purchase'
import type { Product } from '../../domain/product/product'
import { NO_SETUP, type ShopSetup } from '../../domain/shop/setup'
import type { Ports } from '../../ports'
import { flashLeft } from '../stock/flash-left'
import { glance } from './glance'

export interface LoadedPurchase {
  readonly products: readonly Product[]
  readonly group: Group | undefined
  readonly setup: ShopSetup
  readonly member: Member
  /** False for someone who was never here: the member is only what they would be. */
  readonly known: boolean
  /** What is left of limited flash prices that the goods may have (X1). */
  readonly flashLeft?: Readonly<Record<string, number>>
}

/**
 * What a purchase is decided on, side by side: the goods or the group that carries its offer, the shop's rules, the shopper. Three round trips, two when
 * this instance read the rules a moment ago, and one more when goods have a limited flash price.
 */
export async function loadPurchase(ports: Ports, openid: string, request: PurchaseRequest): Promise<LoadedPurchase> {
  const { store, clock } = ports
  const joins = request.kind === 'join'
  const [products, group, setup, member] = await Promise.all([
    joins ? [] : store.getMany('products', request.lines.map(line => line.productId)),
    joins && request.groupId ? store.get('groups', request.groupId) : undefined,
    glance(ports).get('shop_setup', 'shop'),
    store.get('members', openid),
  ])
  const left = setup && await flashLeft(store, setup.rules, request.lines.map(line => line.skuId), clock.now())
  return { products, group, setup: setup ?? NO_SETUP, member: member ?? newMember(openid, clock.now()), known: member !== undefined, ...(left && { flashLeft: left }) }
}
