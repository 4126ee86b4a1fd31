import type { OrderView } from '../../contract/views'
import { isSameRequest, newOrder, PLACING_LEASE_MS } from '../../domain/order/new-order'
import type { Address, Order } from '../../domain/order/order'
import { decidePurchase, type PurchaseRefusal, type PurchaseRequest } from '../../domain/order/purchase'
import { answer, type Answer, type Call, refused } from '../answer'
import { type PlaceContext, type PlaceRefusal, takeSteps } from '../order/place-steps'
import { orderView } from '../views/order-view'
import { showOrder } from './own-order'
import { type LoadedPurchase, loadPurchase, quoteView } from './load-purchase'

export interface PlaceOrderInput extends PurchaseRequest {
  readonly orderId: string
  readonly address: Address
  readonly quoteKey: string
}

export type PlaceOrderRefusal = PurchaseRefusal | PlaceRefusal | 'quote_changed' | 'order_id_taken' | 'busy'

/**
 * Places an order under the id the phone made (S2, S14, I12, I16). The price is worked out anew and must be the one the shopper saw. The
 * order is written before anything is taken, so that whatever stops half-way is found and finished or undone.
 */
export async function placeOrder(call: Call, input: PlaceOrderInput): Promise<Answer<OrderView, PlaceOrderRefusal>> {
  const { ports, openid } = call
  const now = ports.clock.now()
  const loaded = await loadPurchase(ports, input)
  const decision = decidePurchase(input, loaded, openid, now)
  if (!decision.ok) return await earlier(call, input, loaded) ?? refused(decision.refusal)
  const purchase = decision.value
  if (purchase.quote.key !== input.quoteKey) return await earlier(call, input, loaded) ?? refused('quote_changed', quoteView(input, purchase, loaded, purchase.quantityLimit))

  const order = newOrder({ orderId: input.orderId, openid, request: input, purchase, address: input.address, activity: loaded.activity, group: loaded.group }, now)
  if (!await ports.store.insert('orders', order)) return await earlier(call, input, loaded) ?? refused('busy')
  return finish(call, order, loaded)
}

async function finish({ ports }: Call, order: Order, loaded: LoadedPurchase): Promise<Answer<OrderView, PlaceOrderRefusal>> {
  const placed = await takeSteps(ports, order, await contextOf(ports, order, loaded))
  if (!placed.ok) return refused(placed.refusal)
  return answer(orderView(placed.value, loaded.group, undefined, ports.clock.now()))
}

async function contextOf(ports: Call['ports'], order: Order, { activity, group, product }: LoadedPurchase): Promise<PlaceContext> {
  const sku = product?.skus.find(one => one.skuId === order.line.skuId)
  const person = order.kind === 'alone' ? undefined : await ports.store.get('members', order.openid)
  return {
    perShopperLimit: order.kind === 'join' ? group?.terms.perShopperLimit : order.kind === 'open' ? activity?.perShopperLimit : undefined,
    person: { nickname: person?.nickname ?? '', avatar: person?.avatar ?? '' },
    ...(order.kind === 'open' && activity && sku && { opening: { activity, priceGroupFen: sku.priceGroupFen } }),
  }
}

/**
 * What became of an order already written under this id: the same request gets the same answer, another one a conflict (I12). An order
 * left half-placed is taken up again once its first request can no longer be alive.
 */
async function earlier(call: Call, input: PlaceOrderInput, loaded: LoadedPurchase): Promise<Answer<OrderView, PlaceOrderRefusal> | undefined> {
  const { ports, openid } = call
  const order = await ports.store.get('orders', input.orderId)
  if (!order) return undefined
  if (!isSameRequest(order, openid, input)) return refused('order_id_taken')
  if (order.closedReason === 'not_placed') return refused('order_expired')
  if (order.state !== 'placing') return answer(await showOrder(ports, order))
  const now = ports.clock.now()
  if (order.workUntil > now) return refused('busy')
  const workUntil = now + PLACING_LEASE_MS
  const claimed = await ports.store.update('orders', order.id, { set: { workUntil }, inc: { version: 1 } }, [
    { field: 'version', is: 'eq', value: order.version },
    { field: 'state', is: 'eq', value: 'placing' },
  ])
  return claimed ? finish(call, { ...order, workUntil, version: order.version + 1 }, loaded) : refused('busy')
}
