import { PayError } from './errors'
import type { Endpoint } from './exchange'
import { canonical, checked } from './params'
import { newSharingId, type Peer } from './peer'
import type { Share, Sharing, SharingReturn } from './sharing-model'
import { scheduleReturn } from './sharing-outcomes'
import { returnBody } from './sharing-params'
import { DAY_MS, rfc3339 } from './time'

const WINDOW_MS = 180 * DAY_MS

/** Asks a merchant that received a share for it back; the money goes to the available balance and can not be shared again. */
export const createReturn: Endpoint = (peer, request, after) => {
  const body = checked(returnBody, request.body())
  const same = canonical(body)
  const known = peer.tables.sharingReturns.get(body.out_return_no)
  if (known) {
    if (known.request !== same) throw new PayError('INVALID_REQUEST', '请求重入时，参数与首次请求时不一致')
    return { status: 200, body: returnView(known) }
  }
  const sharing = sharingOf(peer, body.order_id, body.out_order_no)
  const share = sharing.shares.find(one => one.type === 'MERCHANT_ID' && one.account === body.return_mchid && one.result === 'SUCCESS')
  if (!share || sharing.unfreezes) throw new PayError('INVALID_REQUEST', '该商户未收到此分账单的分账')
  const now = peer.clock.now()
  if (now > sharing.createdAt + WINDOW_MS) throw new PayError('INVALID_REQUEST', '分账单已超过可回退的期限')
  if (body.amount > share.amountFen - share.returnedFen) throw new PayError('INVALID_REQUEST', '回退金额大于可回退金额')
  reserve(peer, sharing, share, body.amount)
  const accepted: SharingReturn = {
    outReturnNo: body.out_return_no,
    returnId: newSharingId(peer),
    outOrderNo: sharing.outOrderNo,
    orderId: sharing.orderId,
    returnMchid: body.return_mchid,
    amountFen: body.amount,
    description: body.description,
    request: same,
    createdAt: now,
    settlesAt: now + peer.settings.sharingDelayMs,
    result: 'PROCESSING',
  }
  peer.tables.sharingReturns.put(accepted.outReturnNo, accepted)
  after(() => scheduleReturn(peer, accepted))
  return { status: 200, body: returnView(accepted) }
}

function sharingOf(peer: Peer, orderId: string | undefined, outOrderNo: string | undefined): Sharing {
  const found = outOrderNo === undefined ? peer.tables.sharings.values().find(one => one.orderId === orderId) : peer.tables.sharings.get(outOrderNo)
  if (!found || (orderId !== undefined && found.orderId !== orderId)) throw new PayError('RESOURCE_NOT_EXISTS', '分账单不存在')
  return found
}

function reserve(peer: Peer, sharing: Sharing, share: Share, amountFen: number): void {
  const shares = sharing.shares.map(one => (one === share ? { ...one, returnedFen: one.returnedFen + amountFen } : one))
  peer.tables.sharings.put(sharing.outOrderNo, { ...sharing, shares })
}

export const queryReturn: Endpoint = (peer, request) => {
  const found = peer.tables.sharingReturns.get(request.param('no'))
  if (!found || found.outOrderNo !== request.query('out_order_no')) throw new PayError('RESOURCE_NOT_EXISTS', '分账回退单不存在')
  return { status: 200, body: returnView(found) }
}

function returnView(one: SharingReturn): Record<string, unknown> {
  return {
    order_id: one.orderId,
    out_order_no: one.outOrderNo,
    out_return_no: one.outReturnNo,
    return_id: one.returnId,
    return_mchid: one.returnMchid,
    amount: one.amountFen,
    description: one.description,
    result: one.result,
    ...(one.failure && { fail_reason: one.failure }),
    create_time: rfc3339(one.createdAt),
    ...(one.finishedAt !== undefined && { finish_time: rfc3339(one.finishedAt) }),
  }
}
