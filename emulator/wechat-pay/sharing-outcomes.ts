import { book, putFreeze } from './account'
import { sum } from './bill-text'
import { notify } from './notifications'
import { commit, scheduleJob, type After, type Peer } from './peer'
import type { Share, ShareFailure, Sharing, SharingReturn } from './sharing-model'
import { receiverOf } from './sharing-receivers'
import { localTime, rfc3339 } from './time'

/** What one person may receive in a calendar month. */
const MONTHLY_FEN = 20_000_000

export function scheduleSharing(peer: Peer, { outOrderNo, settlesAt }: Sharing): void {
  scheduleJob(peer, settlesAt, `wechat-pay sharing ${outOrderNo}`, async () => settleSharing(peer, outOrderNo))
}

export function scheduleReturn(peer: Peer, { outReturnNo, settlesAt }: SharingReturn): void {
  scheduleJob(peer, settlesAt, `wechat-pay sharing return ${outReturnNo}`, async () => settleReturn(peer, outReturnNo))
}

/** Puts shares and returns that were on their way when the peer stopped back on the clock. */
export function resumeSharings(peer: Peer): void {
  for (const sharing of peer.tables.sharings.values()) if (sharing.state === 'PROCESSING') scheduleSharing(peer, sharing)
  for (const one of peer.tables.sharingReturns.values()) if (one.result === 'PROCESSING') scheduleReturn(peer, one)
}

/** Each receiver gets its share or a reason why not; what none took is the merchant's again. */
function settleSharing(peer: Peer, outOrderNo: string): void {
  commit(peer, (after) => {
    const sharing = peer.tables.sharings.get(outOrderNo)
    if (sharing?.state !== 'PROCESSING') return
    const now = peer.clock.now()
    const shares = sharing.shares.map((share): Share => {
      const failure = sharing.unfreezes ? undefined : plannedFailure(peer, share.account) ?? ownFailure(peer, share)
      return failure ? { ...share, result: 'CLOSED', failure, finishedAt: now } : { ...share, result: 'SUCCESS', finishedAt: now }
    })
    peer.tables.sharings.put(outOrderNo, { ...sharing, state: 'FINISHED', shares })
    if (sharing.unfreezes) return
    thaw(peer, sharing.transactionId, shares)
    for (const share of shares) {
      if (share.result !== 'SUCCESS') continue
      book(peer, 'share', -share.amountFen, share.detailId, outOrderNo)
      tellReceiver(peer, after, sharing, share, '分账')
    }
  })
}

function thaw(peer: Peer, transactionId: string, shares: readonly Share[]): void {
  const frozen = peer.tables.freezes.get(transactionId)
  if (!frozen) return
  const failed = sum(shares.filter(share => share.result === 'CLOSED').map(share => share.amountFen))
  putFreeze(peer, {
    ...frozen,
    pendingFen: frozen.pendingFen - sum(shares.map(share => share.amountFen)),
    leftFen: frozen.released ? 0 : frozen.leftFen + failed,
    sharedFen: frozen.sharedFen - failed,
  })
}

/** The failure asked for this account, else the one for whichever comes next; used up either way. */
function plannedFailure(peer: Peer, account: string): ShareFailure | undefined {
  for (const key of [account, 'next']) {
    const failure = peer.tables.shareFailures.get(key)
    peer.tables.shareFailures.delete(key)
    if (failure) return failure
  }
  return undefined
}

function ownFailure(peer: Peer, share: Share): ShareFailure | undefined {
  if (!receiverOf(peer, share.type, share.account)) return 'NO_RELATION'
  if (share.type === 'PERSONAL_OPENID' && receivedThisMonth(peer, share.account) + share.amountFen > MONTHLY_FEN) return 'RECEIVER_RECEIPT_LIMIT'
  return undefined
}

function receivedThisMonth(peer: Peer, account: string): number {
  const month = localTime(peer.clock.now()).slice(0, 7)
  const shares = peer.tables.sharings.values().flatMap(sharing => sharing.shares)
  const got = shares.filter(one => one.account === account && one.result === 'SUCCESS' && localTime(one.finishedAt ?? 0).startsWith(month))
  return sum(got.map(one => one.amountFen))
}

function settleReturn(peer: Peer, outReturnNo: string): void {
  commit(peer, (after) => {
    const found = peer.tables.sharingReturns.get(outReturnNo)
    if (found?.result !== 'PROCESSING') return
    const failure = plannedFailure(peer, found.returnMchid)
    const settled: SharingReturn = { ...found, result: failure ? 'FAILED' : 'SUCCESS', ...(failure && { failure }), finishedAt: peer.clock.now() }
    peer.tables.sharingReturns.put(outReturnNo, settled)
    const sharing = peer.tables.sharings.get(found.outOrderNo)
    const share = sharing?.shares.find(one => one.account === found.returnMchid)
    if (!sharing || !share) return
    if (failure) {
      const shares = sharing.shares.map(one => (one === share ? { ...one, returnedFen: one.returnedFen - found.amountFen } : one))
      peer.tables.sharings.put(sharing.outOrderNo, { ...sharing, shares })
      return
    }
    book(peer, 'share-returned', found.amountFen, found.returnId, outReturnNo)
    tellReceiver(peer, after, sharing, { ...share, amountFen: found.amountFen, description: found.description }, '分账回退')
  })
}

/** Only receivers that are merchants hear of it, at the address in their own settings. */
function tellReceiver(peer: Peer, after: After, sharing: Sharing, share: Share, summary: '分账' | '分账回退'): void {
  const url = share.type === 'MERCHANT_ID' ? peer.tables.receiverUrls.get(share.account) : undefined
  if (url === undefined) return
  notify(peer, after, {
    eventType: 'TRANSACTION.SUCCESS',
    originalType: 'profitsharing',
    summary,
    subject: sharing.outOrderNo,
    url,
    content: {
      mchid: peer.keys.mchid,
      transaction_id: sharing.transactionId,
      order_id: sharing.orderId,
      out_order_no: sharing.outOrderNo,
      receiver: { type: share.type, account: share.account, amount: share.amountFen, description: share.description },
      success_time: rfc3339(peer.clock.now()),
    },
  })
}
