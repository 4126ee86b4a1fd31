import { renameSeat } from '../../domain/group/rename-seat'
import { eraseInvoice } from '../../domain/invoice/erase-invoice'
import type { Instant } from '../../domain/kernel/instant'
import { renameParty } from '../../domain/ledger/rename-party'
import { eraseOrder, isOver } from '../../domain/order/erase-order'
import type { Order } from '../../domain/order/order'
import type { CollectionName, Collections, Ports } from '../../ports'

export interface Leaver { readonly openid: string; readonly pseudonym: string; /** When they left: postings since then are about what came afterwards. */ readonly since: Instant }

/** One batch of one collection: `more` may be there, all is `done`, or something `waits` for others to finish. */
export type Erasure = (ports: Ports, leaver: Leaver) => Promise<'more' | 'done' | 'waits'>

const BATCH = 20
const MESSAGE_KEYS = ['group_formed', 'group_failed', 'refund_succeeded', 'order_shipped'] as const

/** In this order: what hangs on an order goes before the order can no longer be found by its shopper. */
export const ERASURES: readonly Erasure[] = [
  eraseOrders,
  eraseInvoices,
  renamed('vouchers', 'openid', 'validUntil', 'desc'),
  eraseTopUps,
  renamed('visits', 'openid', 'at', 'asc'),
  renamed('share_codes', 'sharerOpenid', 'createdAt', 'asc'),
  postingsOf('balanceOf'),
  postingsOf('pointsOf'),
  postingsOf('commissionOf'),
  renamed('transfers', 'openid', 'createdAt', 'desc'),
  eraseQuotas,
]

async function eraseOrders(ports: Ports, leaver: Leaver): ReturnType<Erasure> {
  const orders = await ports.store.page({ collection: 'orders', where: mine('openid', leaver), order: { field: 'placedAt', direction: 'desc' }, limit: BATCH })
  // Money came late for one that was closed: it goes its way first.
  if (orders.some(order => !isOver(order))) return 'waits'
  for (const order of orders) await eraseOne(ports, order, leaver)
  return orders.length < BATCH ? 'done' : 'more'
}

async function eraseOne({ store, clock }: Ports, order: Order, { openid, pseudonym }: Leaver): Promise<void> {
  const { groupId } = order
  if (groupId !== undefined) {
    // By itself: others may want an open group's document.
    await store.transaction(async (tx) => {
      const group = await tx.get('groups', groupId)
      const changed = group && renameSeat(group, openid, pseudonym)
      if (changed) await tx.replace('groups', changed)
    })
  }
  for (const reveal of order.codeIds ? await store.page({ collection: 'code_reveals', where: [{ field: 'orderId', is: 'eq', value: order.id }], order: { field: 'at', direction: 'asc' }, limit: 100 }) : []) {
    await store.update('code_reveals', reveal.id, { set: { openid: pseudonym } })
  }
  for (const id of order.returnIds ?? []) await store.update('returns', id, { set: { openid: pseudonym, reason: '' }, inc: { version: 1 } }, [{ field: 'openid', is: 'eq', value: openid }])
  for (const id of order.refundIds) await store.update('refunds', id, { set: { openid: pseudonym }, inc: { version: 1 } }, [{ field: 'openid', is: 'eq', value: openid }])
  await store.transaction(async (tx) => {
    const current = await tx.get('orders', order.id)
    if (current?.openid === openid && isOver(current)) await tx.replace('orders', { ...eraseOrder(current, clock.now()), openid: pseudonym })
  })
}

async function eraseInvoices({ store }: Ports, leaver: Leaver): ReturnType<Erasure> {
  const { openid, pseudonym } = leaver
  const invoices = await store.page({ collection: 'invoices', where: mine('openid', leaver), order: { field: 'requestedAt', direction: 'desc' }, limit: BATCH })
  for (const { id } of invoices) {
    await store.transaction(async (tx) => {
      const invoice = await tx.get('invoices', id)
      if (invoice?.openid === openid) await tx.replace('invoices', { ...eraseInvoice(invoice), openid: pseudonym })
    })
  }
  return invoices.length < BATCH ? 'done' : 'more'
}

/** One that may still be paid keeps its payer's name, with which the payment is compared. */
async function eraseTopUps(ports: Ports, leaver: Leaver): ReturnType<Erasure> {
  const open = await ports.store.page({ collection: 'top_ups', where: [...mine('openid', leaver), { field: 'state', is: 'eq', value: 'requested' }], order: { field: 'requestedAt', direction: 'desc' }, limit: 1 })
  return open.length > 0 ? 'waits' : renamed('top_ups', 'openid', 'requestedAt', 'desc')(ports, leaver)
}

function postingsOf(field: 'balanceOf' | 'pointsOf' | 'commissionOf'): Erasure {
  return async ({ store }, leaver) => {
    const { openid, pseudonym, since } = leaver
    const postings = await store.page({ collection: 'postings', where: [...mine(field, leaver), { field: 'at', is: 'lte', value: since }], order: { field: 'at', direction: 'desc' }, limit: BATCH })
    for (const { id } of postings) {
      await store.transaction(async (tx) => {
        const posting = await tx.get('postings', id)
        if (posting) await tx.replace('postings', renameParty(posting, openid, pseudonym))
      })
    }
    return postings.length < BATCH ? 'done' : 'more'
  }
}

/** Permissions to send messages name their shopper in their id. */
async function eraseQuotas({ store }: Ports, { openid }: Leaver): ReturnType<Erasure> {
  for (const key of MESSAGE_KEYS) await store.remove('message_quotas', `${openid}:${key}`)
  return 'done'
}

/** Documents in which only the name is personal. */
function renamed<C extends CollectionName>(collection: C, owner: keyof Collections[C] & string, field: keyof Collections[C] & string, direction: 'asc' | 'desc'): Erasure {
  return async ({ store }, leaver) => {
    const page = await store.page({ collection, where: mine(owner, leaver), order: { field, direction }, limit: BATCH })
    for (const { id } of page) await store.update(collection, id, { set: { [owner]: leaver.pseudonym } }, mine(owner, leaver))
    return page.length < BATCH ? 'done' : 'more'
  }
}

function mine(field: string, { openid }: Leaver): [{ readonly field: string; readonly is: 'eq'; readonly value: string }] {
  return [{ field, is: 'eq', value: openid }]
}
