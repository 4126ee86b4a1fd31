import type { AdminOrderView, Page } from '../../contract/views'
import type { Effect } from '../../domain/effect/effect'
import type { Member } from '../../domain/member/member'
import { moveOrder } from '../../domain/order/move-order'
import type { Order, OrderState } from '../../domain/order/order'
import type { Ports } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { saveEffects } from '../effects/outbox'
import { runOwn } from '../effects/run-effects'
import { readCursor, toPage } from '../paging'
import { orderCard } from '../views/order-view'

const TABS = { to_ship: 'preparing', shipped: 'shipped', grouping: 'grouping', closed: 'closed' } as const satisfies Record<string, OrderState>
const PAGE_SIZE = 20

/** Orders of the shop by what is to be done with them, newest first. */
export async function listShopOrders({ ports }: Call, { tab, cursor }: { tab: keyof typeof TABS; cursor: string | null }): Promise<Answer<Page<AdminOrderView>, never>> {
  const after = readCursor(cursor)
  const orders = await ports.store.page({
    collection: 'orders',
    where: [{ field: 'state', is: 'eq', value: TABS[tab] }, { field: 'closedReason', is: 'neq', value: 'not_placed' }],
    order: { field: 'placedAt', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  const buyers = await membersOf(ports, orders)
  const now = ports.clock.now()
  return answer(toPage(orders, PAGE_SIZE, order => order.placedAt, order => adminOrder(order, buyers.get(order.openid), now)))
}

interface ShipInput { readonly orderId: string; readonly company: string; readonly trackingNo: string; readonly packedAsAsked: boolean }
type ShipRefusal = 'order_not_found' | 'order_not_shippable' | 'packaging_unconfirmed'

/** Marks an order as handed to the carrier; WeChat is told, now or as soon as it answers (X8). Repeating it with the same number is harmless. */
export async function shipOrder({ ports }: Call, { orderId, company, trackingNo, packedAsAsked }: ShipInput): Promise<Answer<AdminOrderView, ShipRefusal>> {
  const { store, clock } = ports
  const effects: readonly Effect[] = [{ kind: 'upload_shipping', orderId }, { kind: 'send_message', messageKey: 'order_shipped', orderId }]
  const result = await store.transaction(async (tx): Promise<Order | ShipRefusal> => {
    const order = await tx.get('orders', orderId)
    if (!order) return 'order_not_found'
    if (order.state === 'shipped' && order.shipping?.trackingNo === trackingNo) return order
    if (order.state !== 'preparing' || order.goods !== 'physical') return 'order_not_shippable'
    if (!packedAsAsked && order.lines.some(line => line.packaging !== '')) return 'packaging_unconfirmed'
    const now = clock.now()
    const shipped = moveOrder(order, 'shipped', { shipping: { company, trackingNo, shippedAt: now } })
    await tx.replace('orders', shipped)
    await saveEffects(tx, effects, now)
    return shipped
  })
  if (typeof result === 'string') return refused(result)
  // A merchant sees at once whether WeChat took the shipping info; if not, the outbox goes on trying.
  await runOwn(ports, effects)
  const [order, buyer] = await Promise.all([store.get('orders', orderId), store.get('members', result.openid)])
  return answer(adminOrder(order ?? result, buyer, clock.now()))
}

async function membersOf({ store }: Ports, orders: readonly Order[]): Promise<Map<string, Member>> {
  const openids = [...new Set(orders.map(order => order.openid))]
  const members = openids.length > 0 ? await store.getMany('members', openids) : []
  return new Map(members.map(member => [member.id, member]))
}

function adminOrder(order: Order, buyer: Member | undefined, now: number): AdminOrderView {
  const mustShip = order.state === 'preparing'
  return {
    ...orderCard(order, null, now),
    buyer: { nickname: buyer?.nickname ?? '', avatar: buyer?.avatar ?? '' },
    address: mustShip || !order.address ? order.address : { ...order.address, phone: maskPhone(order.address.phone) },
    shipping: order.shipping ? { company: order.shipping.company, trackingNo: order.shipping.trackingNo, shippedAt: order.shipping.shippedAt } : null,
    shippingUploaded: (order.shipping ?? order.handover)?.uploadedAt !== undefined,
  }
}

/** 138****1234: enough to recognise, too little to call. */
function maskPhone(phone: string): string {
  return phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2')
}
