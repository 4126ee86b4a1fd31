import { lineSamples, pictures } from './samples'
import { galleryCopy } from '@/copy/gallery'
import type { AddressView, AdminGroupView, DeskGoodsView, OrderView, StatementView, SupplierOrderView } from '@/services/types'

const HOUR = 3_600_000

/** What a short group, a full one, one that was completed short and one that failed look like to the merchant. */
export function adminGroupSamples(base: number): readonly AdminGroupView[] {
  const group: AdminGroupView = {
    groupId: 'g1', productId: 'p1', title: galleryCopy.normal, cover: pictures.peach, leader: { nickname: galleryCopy.short, avatar: '' }, state: 'open', size: 3, formAt: 3, people: 1, held: 1,
    missing: 2, openedAt: base, deadlineAt: base + HOUR, priceGroupFen: 2990, completedShort: null, actions: ['complete'],
  }
  return [
    group,
    { ...group, groupId: 'g2', title: galleryCopy.long, leader: { nickname: '', avatar: '' }, size: 60, formAt: 2, people: 42, held: 0, missing: 0, priceGroupFen: 9_999_999, actions: [] },
    { ...group, groupId: 'g3', state: 'formed', people: 7, size: 10, formAt: 10, held: 0, completedShort: 7, actions: [] },
    { ...group, groupId: 'g4', state: 'failed', cover: pictures.broken, held: 0, actions: [] },
    { ...group, groupId: 'g5', deadlineAt: base - 1 },
  ]
}

export const deskGoodsSamples: readonly DeskGoodsView[] = [
  { productId: 'd1', title: galleryCopy.normal, cover: pictures.peach, kind: 'physical', priceAloneFen: 3990, onSale: true, soldCount: 3, available: 12, groupSize: 3 },
  { productId: 'd2', title: galleryCopy.long, cover: pictures.broken, kind: 'virtual', priceAloneFen: 9_999_999, onSale: true, soldCount: 12_000, available: 0, groupSize: 0 },
]

export function parcelSample(base: number): Pick<OrderView, 'lines' | 'parcels' | 'state'> {
  const lines = lineSamples.slice(0, 3)
  const [, second] = lines
  return {
    state: 'preparing', lines,
    parcels: lines.map(line => ({ supplierId: line.supplierId, skuIds: [line.skuId], sent: line === second ? { company: 'SF', trackingNo: 'SF1234567890123', shippedAt: base } : null })),
  }
}

export function supplierOrderSamples(base: number, address: AddressView): readonly SupplierOrderView[] {
  const order: SupplierOrderView = {
    orderId: '1lq9k2f3aB7xYz0PqRsT', placedAt: base, state: 'to_ship', delivery: 'cold', address, sent: null, shareFen: 2597,
    lines: lineSamples.slice(0, 2).map(({ productId, skuId, title, specText, cover, quantity, packaging }) => ({ productId, skuId, title, specText, cover, quantity, packaging })),
  }
  return [order, { ...order, orderId: 'sent', state: 'sent', delivery: 'standard', address: null, sent: { company: 'YTO', trackingNo: 'YT1234567890123', shippedAt: base }, shareFen: 9_999_999 }]
}

export const statementSample: StatementView['days'] = [{ day: '2026-07-02', orders: 120, shareFen: 99_999_999 }, { day: '2026-07-01', orders: 1, shareFen: 5 }]
