import type { Page, WalletEntryView } from '../../contract'
import type { Posting, PostingKind } from '../../domain/ledger/posting'
import { fundsOf } from '../../domain/ledger/postings'
import { answer, type Answer, type Call } from '../answer'
import { readCursor, toPage } from '../paging'

const PAGE_SIZE = 20
const OWNER = { fen: 'balanceOf', points: 'pointsOf' } as const

/** Movements of the caller's stored value or points, newest first: the postings themselves, one round trip a page (S18, S20). */
export async function getWalletHistory({ ports, openid }: Call, { unit, cursor }: { unit: 'fen' | 'points'; cursor: string | null }): Promise<Answer<Page<WalletEntryView>, never>> {
  const after = readCursor(cursor)
  const postings = await ports.store.page({
    collection: 'postings',
    where: [{ field: OWNER[unit], is: 'eq', value: openid }],
    order: { field: 'at', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  return answer(toPage(postings, PAGE_SIZE, posting => posting.at, posting => entryView(posting, unit, openid)))
}

const SHOWN_AS: Readonly<Partial<Record<PostingKind, WalletEntryView['kind']>>> = {
  funds_spent: 'order_paid', refund_promised: 'order_refunded', sale_completed: 'order_completed',
  top_up: 'topped_up', checked_in: 'checked_in', points_exchanged: 'points_exchanged',
}

function entryView(posting: Posting, unit: 'fen' | 'points', openid: string): WalletEntryView {
  const { balanceFen, points } = fundsOf([posting], openid)
  const ofOrder = posting.kind === 'funds_spent' || posting.kind === 'refund_promised' || posting.kind === 'sale_completed'
  return { entryId: posting.id, kind: SHOWN_AS[posting.kind] ?? 'other', orderId: ofOrder ? posting.orderId : null, change: unit === 'fen' ? balanceFen : points, at: posting.at }
}
