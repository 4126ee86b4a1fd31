import type { PaidOrder } from '../wechat-pay'
import { DAY_MS } from '../wechat-pay/time'
import type { Peer } from './peer'
import { EXPRESS, type Shipment } from './shipments'

/** What a payment's money waits for, and until when if nobody does anything about it. */
export interface HeldPayment {
  transactionId: string
  outTradeNo: string
  heldFen: number
  waitsFor: 'shipping' | 'receipt'
  settlesAt?: number
}

export interface Settlement {
  heldFen: number
  settledFen: number
  held: HeldPayment[]
}

/** When a shipped payment settles without a word of the payer: ten days after the upload for express, else two. */
export function settlesAt(shipment: Shipment): number {
  return shipment.uploadedAt + (shipment.logisticsType === EXPRESS ? 10 : 2) * DAY_MS
}

/** Why the platform keeps a payment back: its goods are not on their way, or the payer may still have to get them. */
function waitsFor(peer: Peer, order: PaidOrder): HeldPayment['waitsFor'] | undefined {
  if (!peer.tradeManaged || order.refundedFen >= order.totalFen) return undefined
  const shipment = peer.tables.shipments.get(order.transactionId)
  if (!shipment?.complete) return 'shipping'
  return shipment.confirmedAt !== undefined || peer.clock.now() >= settlesAt(shipment) ? undefined : 'receipt'
}

/** Whether the platform holds the money of this payment. */
export function holds(peer: Peer, transactionId: string): boolean {
  const order = peer.paidOrder(transactionId)
  return order !== undefined && waitsFor(peer, order) !== undefined
}

/** What was paid and not refunded, split into what the platform holds and what it let go; fees are WeChat Pay's concern. */
export function settlementOf(peer: Peer): Settlement {
  const left = peer.paidOrders().map(order => ({ order, fen: order.totalFen - order.refundedFen }))
  const held = left.flatMap(({ order, fen }): HeldPayment[] => {
    const reason = waitsFor(peer, order)
    if (!reason) return []
    const shipment = peer.tables.shipments.get(order.transactionId)
    return [{
      transactionId: order.transactionId,
      outTradeNo: order.outTradeNo,
      heldFen: fen,
      waitsFor: reason,
      ...(reason === 'receipt' && shipment && { settlesAt: settlesAt(shipment) }),
    }]
  })
  const heldFen = held.reduce((sum, one) => sum + one.heldFen, 0)
  return { heldFen, settledFen: left.reduce((sum, one) => sum + one.fen, 0) - heldFen, held }
}
