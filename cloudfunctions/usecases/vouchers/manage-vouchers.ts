import type { RescheduledView, VoucherView } from '../../contract/vouchers'
import type { Page } from '../../contract/views'
import { impossible } from '../../domain/kernel/decision'
import { mayChange } from '../../domain/voucher/voucher'
import { answer, type Answer, type Call, refused } from '../answer'
import { readCursor, toPage } from '../paging'
import { voucherView } from '../views/voucher-view'
import { endService } from './end-service'

const PAGE_SIZE = 20

/** The caller's vouchers, those that are valid longest first. */
export async function listMyVouchers({ ports, openid }: Call, { cursor }: { cursor: string | null }): Promise<Answer<Page<VoucherView>, never>> {
  const after = readCursor(cursor)
  const vouchers = await ports.store.page({
    collection: 'vouchers',
    where: [{ field: 'openid', is: 'eq', value: openid }],
    order: { field: 'validUntil', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  const now = ports.clock.now()
  return answer(toPage(vouchers, PAGE_SIZE, voucher => voucher.validUntil, voucher => voucherView(voucher, now)))
}

interface Reschedule { readonly code: string; readonly validFrom: number; readonly validUntil: number }

/** The merchant moves the time of an unused voucher, as late as its terms allow (S44), with a note of what it was before. */
export async function rescheduleVoucher({ ports, openid }: Call, { code, validFrom, validUntil }: Reschedule): Promise<Answer<RescheduledView, 'voucher_not_found' | 'voucher_used' | 'voucher_not_valid' | 'voucher_change_too_late' | 'period_invalid'>> {
  const { store, clock, ids } = ports
  if (validUntil <= validFrom || validUntil <= clock.now()) return refused('period_invalid')
  const entryId = ids.next()
  const moved = await store.transaction(async (tx) => {
    const voucher = await tx.get('vouchers', code)
    if (!voucher) return 'voucher_not_found'
    switch (voucher.state) {
      case 'used': return 'voucher_used'
      case 'returning':
      case 'void': return 'voucher_not_valid'
      case 'unused': break
      default: return impossible(voucher.state)
    }
    if (voucher.validFrom === validFrom && voucher.validUntil === validUntil) return voucher
    if (!mayChange(voucher, clock.now())) return 'voucher_change_too_late'
    const order = await tx.get('orders', voucher.orderId)
    if (order?.state !== 'ready') return 'voucher_not_valid'
    const next = { ...voucher, validFrom, validUntil, version: voucher.version + 1 }
    await tx.replace('vouchers', next)
    // The order waits at least as long as this one; its end is worked out anew when that comes.
    await tx.replace('orders', { ...order, readyUntil: Math.max(order.readyUntil ?? 0, validUntil), version: order.version + 1 })
    const detail = `${voucher.validFrom}-${voucher.validUntil} to ${validFrom}-${validUntil}`
    await tx.insert('audits', { id: entryId, at: clock.now(), openid, act: 'voucher.reschedule', subject: code, detail })
    return next
  })
  if (typeof moved === 'string') return refused(moved)
  await endService(ports, moved.orderId)
  return answer({ code: moved.id, validFrom: moved.validFrom, validUntil: moved.validUntil })
}
