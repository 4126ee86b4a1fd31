import type { RedeemedView, VoucherView } from '../../contract/vouchers'
import type { Voucher } from '../../domain/voucher/voucher'

export function voucherView(voucher: Voucher, now: number): VoucherView {
  const { id, orderId, title, specText, piece, use, uses, state, validFrom, validUntil, usedAt } = voucher
  const over = state === 'unused' && now >= validUntil
  return { code: id, orderId, title, specText, piece: piece + 1, use, uses, state: over ? 'expired' : state, validFrom, validUntil, usedAt: usedAt ?? null }
}

/** What staff see of a voucher they have just taken. */
export function redeemedView({ id, orderId, title, specText, use, uses, usedAt }: Voucher): RedeemedView {
  return { code: id, orderId, title, specText, use, uses, usedAt: usedAt ?? 0 }
}
