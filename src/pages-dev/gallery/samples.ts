import { galleryCopy } from '@/copy/gallery'
import type { GoodsCardView, GroupRowView, OrderCardView, OrderLineView, RefundView, SeatView, SkuView } from '@/services/types'

function drawing(from: string, to: string, ratio = 0.875): string {
  const height = Math.round(320 * ratio)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 ${height}"><rect width="320" height="${height}" fill="${from}"/>`
    + `<circle cx="160" cy="${height / 2}" r="86" fill="${to}"/><circle cx="134" cy="${height / 2 - 28}" r="24" fill="#fff" opacity=".35"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

export const pictures = {
  peach: drawing('#fdeee9', '#f2a48e'),
  berry: drawing('#e9effb', '#7189c9'),
  leaf: drawing('#edf5e6', '#93b56c'),
  broken: '/static/there-is-no-such-picture.jpg',
  banner: drawing('#f6dfd6', '#d93a1e', 0.4267),
  banner2: drawing('#e5efe2', '#4f8a54', 0.4267),
  face: drawing('#f6e6d9', '#cf8e6d', 1),
}

function goods(productId: string, over: Partial<GoodsCardView> = {}): GoodsCardView {
  return {
    productId, title: galleryCopy.normal, cover: pictures.peach, priceAloneFen: 5990, priceGroupFen: 3990, groupSize: 2, soldCount: 328, ...over,
  }
}

export const goodsSamples: readonly GoodsCardView[] = [
  goods('normal'),
  goods('sold-out', { title: galleryCopy.long, cover: pictures.berry, soldCount: 12_800 }),
  goods('huge', { title: galleryCopy.long, cover: pictures.leaf, priceGroupFen: 9_999_999, priceAloneFen: 19_999_999, groupSize: 50, soldCount: 3_456_789 }),
  goods('no-group', { title: galleryCopy.short, cover: pictures.broken, priceAloneFen: 5, priceGroupFen: 5, groupSize: 0, soldCount: 0 }),
]

export function groupSamples(base: number): readonly GroupRowView[] {
  const row = (groupId: string, over: Partial<GroupRowView>): GroupRowView => ({
    groupId, productId: 'normal', title: galleryCopy.normal, cover: pictures.peach, leader: { nickname: galleryCopy.names[0]!, avatar: pictures.face },
    size: 3, missing: 2, deadlineAt: base + 5_025_000, priceGroupFen: 3990, ...over,
  })
  return [
    row('usual', {}),
    row('last-seat', { missing: 1, leader: { nickname: galleryCopy.names[3]!, avatar: '' }, deadlineAt: base + 9000 }),
    row('days', { title: galleryCopy.long, cover: pictures.berry, missing: 48, size: 50, deadlineAt: base + 3 * 86_400_000 }),
    row('over', { deadlineAt: base - 1000, cover: pictures.broken }),
  ]
}

export function seatSamples(count: number, held = 0): SeatView[] {
  return Array.from({ length: count }, (_, index) => ({
    nickname: galleryCopy.names[index % galleryCopy.names.length]!,
    avatar: index % 3 === 0 ? pictures.face : '',
    leader: index === 0,
    state: index >= count - held ? 'held' : 'paid',
    mine: index === 1,
  }))
}

export const skuSamples: readonly SkuView[] = galleryCopy.axes[0]!.values.flatMap((taste, t) => galleryCopy.axes[1]!.values.map((size, s) => ({
  skuId: `sku-${t}-${s}`,
  values: [taste, size],
  image: t === 1 ? pictures.peach : pictures.berry,
  priceAloneFen: 2990 + t * 500 + s * 2000,
  priceGroupFen: 1990 + t * 500 + s * 1800,
  available: (t + s) % 3 === 2 ? 0 : t === 0 ? 120 : 1 + s,
})))

export const lineSample: OrderLineView = {
  productId: 'normal', skuId: 'sku-0-0', title: galleryCopy.long, specText: galleryCopy.spec, cover: pictures.peach, quantity: 2, unitPriceFen: 3990, amountFen: 7980,
}

export function orderSamples(base: number): readonly OrderCardView[] {
  const order = (orderId: string, over: Partial<OrderCardView>): OrderCardView => ({
    orderId, kind: 'open', state: 'grouping', closedReason: null, line: lineSample, payableFen: 7980, placedAt: base - 60_000, payUntil: null, groupId: 'usual',
    refundState: null, actions: ['see_group', 'share'], ...over,
  })
  return [
    order('placed-1', { kind: 'join', state: 'placed', payUntil: base + 425_000, actions: ['pay', 'cancel'] }),
    order('grouping-1', {}),
    order('alone-1', { kind: 'alone', state: 'shipped', groupId: null, payableFen: 9_999_999, actions: ['confirm_receipt', 'buy_again'] }),
    order('refund-1', { state: 'closed', closedReason: 'group_failed', refundState: 'abnormal', actions: ['see_group', 'buy_again'] }),
    order('closed-1', { state: 'closed', closedReason: 'expired', actions: [] }),
  ]
}

export function refundSamples(base: number): readonly RefundView[] {
  const refund = (state: RefundView['state']): RefundView => ({
    refundId: state, state, amountFen: 7980, requestedAt: base - 7_200_000, succeededAt: state === 'succeeded' ? base - 60_000 : null,
  })
  return [refund('processing'), refund('abnormal'), refund('succeeded')]
}
