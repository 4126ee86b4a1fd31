import type { AdminRefundView, Page } from '../../contract/views'
import type { Refund } from '../../domain/refund/refund'
import type { BankCard, Ports, RefundAnswer } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { askForRefund, takeAnswer } from '../effects/send-refund'
import { refundWorkId } from '../payments/record-refund'
import { orderTitle } from '../effects/texts'
import { EFFECT_LEASE_MS, outboxRow } from '../effects/outbox'
import { readCursor, toPage } from '../paging'
import { refundView } from '../views/order-view'

const PAGE_SIZE = 20

/** Refunds that did not reach the shopper and wait for the merchant. */
export async function listAbnormalRefunds({ ports }: Call, { cursor }: { cursor: string | null }): Promise<Answer<Page<AdminRefundView>, never>> {
  const after = readCursor(cursor)
  const refunds = await ports.store.page({
    collection: 'refunds',
    where: [{ field: 'state', is: 'in', values: ['abnormal', 'closed'] }],
    order: { field: 'requestedAt', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  const views = new Map<string, AdminRefundView>()
  for (const refund of refunds) views.set(refund.id, await adminRefund(ports, refund))
  return answer(toPage(refunds, PAGE_SIZE, refund => refund.requestedAt, refund => views.get(refund.id) as AdminRefundView))
}

type Target = { readonly kind: 'ask_again' } | ({ readonly kind: 'bank_card' } & BankCard)

/** Sends an abnormal refund on, under its one number, and follows it until it ends (I9). */
export async function retryRefund({ ports }: Call, { refundId, to }: { refundId: string; to: Target }): Promise<Answer<AdminRefundView, 'refund_not_found' | 'refund_not_abnormal' | 'refund_rejected' | 'payment_unavailable'>> {
  const { store, clock } = ports
  const refund = await store.get('refunds', refundId)
  if (!refund) return refused('refund_not_found')
  if (refund.state !== 'abnormal' && refund.state !== 'closed') return refused('refund_not_abnormal')
  // Written first: should this call end here, the sweep finds out how it went.
  const row = outboxRow({ kind: 'send_refund', refundId }, clock.now(), clock.now() + EFFECT_LEASE_MS)
  await store.insert('outbox', row)
  const result = await ask(ports, refund, to)
  if (result.outcome === 'rejected') return refused('refund_rejected', { code: result.code })
  if (result.outcome !== 'known') return refused('payment_unavailable')
  if (await takeAnswer(ports, refund, result) === 'done') await store.remove('outbox', row.id)
  const current = await store.get('refunds', refundId)
  if (current && current.state !== 'abnormal' && current.state !== 'closed') await store.update('work_items', refundWorkId(refundId), { set: { state: 'closed' } })
  return answer(await adminRefund(ports, current ?? refund))
}

async function ask(ports: Ports, refund: Refund, to: Target): Promise<RefundAnswer> {
  if (to.kind === 'ask_again' || !refund.providerRefundId) return askForRefund(ports, refund)
  return ports.payments.refundToCard({ outRefundNo: refund.id, providerRefundId: refund.providerRefundId }, { bankType: to.bankType, account: to.account, name: to.name })
}

async function adminRefund({ store }: Ports, refund: Refund): Promise<AdminRefundView> {
  const [order, buyer] = await Promise.all([store.get('orders', refund.orderId), store.get('members', refund.openid)])
  return {
    ...refundView(refund),
    orderId: refund.orderId,
    title: order ? orderTitle(order) : '',
    buyer: { nickname: buyer?.nickname ?? '', avatar: buyer?.avatar ?? '' },
    note: refund.note ?? '',
  }
}
