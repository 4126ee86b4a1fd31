import type { ExportView } from '../../contract/privacy'
import { answer, type Answer, type Call, refused } from '../answer'
import type { CollectionName, Collections, PageCursor, Ports } from '../../ports'
import { cursorOf, readCursor } from '../paging'
import { refundsOf } from '../shop/own-order'

const PAGE_SIZE = 20
const MESSAGE_KEYS = ['group_formed', 'group_failed', 'refund_succeeded', 'order_shipped'] as const

interface Part { readonly documents: readonly unknown[]; readonly next?: PageCursor }
type Section = (ports: Ports, openid: string, after: PageCursor | undefined) => Promise<Part>

/** Everything the shop keeps about a shopper, by what it is, in the order it is exported (S12). Whoever adds a collection about shoppers adds it here and to the erasures. */
const SECTIONS: Readonly<Record<string, Section>> = {
  members: async ({ store }, openid) => ({ documents: [await store.get('members', openid)].filter(Boolean) }),
  orders: async (ports, openid, after) => {
    const part = await pageOf(ports, 'orders', 'openid', 'placedAt', 'desc', openid, after)
    const refunds = await refundsOf(ports, part.documents)
    const returnIds = part.documents.flatMap(order => order.returnIds ?? [])
    const returns = returnIds.length > 0 ? await ports.store.getMany('returns', returnIds.slice(-100)) : []
    // What the order keeps for its own work, and what suppliers get, says nothing about the shopper.
    const shown = part.documents.map(({ stock: _s, workUntil: _w, version: _v, quoteKey: _q, ...order }) => ({
      ...order,
      refunds: refunds.filter(refund => refund.orderId === order.id),
      returns: returns.filter(one => one.orderId === order.id),
    }))
    return { ...part, documents: shown }
  },
  groups: async (ports, openid, after) => {
    const part = await pageOf(ports, 'orders', 'openid', 'placedAt', 'desc', openid, after)
    const ids = [...new Set(part.documents.flatMap(order => order.groupId ?? []))]
    const groups = ids.length > 0 ? await ports.store.getMany('groups', ids) : []
    return { ...part, documents: groups.map(({ id, state, leaderOpenid, openedAt, seats }) => ({ id, state, led: leaderOpenid === openid, openedAt, seat: seats[openid] ?? null })) }
  },
  code_reveals: async (ports, openid, after) => {
    const part = await pageOf(ports, 'orders', 'openid', 'placedAt', 'desc', openid, after)
    const looks = []
    for (const order of part.documents.filter(one => one.codeIds)) {
      looks.push(...await ports.store.page({ collection: 'code_reveals', where: [{ field: 'orderId', is: 'eq', value: order.id }], order: { field: 'at', direction: 'asc' }, limit: 100 }))
    }
    return { ...part, documents: looks }
  },
  invoices: (ports, openid, after) => pageOf(ports, 'invoices', 'openid', 'requestedAt', 'desc', openid, after),
  vouchers: (ports, openid, after) => pageOf(ports, 'vouchers', 'openid', 'validUntil', 'desc', openid, after),
  top_ups: (ports, openid, after) => pageOf(ports, 'top_ups', 'openid', 'requestedAt', 'desc', openid, after),
  balance: (ports, openid, after) => pageOf(ports, 'postings', 'balanceOf', 'at', 'desc', openid, after),
  points: (ports, openid, after) => pageOf(ports, 'postings', 'pointsOf', 'at', 'desc', openid, after),
  commission: (ports, openid, after) => pageOf(ports, 'postings', 'commissionOf', 'at', 'desc', openid, after),
  transfers: (ports, openid, after) => pageOf(ports, 'transfers', 'openid', 'createdAt', 'desc', openid, after),
  visits: (ports, openid, after) => pageOf(ports, 'visits', 'openid', 'at', 'asc', openid, after),
  share_codes: (ports, openid, after) => pageOf(ports, 'share_codes', 'sharerOpenid', 'createdAt', 'asc', openid, after),
  message_quotas: async ({ store }, openid) => ({ documents: await store.getMany('message_quotas', MESSAGE_KEYS.map(key => `${openid}:${key}`)) }),
}

const NAMES = Object.keys(SECTIONS)

/** One part of the caller's own data (S12). The cursor says which section and where in it; a section without documents is passed over. */
export async function exportMine({ ports, openid }: Call, { cursor }: { cursor: string | null }): Promise<Answer<ExportView, 'cursor_invalid'>> {
  const [name = '', inner = ''] = cursor?.split('!') ?? [NAMES[0], '']
  let at = NAMES.indexOf(name)
  if (at < 0) return refused('cursor_invalid')
  let after = readCursor(inner)
  for (;;) {
    const section = NAMES[at] as string
    const { documents, next } = await (SECTIONS[section] as Section)(ports, openid, after)
    const following = next ? `${section}!${cursorOf(next)}` : at + 1 < NAMES.length ? `${NAMES[at + 1]}!` : null
    if (documents.length > 0 || following === null) return answer({ section, documents, done: next ? at : at + 1, sections: NAMES.length, next: following })
    if (next) after = next
    else [at, after] = [at + 1, undefined]
  }
}

async function pageOf<C extends CollectionName>({ store }: Ports, collection: C, owner: string, field: keyof Collections[C] & string, direction: 'asc' | 'desc', openid: string, after: PageCursor | undefined): Promise<{ readonly documents: Collections[C][]; readonly next?: PageCursor }> {
  const documents = await store.page({ collection, where: [{ field: owner, is: 'eq', value: openid }], order: { field, direction }, ...(after && { after }), limit: PAGE_SIZE })
  const last = documents.length === PAGE_SIZE ? documents.at(-1) : undefined
  return { documents, ...(last && { next: { value: Number(last[field]), id: last.id } }) }
}
