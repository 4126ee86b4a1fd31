import { putFreeze } from './account'
import { sum } from './bill-text'
import { PayError } from './errors'
import type { ApiRequest, Endpoint, Reply } from './exchange'
import { release, SHARING_LIFE_MS } from './freezes'
import { canonical, checked } from './params'
import { newSharingId, type Peer } from './peer'
import { openSensitive } from './sensitive'
import type { Freeze, Share, Sharing } from './sharing-model'
import { scheduleSharing } from './sharing-outcomes'
import { sharingBody, unfreezeBody } from './sharing-params'
import { checkAppid, receiverOf } from './sharing-receivers'
import { MINUTE_MS, rfc3339 } from './time'

const MAX_REQUESTS = 50

/** Shares a payment out. Accepted is not done: every receiver has a result of its own, which the query tells. */
export const createSharing: Endpoint = (peer, request, after) => {
  const raw = request.body()
  const body = checked(sharingBody, raw)
  checkAppid(peer, body.appid)
  const same = canonical({ ...body, receivers: body.receivers.map(({ name: _, ...rest }) => rest) })
  const known = repeated(peer, body.out_order_no, same)
  if (known) return known
  const frozen = shareable(peer, body.transaction_id)
  const shares = body.receivers.map(one => shareFor(peer, request, one))
  const total = sum(shares.map(share => share.amountFen))
  if (frozen.requests >= MAX_REQUESTS) throw new PayError('RULE_LIMIT', '单笔订单的分账次数已达上限')
  if (frozen.sharedFen + total > frozen.capFen) throw new PayError('RULE_LIMIT', '分账金额超过最大分账比例')
  if (total > frozen.leftFen) throw new PayError('NOT_ENOUGH', '分账金额大于订单剩余待分金额')
  const taken: Freeze = {
    ...frozen,
    requests: frozen.requests + 1,
    sharedFen: frozen.sharedFen + total,
    leftFen: frozen.leftFen - total,
    pendingFen: frozen.pendingFen + total,
  }
  putFreeze(peer, body.unfreeze_unsplit ? release(taken) : taken)
  const sharing = accept(peer, { outOrderNo: body.out_order_no, transactionId: body.transaction_id, request: same, unfreezes: false, shares })
  after(() => scheduleSharing(peer, sharing))
  return { status: 200, body: sharingView(sharing) }
}

/** Gives the rest of a payment to the merchant under a number of its own; after that nothing more of it can be shared. */
export const unfreezeSharing: Endpoint = (peer, request, after) => {
  const body = checked(unfreezeBody, request.body())
  const same = canonical(body)
  const known = repeated(peer, body.out_order_no, same)
  if (known) return known
  const frozen = shareable(peer, body.transaction_id)
  putFreeze(peer, release(frozen))
  const rest: Share = newShare(peer, { type: 'MERCHANT_ID', account: peer.keys.mchid, amountFen: frozen.leftFen, description: body.description })
  const sharing = accept(peer, { outOrderNo: body.out_order_no, transactionId: body.transaction_id, request: same, unfreezes: true, shares: [rest] })
  after(() => scheduleSharing(peer, sharing))
  return { status: 200, body: sharingView(sharing) }
}

export const querySharing: Endpoint = (peer, request) => {
  const found = peer.tables.sharings.get(request.param('no'))
  if (found?.transactionId !== request.query('transaction_id') || !found) throw new PayError('RESOURCE_NOT_EXISTS', '分账单不存在')
  return { status: 200, body: sharingView(found) }
}

export const queryAmounts: Endpoint = (peer, request) => {
  const frozen = peer.tables.freezes.get(request.param('id'))
  if (!frozen) throw new PayError('RESOURCE_NOT_EXISTS', '订单不存在或不是分账订单')
  return { status: 200, body: { transaction_id: frozen.transactionId, unsplit_amount: frozen.leftFen } }
}

/** The answer of a number that is known already: the same for the same request, whatever key its names were sealed with. */
function repeated(peer: Peer, outOrderNo: string, request: string): Reply | undefined {
  const known = peer.tables.sharings.get(outOrderNo)
  if (known && known.request !== request) throw new PayError('INVALID_REQUEST', '请求重入时，参数与首次请求时不一致')
  return known && { status: 200, body: sharingView(known) }
}

/** The frozen money of a payment at a time when it may be shared out. */
function shareable(peer: Peer, transactionId: string): Freeze {
  const outTradeNo = peer.tables.transactions.get(transactionId)
  if (outTradeNo === undefined) throw new PayError('RESOURCE_NOT_EXISTS', '订单不存在')
  const frozen = peer.tables.freezes.get(transactionId)
  if (!frozen) throw new PayError('INVALID_REQUEST', '非分账订单不支持分账')
  const now = peer.clock.now()
  if (frozen.released || now >= frozen.paidAt + SHARING_LIFE_MS) throw new PayError('INVALID_REQUEST', '订单剩余金额已解冻，不能分账')
  if (now < frozen.paidAt + MINUTE_MS) throw new PayError('INVALID_REQUEST', '订单支付后1分钟内不能分账')
  if (peer.settings.held(transactionId)) throw new PayError('INVALID_REQUEST', '交易资金待结算，用户确认收货后才能分账')
  return frozen
}

interface Wanted {
  type: Share['type']
  account: string
  name?: string | undefined
  amount: number
  description: string
}

function shareFor(peer: Peer, request: ApiRequest, { type, account, name, amount, description }: Wanted): Share {
  const receiver = receiverOf(peer, type, account)
  if (!receiver) throw new PayError('INVALID_REQUEST', '分账接收方不存在，请先添加')
  const given = name === undefined ? undefined : openSensitive(peer, request, name)
  if (given !== undefined && receiver.name !== undefined && given !== receiver.name) throw new PayError('INVALID_REQUEST', '分账接收方姓名不匹配')
  return newShare(peer, { type, account, amountFen: amount, description })
}

function newShare(peer: Peer, share: Pick<Share, 'type' | 'account' | 'amountFen' | 'description'>): Share {
  return { ...share, detailId: newSharingId(peer), result: 'PENDING', returnedFen: 0 }
}

function accept(peer: Peer, sharing: Pick<Sharing, 'outOrderNo' | 'transactionId' | 'request' | 'unfreezes' | 'shares'>): Sharing {
  const createdAt = peer.clock.now()
  const accepted: Sharing = { ...sharing, orderId: newSharingId(peer), createdAt, settlesAt: createdAt + peer.settings.sharingDelayMs, state: 'PROCESSING' }
  peer.tables.sharings.put(accepted.outOrderNo, accepted)
  return accepted
}

function sharingView(sharing: Sharing): Record<string, unknown> {
  return {
    transaction_id: sharing.transactionId,
    out_order_no: sharing.outOrderNo,
    order_id: sharing.orderId,
    state: sharing.state,
    receivers: sharing.shares.map(share => ({
      type: share.type,
      account: share.account,
      amount: share.amountFen,
      description: share.description,
      result: share.result,
      ...(share.failure && { fail_reason: share.failure }),
      detail_id: share.detailId,
      create_time: rfc3339(sharing.createdAt),
      ...(share.finishedAt !== undefined && { finish_time: rfc3339(share.finishedAt) }),
    })),
  }
}
