import { book } from './account'
import { move } from './model'
import { notify } from './notifications'
import { commit, scheduleJob, type After, type Peer } from './peer'
import { HOUR_MS, rfc3339 } from './time'
import { transferTransitions, type Transfer, type TransferFailure, type TransferState } from './transfer-model'

/** How long the payee has to confirm. */
export const CONFIRM_MS = 24 * HOUR_MS

/** Puts the end of the state that a transfer is in on the clock. */
export function scheduleTransfer(peer: Peer, { outBillNo, state, endsAt }: Transfer): void {
  if (endsAt === undefined) return
  scheduleJob(peer, endsAt, `wechat-pay transfer ${outBillNo}`, async () => endState(peer, outBillNo, state))
}

export function resumeTransfers(peer: Peer): void {
  for (const transfer of peer.tables.transfers.values()) scheduleTransfer(peer, transfer)
}

/** Moves a transfer to a state that ends by itself after `lifeMs`. */
export function turnTransfer(peer: Peer, after: After, transfer: Transfer, to: TransferState, lifeMs: number): Transfer {
  const now = peer.clock.now()
  const turned = { ...transfer, state: move(transferTransitions, transfer.state, to), updatedAt: now, endsAt: now + lifeMs }
  peer.tables.transfers.put(turned.outBillNo, turned)
  after(() => scheduleTransfer(peer, turned))
  return turned
}

/** What a transfer comes to when nothing else happened to it in the state it was scheduled in. */
function endState(peer: Peer, outBillNo: string, state: TransferState): void {
  commit(peer, (after) => {
    const transfer = peer.tables.transfers.get(outBillNo)
    if (transfer?.state !== state) return
    if (state === 'ACCEPTED') turnTransfer(peer, after, transfer, 'WAIT_USER_CONFIRM', CONFIRM_MS)
    else if (state === 'CANCELING') finish(peer, after, transfer, 'CANCELLED')
    else if (state === 'WAIT_USER_CONFIRM') finish(peer, after, transfer, 'FAIL', 'OVERDUE_CLOSE')
    else {
      const failure = plannedFailure(peer, outBillNo)
      finish(peer, after, transfer, failure ? 'FAIL' : 'SUCCESS', failure)
    }
  })
}

function plannedFailure(peer: Peer, outBillNo: string): TransferFailure | undefined {
  for (const key of [outBillNo, 'next']) {
    const failure = peer.tables.transferFailures.get(key)
    peer.tables.transferFailures.delete(key)
    if (failure) return failure
  }
  return undefined
}

/** The end: money that did not arrive goes back to the merchant, who is told either way. */
function finish(peer: Peer, after: After, transfer: Transfer, state: TransferState, failure?: TransferFailure): void {
  const { endsAt: _, ...rest } = transfer
  const done: Transfer = { ...rest, state: move(transferTransitions, transfer.state, state), updatedAt: peer.clock.now(), ...(failure && { failure }) }
  peer.tables.transfers.put(done.outBillNo, done)
  if (state !== 'SUCCESS') book(peer, 'transfer-returned', done.amountFen, done.transferBillNo, done.outBillNo)
  if (done.notifyUrl === undefined) return
  notify(peer, after, {
    eventType: 'MCHTRANSFER.BILL.FINISHED',
    originalType: 'mch_payment',
    summary: '商家转账单据终态通知',
    subject: done.outBillNo,
    url: done.notifyUrl,
    content: {
      out_bill_no: done.outBillNo,
      transfer_bill_no: done.transferBillNo,
      state,
      mch_id: peer.keys.mchid,
      transfer_amount: done.amountFen,
      openid: done.openid,
      ...(failure && { fail_reason: failure }),
      create_time: rfc3339(done.createdAt),
      update_time: rfc3339(done.updatedAt),
    },
  })
}

/** What `wx.requestMerchantTransfer` reports to the page. */
export interface TransferAnswer {
  errMsg: 'requestMerchantTransfer:ok' | 'requestMerchantTransfer:cancel' | `requestMerchantTransfer:fail ${string}`
}

/** The payee looks at the transfer behind a package_info and takes it or goes away; going away leaves it waiting. */
export function answerTransfer(peer: Peer, packageInfo: string, openid: string, takes: boolean): TransferAnswer {
  return commit(peer, (after): TransferAnswer => {
    const outBillNo = peer.tables.transferIds.get(packageInfo)
    const transfer = outBillNo === undefined ? undefined : peer.tables.transfers.get(outBillNo)
    if (transfer?.packageInfo !== packageInfo) return { errMsg: 'requestMerchantTransfer:fail 参数错误' }
    if (transfer.openid !== openid) return { errMsg: 'requestMerchantTransfer:fail 收款用户不匹配' }
    if (transfer.state !== 'WAIT_USER_CONFIRM') return { errMsg: 'requestMerchantTransfer:fail 单据已失效' }
    if (!takes) {
      peer.tables.transfers.put(transfer.outBillNo, { ...transfer, declined: transfer.declined + 1 })
      return { errMsg: 'requestMerchantTransfer:cancel' }
    }
    turnTransfer(peer, after, transfer, 'TRANSFERING', peer.settings.transferDelayMs)
    return { errMsg: 'requestMerchantTransfer:ok' }
  })
}
