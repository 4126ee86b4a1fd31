import type { Invoice } from '../../domain/invoice/invoice'
import type { OpenMatters } from '../../domain/member/leave'
import { isOver } from '../../domain/order/erase-order'
import type { Order } from '../../domain/order/order'
import { supplierOfStaff } from '../../domain/shop/supplier'
import type { Ports } from '../../ports'
import { roleOf, setupOf } from '../member/role'
import { everyPage } from './every-page'

/** What is still open of a shopper's, read page by page; leaving is rare. */
export async function openMatters(ports: Ports, openid: string): Promise<OpenMatters> {
  const { store } = ports
  const [role, setup] = await Promise.all([roleOf(ports, openid), setupOf(ports)])
  const staff = role !== 'shopper' || supplierOfStaff(setup, openid) !== undefined
  let orders = false
  let afterSales = false
  await everyPage(ports, 'orders', 'openid', openid, 'placedAt', async (page) => {
    orders ||= page.some(order => order.state !== 'completed' && order.state !== 'closed')
    afterSales ||= page.some(order => !isOver(order)) || await refundsOpen(ports, page)
  })
  await everyPage(ports, 'invoices', 'openid', openid, 'requestedAt', page => void (afterSales ||= page.some(isOpen)))
  const topUps = await store.page({
    collection: 'top_ups',
    where: [{ field: 'openid', is: 'eq', value: openid }, { field: 'state', is: 'eq', value: 'requested' }],
    order: { field: 'requestedAt', direction: 'desc' },
    limit: 1,
  })
  let transfers = false
  await everyPage(ports, 'transfers', 'openid', openid, 'createdAt', page => void (transfers ||= page.some(transfer => transfer.endedAt === undefined)))
  return { orders, afterSales, topUps: topUps.length > 0, transfers, staff }
}

async function refundsOpen({ store }: Ports, orders: readonly Order[]): Promise<boolean> {
  const ids = orders.flatMap(order => order.refundIds)
  for (let at = 0; at < ids.length; at += 100) {
    if ((await store.getMany('refunds', ids.slice(at, at + 100))).some(refund => refund.state !== 'succeeded')) return true
  }
  return false
}

function isOpen({ state }: Invoice): boolean {
  return state === 'requested' || state === 'outdated'
}
