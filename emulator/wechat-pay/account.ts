import type { Flow, FlowKind, Order } from './model'
import { nextNumber, type Peer } from './peer'
import type { Freeze } from './sharing-model'

export interface Account {
  /** All there is: what can be used and what is frozen. */
  balanceFen: number
  /** Waiting to be shared out, or held by the mini-program platform until the goods are delivered. */
  frozenFen: number
  availableFen: number
  paymentsFen: number
  /** What left for refunds, less what came back from closed ones. */
  refundsFen: number
  feesFen: number
  /** What receivers and payees have, less what came back. */
  sharedFen: number
  transferredFen: number
  toppedUpFen: number
  withdrawnFen: number
}

export function balanceFen(peer: Peer): number {
  return peer.tables.numbers.get('balance') ?? 0
}

/** The balance less what is waiting to be shared out. */
export function unsharedBalanceFen(peer: Peer): number {
  return balanceFen(peer) - frozenForSharing(peer)
}

/** Books one movement; call inside the transaction of what it belongs to. Nothing is booked for zero. */
export function book(peer: Peer, kind: FlowKind, amountFen: number, reference: string, voucher = reference): void {
  if (amountFen === 0) return
  const balance = balanceFen(peer) + amountFen
  const id = String(nextNumber(peer, 'flow')).padStart(12, '0')
  peer.tables.numbers.put('balance', balance)
  peer.tables.numbers.put(`sum:${kind}`, sumOf(peer, kind) + amountFen)
  peer.tables.flows.put(id, { id, at: peer.clock.now(), kind, amountFen, balanceFen: balance, reference, voucher } satisfies Flow)
}

function sumOf(peer: Peer, kind: FlowKind): number {
  return peer.tables.numbers.get(`sum:${kind}`) ?? 0
}

function frozenForSharing(peer: Peer): number {
  return peer.tables.numbers.get('frozen') ?? 0
}

/** Keeps what is frozen of a payment, and the sum over all payments beside it, so that nobody has to add it up. */
export function putFreeze(peer: Peer, freeze: Freeze): void {
  const before = peer.tables.freezes.get(freeze.transactionId)
  const frozen = (one: Freeze | undefined): number => (one ? one.leftFen + one.pendingFen : 0)
  peer.tables.freezes.put(freeze.transactionId, freeze)
  peer.tables.numbers.put('frozen', frozenForSharing(peer) + frozen(freeze) - frozen(before))
}

/** What is left of payments that the platform holds, as far as they do not wait to be shared out anyway. */
function heldFen(peer: Peer): number {
  return peer.tables.orders.values().reduce((sum, order) => {
    const { transactionId } = order.payment ?? {}
    if (transactionId === undefined || !peer.settings.held(transactionId)) return sum
    const found = peer.tables.freezes.get(transactionId)
    if (found && !found.released) return sum
    return sum + remainingFen(peer, order) - (found?.sharedFen ?? 0)
  }, 0)
}

/** What the merchant still has of a payment after its fee and its refunds. */
function remainingFen(peer: Peer, { totalFen, payment, refundNos }: Order): number {
  const refunds = refundNos.map(no => peer.tables.refunds.get(no)).filter(one => one !== undefined && one.status !== 'CLOSED')
  return refunds.reduce((left, one) => left - (one?.refundFen ?? 0) + (one?.feeReturnedFen ?? 0), totalFen - (payment?.feeFen ?? 0))
}

/** The merchant's account: payments in, refunds, fees, shares and transfers out. */
export function accountOf(peer: Peer): Account {
  const out = (...kinds: FlowKind[]): number => kinds.reduce((sum, kind) => sum - sumOf(peer, kind), 0)
  const frozenFen = frozenForSharing(peer) + heldFen(peer)
  return {
    balanceFen: balanceFen(peer),
    frozenFen,
    availableFen: balanceFen(peer) - frozenFen,
    paymentsFen: sumOf(peer, 'payment'),
    refundsFen: out('refund', 'refund-closed'),
    feesFen: out('fee', 'fee-returned'),
    sharedFen: out('share', 'share-returned'),
    transferredFen: out('transfer', 'transfer-returned'),
    toppedUpFen: sumOf(peer, 'top-up'),
    withdrawnFen: out('withdrawal'),
  }
}

/** WeChat's share of a payment, to the nearest fen. */
export function feeOf(totalFen: number, rate: number): number {
  return Math.round(totalFen * rate)
}

/** The part of `wholeFen` that belongs to the first `partFen` of `totalFen`, rounded half up without leaving the integers. */
export function proportion(wholeFen: number, partFen: number, totalFen: number): number {
  return Number((2n * BigInt(wholeFen) * BigInt(partFen) + BigInt(totalFen)) / (2n * BigInt(totalFen)))
}
