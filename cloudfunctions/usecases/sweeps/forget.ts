import { eraseInvoice } from '../../domain/invoice/erase-invoice'
import { DAY_MS, type Instant, MINUTE_MS } from '../../domain/kernel/instant'
import { eraseOrder, isOver } from '../../domain/order/erase-order'
import { RETENTION } from '../../domain/shop/retention'
import type { Ports } from '../../ports'
import { setupOf } from '../member/role'
import { resealAll } from './reseal'
import { walk } from './walk'

/** The minute of each hour at which old data is looked for: often enough, and no other run asks for it. */
const MINUTE = 7

/**
 * Removes personal data that is older than the shop keeps it (S12), once an hour, a few hundred documents each time. An order or invoice that is still
 * being worked on keeps its own until it is over. Answers how many were seen.
 */
export async function forget(ports: Ports, now: Instant, until: Instant): Promise<number> {
  if (Math.floor(now / MINUTE_MS) % 60 !== MINUTE) return 0
  const { store } = ports
  const { orderDays, invoiceDays, visitDays, auditDays } = (await setupOf(ports)).retention ?? RETENTION
  const before = (days: number): number => now - days * DAY_MS
  const orders = await walk(ports, {
    collection: 'orders',
    where: [{ field: 'personalSince', is: 'lt', value: before(orderDays) }],
    order: { field: 'personalSince', direction: 'asc' },
  }, until, ({ id }) => store.transaction(async (tx) => {
    const order = await tx.get('orders', id)
    if (order?.personalSince !== undefined && isOver(order)) await tx.replace('orders', eraseOrder(order, now))
  }))
  const invoices = await walk(ports, {
    collection: 'invoices',
    where: [{ field: 'personalSince', is: 'lt', value: before(invoiceDays) }],
    order: { field: 'personalSince', direction: 'asc' },
  }, until, ({ id }) => store.transaction(async (tx) => {
    const invoice = await tx.get('invoices', id)
    if (invoice?.personalSince !== undefined && invoice.state !== 'requested' && invoice.state !== 'outdated') await tx.replace('invoices', eraseInvoice(invoice))
  }))
  const visits = await walk(ports, { collection: 'visits', where: [{ field: 'at', is: 'lt', value: before(visitDays) }], order: { field: 'at', direction: 'asc' } }, until, ({ id }) => store.remove('visits', id))
  const audits = await walk(ports, { collection: 'audits', where: [{ field: 'at', is: 'lt', value: before(auditDays) }], order: { field: 'at', direction: 'desc' } }, until, ({ id }) => store.remove('audits', id))
  const looks = await walk(ports, { collection: 'code_reveals', where: [{ field: 'at', is: 'lt', value: before(auditDays) }], order: { field: 'at', direction: 'asc' } }, until, ({ id }) => store.remove('code_reveals', id))
  return orders + invoices + visits + audits + looks + await resealAll(ports, until)
}
