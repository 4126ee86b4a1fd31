import type { Flow, FlowKind } from './model'
import { nextNumber, type Peer } from './peer'

export interface Account {
  balanceFen: number
  paymentsFen: number
  /** What left for refunds, less what came back from closed ones. */
  refundsFen: number
  feesFen: number
  toppedUpFen: number
  withdrawnFen: number
}

export function balanceFen(peer: Peer): number {
  return peer.tables.numbers.get('balance') ?? 0
}

/** Books one movement; call inside the transaction of what it belongs to. Nothing is booked for zero. */
export function book(peer: Peer, kind: FlowKind, amountFen: number, reference: string): void {
  if (amountFen === 0) return
  const balance = balanceFen(peer) + amountFen
  const id = String(nextNumber(peer, 'flow')).padStart(12, '0')
  peer.tables.numbers.put('balance', balance)
  peer.tables.numbers.put(`sum:${kind}`, sumOf(peer, kind) + amountFen)
  peer.tables.flows.put(id, { id, at: peer.clock.now(), kind, amountFen, balanceFen: balance, reference } satisfies Flow)
}

function sumOf(peer: Peer, kind: FlowKind): number {
  return peer.tables.numbers.get(`sum:${kind}`) ?? 0
}

/** The merchant's account: payments in, refunds and fees out. */
export function accountOf(peer: Peer): Account {
  const out = (...kinds: FlowKind[]): number => kinds.reduce((sum, kind) => sum - sumOf(peer, kind), 0)
  return {
    balanceFen: balanceFen(peer),
    paymentsFen: sumOf(peer, 'payment'),
    refundsFen: out('refund', 'refund-closed'),
    feesFen: out('fee', 'fee-returned'),
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
