import type { OrderView } from '../../contract/views'
import { hasConsented } from '../../domain/member/consent'
import { isSameRequest, newOrder, PLACING_LEASE_MS } from '../../domain/order/new-order'
import type { Address, Order } from '../../domain/order/order'
import { activityOf, decidePurchase, type Purchase, type PurchaseRefusal, type PurchaseRequest } from '../../domain/order/purchase'
import { findSku, offerOf } from '../../domain/product/product'
import { rulesFor } from '../../domain/risk/rules'
import { riskRulesOf } from '../../domain/shop/setup'
import { ladderFor } from '../../domain/pricing/rules/size-ladder'
import { usesWhatIsOff } from '../../domain/shop/payment-methods'
import type { ShopSetup } from '../../domain/shop/setup'
import { answer, type Answer, type Call, refused } from '../answer'
import { type PlaceContext, type PlaceRefusal, takeSteps } from '../order/place-steps'
import { auditDenial } from '../risk/deny'
import { tracesOf } from '../risk/traces'
import { orderView } from '../views/order-view'
import { quoteView } from '../views/quote-view'
import { showOrder } from './own-order'
import { type LoadedPurchase, loadPurchase } from './load-purchase'

export interface PlaceOrderInput extends PurchaseRequest {
  readonly orderId: string
  readonly address: Address | null
  readonly agreed: readonly string[]
  readonly quoteKey: string
}

/** What is missing in a submit although the goods can be bought. */
type SubmitRefusal = 'consent_needed' | 'address_missing' | 'not_deliverable' | 'no_return_not_agreed' | 'method_off'

export type PlaceOrderRefusal = PurchaseRefusal | PlaceRefusal | SubmitRefusal | 'quote_changed' | 'order_id_taken' | 'busy'

/**
 * Places an order under the id the phone made (S2, S14, I12, I16). The price is worked out anew and must be the one the shopper saw. The
 * order is written before anything is taken, so that whatever stops half-way is found and finished or undone.
 */
export async function placeOrder(call: Call, input: PlaceOrderInput): Promise<Answer<OrderView, PlaceOrderRefusal>> {
  const { ports, openid } = call
  const now = ports.clock.now()
  const loaded = await loadPurchase(ports, openid, input)
  const decision = decidePurchase(input, loaded, input.address, openid, now)
  if (!decision.ok) return await earlier(call, input, loaded) ?? refused(decision.refusal)
  const purchase = decision.value
  const missing = hasConsented(loaded.member) ? whatIsMissing(input, purchase, loaded.setup) : 'consent_needed'
  if (missing) return await earlier(call, input, loaded) ?? refused(missing)
  if (purchase.key !== input.quoteKey) return await earlier(call, input, loaded) ?? refused('quote_changed', quoteView(input, purchase, loaded, await stocksOf(call, input), input.address, now))

  const order = newOrder({ ...input, openid, request: input, purchase, activity: activityOf(input, loaded.products), group: loaded.group, traces: tracesOf(ports, input.address, call.ip, loaded.member) }, now)
  if (!await ports.store.insert('orders', order)) return await earlier(call, input, loaded) ?? refused('busy')
  return finish(call, order, loaded)
}

function whatIsMissing({ address, agreed }: PlaceOrderInput, purchase: Purchase, { methods }: ShopSetup): SubmitRefusal | undefined {
  const { goods, quote, lines } = purchase
  if (goods === 'physical' && !address) return 'address_missing'
  if (quote.undeliverable.length > 0) return 'not_deliverable'
  if (methods && usesWhatIsOff(methods, purchase)) return 'method_off'
  return lines.some(line => line.returnPolicy === 'none' && !agreed.includes(line.skuId)) ? 'no_return_not_agreed' : undefined
}

function stocksOf({ ports }: Call, input: PlaceOrderInput): ReturnType<typeof ports.store.getMany<'stocks'>> {
  return ports.store.getMany('stocks', input.lines.map(line => line.skuId))
}

/** Refusals that are about the shopper's pace, not about goods. */
const LIMITS: ReadonlySet<PlaceRefusal> = new Set(['too_many_unpaid', 'orders_too_fast'])

async function finish({ ports }: Call, order: Order, loaded: LoadedPurchase): Promise<Answer<OrderView, PlaceOrderRefusal>> {
  const placed = await takeSteps(ports, order, contextOf(order, loaded))
  if (!placed.ok) {
    if (LIMITS.has(placed.refusal)) await auditDenial(ports, { ruleId: placed.refusal, openid: order.openid, detail: `order.place ${placed.refusal}` }, ports.clock.now())
    return refused(placed.refusal)
  }
  return answer(orderView(placed.value, loaded.group, [], ports.clock.now()))
}

function contextOf(order: Order, { products, group, setup, member, known }: LoadedPurchase): PlaceContext {
  const { unpaidOrders, ...risk } = riskRulesOf(setup)
  const [rule] = rulesFor(risk, 'order.place', false)
  const base = { member: known ? member : undefined, limits: { unpaid: unpaidOrders, ...(rule && { rate: rule.limit }) } }
  if (order.kind === 'alone') return { ...base, perShopperLimit: undefined }
  if (order.kind === 'join') return { ...base, perShopperLimit: group?.terms.perShopperLimit }
  const [line] = order.lines
  const product = products.find(one => one.id === line?.productId)
  const sku = product && line && findSku(product, line.skuId)
  if (!product?.activity || !sku) return { ...base, perShopperLimit: undefined }
  const opening = { offer: offerOf(product), activity: product.activity, ladder: ladderFor(setup.rules, product, order.placedAt), priceGroupFen: sku.priceGroupFen }
  return { ...base, perShopperLimit: product.activity.perShopperLimit, opening }
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
