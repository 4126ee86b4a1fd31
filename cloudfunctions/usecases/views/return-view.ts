import type { AdminReturnView, ReturnView } from '../../contract/after-sales'
import type { Member } from '../../domain/member/member'
import type { Order } from '../../domain/order/order'
import type { Refund } from '../../domain/refund/refund'
import type { GoodsReturn } from '../../domain/returns/return'
import { lineView, refundView } from './order-view'

export function returnView({ id, orderId, lines, percent, reason, state, requestedAt, decidedAt, rejectReason }: GoodsReturn): ReturnView {
  return { returnId: id, orderId, lines: lines.map(({ skuId, quantity }) => ({ skuId, quantity })), percent, reason, state, requestedAt, decidedAt: decidedAt ?? null, rejectReason: rejectReason ?? '' }
}

export function adminReturnView(goodsReturn: GoodsReturn, order: Order | undefined, buyer: Member | undefined, refund: Refund | undefined): AdminReturnView {
  return {
    ...returnView(goodsReturn),
    goods: order?.goods ?? 'physical',
    orderLines: order?.lines.map(lineView) ?? [],
    buyer: { nickname: buyer?.nickname ?? '', avatar: buyer?.avatar ?? '' },
    restock: goodsReturn.restock,
    refund: refund ? refundView(refund) : null,
  }
}
