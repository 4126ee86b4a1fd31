import type { AdminProcedures, ParsedInputOf } from '../../contract'
import type { StatementView, SupplierOrderView } from '../../contract/supplier-views'
import type { AddressView, GoodsCardView, Page } from '../../contract/views'
import type { Clause } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { noteLook } from '../order/note-look'
import { type ShipRefusal, shipParcel } from '../order/ship-parcel'
import { readCursor, toPage } from '../paging'
import { goodsCard } from '../views/goods-view'
import { stateOf, supplierOrderView } from '../views/supplier-view'
import { statement } from './statement'

type Input<Name extends keyof AdminProcedures> = ParsedInputOf<AdminProcedures[Name]>

const PAGE_SIZE = 20

const PREPARING: Clause = { field: 'state', is: 'eq', value: 'preparing' }
const IN_GROUP: Clause = { field: 'state', is: 'in', values: ['paid', 'grouping'] }

/** The supplier a caller acts for; the entry lets nobody else in. */
function ownId({ supplierId }: Call): string {
  if (supplierId === undefined) throw new Error('a supplier\'s procedure without a supplier')
  return supplierId
}

/** Orders with goods of this supplier, newest first, its own part of each (X9). Each tab walks an index of its own. */
export async function listOwnOrders(call: Call, { tab, cursor }: Input<'supplier.orders'>): Promise<Answer<Page<SupplierOrderView>, never>> {
  const { ports } = call
  const supplierId = ownId(call)
  const after = readCursor(cursor)
  const mine = { is: 'has', value: supplierId } as const
  const orders = await ports.store.page({
    collection: 'orders',
    where: tab === 'sent' ? [{ field: 'sent', ...mine }] : [{ field: 'unsent', ...mine }, tab === 'to_ship' ? PREPARING : IN_GROUP],
    order: { field: 'placedAt', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  return answer(toPage(orders, PAGE_SIZE, order => order.placedAt, order => supplierOrderView(order, supplierId)))
}

/** A supplier hands its part to a carrier. An order without goods of its own is the same as none (I15, X9). */
export async function shipOwn(call: Call, { orderId, ...parcel }: Input<'supplier.ship'>): Promise<Answer<SupplierOrderView, ShipRefusal>> {
  const { ports } = call
  const supplierId = ownId(call)
  const order = await ports.store.get('orders', orderId)
  if (!order || ![...order.unsent, ...order.sent].includes(supplierId) || order.closedReason === 'not_placed') return refused('order_not_found')
  const shipped = await shipParcel(ports, { orderId, sender: supplierId, ...parcel })
  if (typeof shipped === 'string') return refused(shipped)
  return answer(supplierOrderView(shipped, supplierId))
}

/** The whole address of an order this supplier has to send to, and of no other (S12, X9). */
export async function showOwnAddress(call: Call, { orderId }: Input<'supplier.address'>): Promise<Answer<AddressView, 'order_not_found' | 'order_not_shippable'>> {
  const { ports, openid } = call
  const supplierId = ownId(call)
  const order = await ports.store.get('orders', orderId)
  if (!order || ![...order.unsent, ...order.sent].includes(supplierId) || order.closedReason === 'not_placed') return refused('order_not_found')
  if (stateOf(order, supplierId) !== 'to_ship' || !order.address) return refused('order_not_shippable')
  await noteLook(ports, openid, orderId)
  return answer(order.address)
}

/** The goods a supplier sends, as shoppers see them in lists. */
export async function listOwnGoods(call: Call, { cursor }: Input<'supplier.goods'>): Promise<Answer<Page<GoodsCardView>, never>> {
  const after = readCursor(cursor)
  const products = await call.ports.store.page({
    collection: 'products',
    where: [{ field: 'supplierId', is: 'eq', value: ownId(call) }],
    order: { field: 'rank', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  return answer(toPage(products, PAGE_SIZE, product => product.rank, goodsCard))
}

export async function getStatement(call: Call, input: Input<'supplier.statement'>): Promise<Answer<StatementView, 'period_invalid'>> {
  const view = await statement(call.ports, { ...input, supplierId: ownId(call) })
  return view ? answer(view) : refused('period_invalid')
}
