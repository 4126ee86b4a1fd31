import { putFreeze, unsharedBalanceFen } from './account'
import { PayError } from './errors'
import type { Order, Payment } from './model'
import { commit, scheduleJob, type After, type Peer } from './peer'
import type { Freeze } from './sharing-model'
import { DAY_MS } from './time'

/** After this the rest of a payment is the merchant's whether or not it was shared out. */
export const SHARING_LIFE_MS = 30 * DAY_MS

/** Freezes a payment that is to be shared out; call inside the transaction that books it. */
export function freeze(peer: Peer, after: After, order: Order, payment: Payment): void {
  const leftFen = order.totalFen - payment.feeFen
  const { transactionId, paidAt } = payment
  putFreeze(peer, {
    transactionId,
    outTradeNo: order.outTradeNo,
    paidAt,
    // Rounded before it is cut, because 0.3 is a little less than three tenths.
    capFen: Math.floor(Math.round(leftFen * peer.settings.sharingCap * 1e4) / 1e4),
    sharedFen: 0,
    leftFen,
    pendingFen: 0,
    requests: 0,
    released: false,
  })
  after(() => scheduleRelease(peer, transactionId, paidAt))
}

function scheduleRelease(peer: Peer, transactionId: string, paidAt: number): void {
  scheduleJob(peer, paidAt + SHARING_LIFE_MS, `wechat-pay unfreeze ${transactionId}`, async () => commit(peer, () => {
    const found = peer.tables.freezes.get(transactionId)
    if (found && !found.released) putFreeze(peer, release(found))
  }))
}

/** Puts the release of what is still frozen back on the clock. */
export function resumeFreezes(peer: Peer): void {
  for (const { transactionId, paidAt, released } of peer.tables.freezes.values()) if (!released) scheduleRelease(peer, transactionId, paidAt)
}

/** The rest goes to the available balance; shares on their way stay frozen until they arrive. */
export function release(found: Freeze): Freeze {
  return { ...found, leftFen: 0, released: true }
}

/** Takes a refund from the frozen money of its own payment, else from what is not waiting to be shared out; refuses when it does not suffice. */
export function takeForRefund(peer: Peer, transactionId: string, netFen: number): void {
  const found = peer.tables.freezes.get(transactionId)
  const own = found && !found.released ? found : undefined
  if ((own ? own.leftFen : unsharedBalanceFen(peer)) < netFen) throw new PayError('NOT_ENOUGH')
  if (own) putFreeze(peer, { ...own, leftFen: own.leftFen - netFen })
}

/** A closed refund's money goes back to where it came from. */
export function giveBackForRefund(peer: Peer, transactionId: string, netFen: number): void {
  const found = peer.tables.freezes.get(transactionId)
  if (found && !found.released) putFreeze(peer, { ...found, leftFen: found.leftFen + netFen })
}
