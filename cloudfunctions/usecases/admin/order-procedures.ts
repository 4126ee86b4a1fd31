import type { AdminProcedures, ParsedInputOf, RefusalOf } from '../../contract'
import type { AddressView, AdminOrderView, Page } from '../../contract/views'
import type { Member } from '../../domain/member/member'
import { isCorrectable } from '../../domain/order/correct-parcel'
import { moneyRelease } from '../../domain/order/money-release'
import type { Order, OrderState } from '../../domain/order/order'
import { senderOf } from '../../domain/order/parcel'
import type { Ports } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { correctShipping } from '../order/correct-shipping'
import { noteLook } from '../order/note-look'
import { type ShipRefusal, shipParcel } from '../order/ship-parcel'
import { readCursor, toPage } from '../paging'
import { maskAddress } from '../views/mask'
import { orderCard, parcelViews } from '../views/order-view'

const TABS = { to_ship: 'preparing', shipped: 'shipped', ready: 'ready', received: 'received', grouping: 'grouping', closed: 'closed' } as const satisfies Record<string, OrderState>
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

/** Marks what one sender sends of an order as handed to the carrier (X8, X9). Repeating it with the same number is harmless. */
export async function shipOrder({ ports }: Call, { supplierId, ...input }: { orderId: string; supplierId: string; company: string; trackingNo: string; packedAsAsked: boolean }): Promise<Answer<AdminOrderView, ShipRefusal>> {
  const shipped = await shipParcel(ports, { ...input, sender: senderOf({ supplierId }) })
  if (typeof shipped === 'string') return refused(shipped)
  return answer(adminOrder(shipped, await ports.store.get('members', shipped.openid), ports.clock.now()))
}

/** The whole address of an order that must be sent, and of no other (S12). Each look is noted before it is granted. */
export async function showAddress({ ports, openid }: Call, { orderId }: { orderId: string }): Promise<Answer<AddressView, 'order_not_found' | 'order_not_shippable'>> {
  const order = await ports.store.get('orders', orderId)
  if (!order || order.closedReason === 'not_placed') return refused('order_not_found')
  if (order.state !== 'preparing' || !order.address) return refused('order_not_shippable')
  await noteLook(ports, openid, orderId)
  return answer(order.address)
}

/** Another waybill for a parcel that has left (X8). */
export async function correctOrderParcel({ ports, openid }: Call, { supplierId, ...input }: ParsedInputOf<AdminProcedures['order.correctParcel']>): Promise<Answer<AdminOrderView, RefusalOf<AdminProcedures['order.correctParcel']>>> {
  const corrected = await correctShipping(ports, { ...input, openid, sender: senderOf({ supplierId }) })
  if (typeof corrected === 'string') return refused(corrected)
  return answer(adminOrder(corrected, await ports.store.get('members', corrected.openid), ports.clock.now()))
}

async function membersOf({ store }: Ports, orders: readonly Order[]): Promise<Map<string, Member>> {
  const openids = [...new Set(orders.map(order => order.openid))]
  const members = openids.length > 0 ? await store.getMany('members', openids) : []
  return new Map(members.map(member => [member.id, member]))
}

function adminOrder(order: Order, buyer: Member | undefined, now: number): AdminOrderView {
  return {
    ...orderCard(order, null, now),
    buyer: { nickname: buyer?.nickname ?? '', avatar: buyer?.avatar ?? '' },
    address: maskAddress(order.address),
    parcels: parcelViews(order),
    shippingUploaded: order.shippingUploadedAt !== undefined,
    shipping: { refused: order.shippingRefused !== undefined, correctable: isCorrectable(order), correction: order.shippingCorrection ?? null },
    release: releaseView(order, now),
  }
}

function releaseView(order: Order, now: number): AdminOrderView['release'] {
  const release = moneyRelease(order, now)
  return release ? { state: release.state, at: 'at' in release ? release.at : null } : null
}
