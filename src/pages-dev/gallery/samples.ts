import { galleryCopy } from '@/copy/gallery'
import type {
  AdminOrderView, AdminRefundView, AdminReturnView, CategoryView, GoodsCardView, GroupRowView, OrderCardView, OrderLineView, OrderView, RefundView, ReturnView, SeatView, SettlementView, SkuView, TrialBalanceView, VoucherView, WorkItemView,
} from '@/services/types'

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
  // Not a picture, so it fails as one does that is missing, without asking anybody for it.
  broken: 'data:image/png;base64,AAAA',
  banner: drawing('#f6dfd6', '#d93a1e', 0.4267),
  banner2: drawing('#e5efe2', '#4f8a54', 0.4267),
  face: drawing('#f6e6d9', '#cf8e6d', 1),
}

function goods(productId: string, over: Partial<GoodsCardView> = {}): GoodsCardView {
  return {
    productId, title: galleryCopy.normal, cover: pictures.peach, priceAloneFen: 5990, priceGroupFen: 3990, groupSize: 2, soldCount: 328, ...over,
  }
}

export const goodsSamples = [
  goods('normal'),
  goods('sold-out', { title: galleryCopy.long, cover: pictures.berry, soldCount: 12_800 }),
  goods('huge', { title: galleryCopy.long, cover: pictures.leaf, priceGroupFen: 9_999_999, priceAloneFen: 19_999_999, groupSize: 50, soldCount: 3_456_789 }),
  goods('no-group', { title: galleryCopy.short, cover: pictures.broken, priceAloneFen: 5, priceGroupFen: 5, groupSize: 0, soldCount: 0 }),
] as const

export function groupSamples(base: number): readonly GroupRowView[] {
  const row = (groupId: string, over: Partial<GroupRowView>): GroupRowView => ({
    groupId, productId: 'normal', title: galleryCopy.normal, cover: pictures.peach, leader: { nickname: galleryCopy.names[0]!, avatar: pictures.face },
    size: 3, missing: 2, deadlineAt: base + 5_025_000, priceGroupFen: 3990, ...over,
  })
  return [
    row('usual', {}),
    row('last-seat', { missing: 1, leader: { nickname: '', avatar: '' }, deadlineAt: base + 9000 }),
    row('days', { title: galleryCopy.long, cover: pictures.berry, missing: 48, size: 50, leader: { nickname: galleryCopy.names[3]!, avatar: pictures.broken }, deadlineAt: base + 3 * 86_400_000 }),
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
  returnPolicy: t === 2 ? 'none' : 'seven_days',
  available: (t + s) % 3 === 2 ? 0 : t === 0 ? 120 : 1 + s,
})))

export const lineSample: OrderLineView = {
  productId: 'normal', skuId: 'sku-0-0', title: galleryCopy.long, specText: galleryCopy.spec, cover: pictures.peach, quantity: 2, listPriceFen: 5990, unitPriceFen: 3990, amountFen: 7980,
  discounts: [], returnPolicy: 'seven_days', noReturnAgreed: false, packaging: '', supplierId: '', supplierName: '', leftQuantity: 2,
}

export const lineSamples: readonly OrderLineView[] = [
  lineSample,
  { ...lineSample, skuId: 'fresh', title: galleryCopy.normal, cover: pictures.berry, returnPolicy: 'none', noReturnAgreed: true, packaging: galleryCopy.subtitle, supplierId: 'farm', supplierName: galleryCopy.supplier },
  { ...lineSample, skuId: 'short', title: galleryCopy.short, specText: '', quantity: 999, unitPriceFen: 9_999_999, cover: pictures.broken, supplierId: 'mill', supplierName: '', leftQuantity: 998 },
  { ...lineSample, skuId: 'third', cover: pictures.leaf },
  { ...lineSample, skuId: 'fourth' },
]

export function orderSamples(base: number): readonly OrderCardView[] {
  const order = (orderId: string, over: Partial<OrderCardView>): OrderCardView => ({
    orderId, kind: 'open', state: 'grouping', closedReason: null, goods: 'physical', lines: [lineSample], payableFen: 7980, placedAt: base - 60_000, payUntil: null, groupId: 'usual',
    refundState: null, actions: ['see_group', 'share'], ...over,
  })
  return [
    order('placed-1', { kind: 'join', state: 'placed', payUntil: base + 425_000, actions: ['pay', 'cancel'] }),
    order('grouping-1', {}),
    order('alone-1', { kind: 'alone', lines: lineSamples, state: 'shipped', groupId: null, payableFen: 9_999_999, actions: ['confirm_receipt', 'buy_again'] }),
    order('refund-1', { state: 'closed', closedReason: 'group_failed', refundState: 'abnormal', actions: ['see_group', 'buy_again'] }),
    order('closed-1', { state: 'closed', closedReason: 'expired', actions: [] }),
  ]
}

export function refundSamples(base: number): readonly RefundView[] {
  const refund = (state: RefundView['state'], over: Partial<RefundView> = {}): RefundView => ({
    refundId: state, state, reason: 'group_failed', amountFen: 7980, balanceFen: 0, points: 0, requestedAt: base - 7_200_000,
    succeededAt: state === 'succeeded' ? base - 60_000 : null, ...over,
  })
  return [
    refund('processing'), refund('abnormal'), refund('succeeded', { reason: 'better_rung', balanceFen: 3000, points: 120 }),
    refund('succeeded', { refundId: 'balance-only', reason: 'returned', balanceFen: 7980 }),
  ]
}

export const categorySamples: readonly CategoryView[] = galleryCopy.categories.map((name, index) => ({
  categoryId: String(index), name, icon: index === 3 ? pictures.broken : pictures.leaf,
}))

export function orderViewSamples(base: number): readonly OrderView[] {
  const view = (orderId: string, over: Partial<OrderView>): OrderView => ({
    ...orderSamples(base)[0]!, orderId, priceLines: [], address: galleryCopy.address, paidAt: null, closedAt: null,
    group: { state: 'open', size: 3, missing: 2, people: 1, deadlineAt: base + 3_600_000, completedShort: null }, parcels: [], shippedAt: null, receivedAt: null, completedAt: null, refunds: [],
    codes: null, vouchers: [], returns: [], returnUntil: null,
    balanceFen: 0, wechatFen: 7980, points: { spent: 0, earned: 0 }, coupons: [], delivery: 'standard', ...over,
  })
  const parcels = [{ supplierId: '', skuIds: [], sent: { company: 'SF', trackingNo: 'SF1234567890123', shippedAt: base - 3_600_000 } }]
  return [
    view('just-placed', {}),
    view('in-group', { state: 'grouping', paidAt: base - 30_000 }),
    view('received', { state: 'received', group: null, paidAt: base - 7_200_000, parcels, shippedAt: base - 3_600_000, receivedAt: base }),
  ]
}

export function adminOrderSamples(base: number): readonly AdminOrderView[] {
  const order = (orderId: string, over: Partial<AdminOrderView>): AdminOrderView => ({
    ...orderSamples(base)[0]!, orderId, state: 'preparing', payUntil: null, actions: [], buyer: { nickname: galleryCopy.names[0]!, avatar: pictures.face },
    address: galleryCopy.address, parcels: [], shippingUploaded: false, shipping: { refused: false, correctable: false, correction: null }, release: null, ...over,
  })
  const parcels = [{ supplierId: '', skuIds: [], sent: { company: 'SF', trackingNo: 'SF1234567890123', shippedAt: base - 3_600_000 } }]
  return [
    order('to-ship', { payableFen: 9_999_999 }),
    order('uploading', { state: 'shipped', parcels, buyer: { nickname: galleryCopy.names[3]!, avatar: pictures.broken } }),
    order('uploaded', { state: 'shipped', parcels, shippingUploaded: true, shipping: { refused: false, correctable: true, correction: null }, release: { state: 'counting', at: base + 3 * 86_400_000 }, buyer: { nickname: '', avatar: '' } }),
  ]
}

export function adminRefundSamples(base: number): readonly AdminRefundView[] {
  const [, abnormal] = refundSamples(base)
  const refund = (refundId: string, over: Partial<AdminRefundView>): AdminRefundView => ({
    ...abnormal!, refundId, orderId: 'grouping-1', title: galleryCopy.normal, reason: 'group_failed', note: galleryCopy.refundNote,
    buyer: { nickname: galleryCopy.names[0]!, avatar: pictures.face }, ...over,
  })
  return [refund('stuck', {}), refund('stuck-long', { title: galleryCopy.long, reason: 'paid_late', note: '', amountFen: 9_999_999, buyer: { nickname: '', avatar: '' } })]
}

export function voucherSamples(base: number): readonly VoucherView[] {
  return (['unused', 'used', 'returning', 'void', 'expired'] as const).map((state, index) => ({
    code: `123456781234567${index}`, orderId: 'grouping-1', title: galleryCopy.normal, specText: '', piece: 1, use: index + 1, uses: index === 4 ? 1 : 5, state,
    validFrom: base, validUntil: base + 86_400_000, usedAt: state === 'used' ? base : null,
  }))
}

export function returnSamples(base: number): readonly ReturnView[] {
  const wanted = (returnId: string, over: Partial<ReturnView>): ReturnView => ({
    returnId, orderId: 'grouping-1', lines: [{ skuId: 'sku-0-0', quantity: 1 }], percent: 100, reason: galleryCopy.short, state: 'requested', requestedAt: base, decidedAt: null, rejectReason: '', ...over,
  })
  return [
    wanted('asked', { reason: galleryCopy.long, lines: [{ skuId: 'sku-0-0', quantity: 1 }, { skuId: 'short', quantity: 999 }] }),
    wanted('agreed', { state: 'approved', percent: 50, decidedAt: base }),
    wanted('refused', { state: 'rejected', decidedAt: base, rejectReason: galleryCopy.long }),
  ]
}

export function adminReturnSamples(base: number): readonly AdminReturnView[] {
  const [asked, agreed] = returnSamples(base)
  const rest = { goods: 'physical', orderLines: lineSamples, buyer: { nickname: galleryCopy.names[3]!, avatar: pictures.broken }, restock: false, refund: null } as const
  return [{ ...asked!, ...rest }, { ...agreed!, ...rest, buyer: { nickname: '', avatar: '' }, restock: true, refund: refundSamples(base)[0]! }]
}

export function workSamples(base: number): readonly WorkItemView[] {
  const item = { state: 'open', owner: 'bookkeeper', link: null, ways: ['noted'], unpaid: [], resolved: null } as const
  return [
    { ...item, id: 'mismatch', kind: 'payment_mismatch', subject: galleryCopy.workSubject, detail: galleryCopy.workDetail, at: base },
    { ...item, id: 'dead', kind: 'effect_dead', owner: 'developer', ways: ['try_again', 'noted'], subject: galleryCopy.workSubject.repeat(4), detail: galleryCopy.long, at: base - 86_400_000 },
    { ...item, id: 'unpaid', kind: 'split_unpaid', ways: ['paid_by_hand'], subject: galleryCopy.workSubject, detail: 'CAP', at: base, unpaid: [{ supplierId: 'farm', name: galleryCopy.long, amountFen: 9_999_999 }] },
    { ...item, id: 'account', kind: 'bill_amount', ways: ['explained', 'noted'], link: { page: 'settlement', day: '2026-05-01' }, subject: galleryCopy.workSubject, detail: galleryCopy.workDetail, at: base },
    { ...item, id: 'done', kind: 'bill_fee', state: 'closed', ways: [], subject: galleryCopy.workSubject, detail: galleryCopy.workDetail, at: base, resolved: { at: base, way: 'noted', note: galleryCopy.long, by: galleryCopy.names[0]! } },
  ]
}

export const settlementSample: SettlementView = {
  day: '2026-05-01', state: 'closed', netFen: 9_999_999_99, differences: 1, closedAt: 1, gapFen: -5000,
  bill: { payments: 3, paymentsFen: 9_999_999_99, refunds: 1, refundsFen: 123_456, feesFen: 5_999_999 },
  books: { paymentsFen: 9_999_949_99, refundsFen: -123_456, feesFen: -5_999_999, splitsFen: -798, transfersFen: -20_000, otherFen: 0, netFen: 9_999_949_99 },
  accountFen: null, items: [],
}

export const balanceSample: TrialBalanceView = {
  day: '2026-05-01', points: [], totalDebitFen: 9_999_999_99, totalCreditFen: 9_999_999_99,
  accounts: [{ account: 'wechat_clearing', debitFen: 9_999_999_99, creditFen: 0 }, { account: 'revenue', debitFen: 0, creditFen: 9_999_999_99 }, { account: 'suspense', debitFen: 0, creditFen: 0 }],
}
