import * as v from 'valibot'
import { book, unsharedBalanceFen } from './account'
import { PayError } from './errors'
import type { ApiRequest, Endpoint } from './exchange'
import { callback, canonical, checked, fen, text } from './params'
import { newTransferId, type Peer } from './peer'
import { randomText } from './sealing'
import { openSensitive } from './sensitive'
import { checkAppid } from './sharing-receivers'
import { rfc3339 } from './time'
import type { Transfer } from './transfer-model'
import { CONFIRM_MS, scheduleTransfer, turnTransfer } from './transfer-outcomes'

const MIN_FEN = 10
/** Below this a name is not taken, from the other on it is wanted. */
const NAME_FROM_FEN = 30
const NAME_WANTED_FEN = 200_000

/** What a transfer may be for, and what has to be reported about it where that is known to us. */
const scenes: Readonly<Record<string, readonly string[]>> = {
  1000: ['活动名称', '奖励说明'], 1002: [], 1004: [], 1005: ['岗位类型', '报酬说明'], 1009: [], 1010: [], 1011: [], 1013: [],
}

const transferBody = v.object({
  appid: text(32),
  out_bill_no: v.pipe(text(32), v.regex(/^[0-9A-Za-z]+$/)),
  transfer_scene_id: text(36),
  openid: text(64),
  user_name: v.optional(text(1024)),
  transfer_amount: fen,
  transfer_remark: text(32),
  notify_url: v.optional(callback(256)),
  user_recv_perception: v.optional(text(64)),
  transfer_scene_report_infos: v.pipe(v.array(v.object({ info_type: text(15), info_content: text(32) })), v.minLength(1)),
})

type TransferBody = v.InferOutput<typeof transferBody>

/** Sets money aside for a person, who takes it by confirming in WeChat; the same number with the same parameters is the same transfer. */
export const createTransfer: Endpoint = (peer, request, after) => {
  const body = checked(transferBody, request.body())
  const { user_name: sealedName, ...rest } = body
  const same = canonical(rest)
  const known = peer.tables.transfers.get(body.out_bill_no)
  if (known) {
    if (known.request !== same) throw new PayError('ALREADY_EXISTS')
    return { status: 200, body: acceptedView(known) }
  }
  checkAppid(peer, body.appid)
  if (!peer.settings.ownsOpenid(body.appid, body.openid)) throw new PayError('PARAM_ERROR', 'openid与appid不匹配')
  checkRules(body)
  const userName = sealedName === undefined ? undefined : nameOf(peer, request, sealedName)
  if (unsharedBalanceFen(peer) < body.transfer_amount) throw new PayError('NOT_ENOUGH')
  const now = peer.clock.now()
  const { transferReviewMs: reviewMs } = peer.settings
  const transfer: Transfer = {
    outBillNo: body.out_bill_no,
    transferBillNo: newTransferId(peer),
    appid: body.appid,
    openid: body.openid,
    sceneId: body.transfer_scene_id,
    amountFen: body.transfer_amount,
    remark: body.transfer_remark,
    ...(userName !== undefined && { userName }),
    ...(body.notify_url !== undefined && { notifyUrl: body.notify_url }),
    request: same,
    packageInfo: randomText(96),
    createdAt: now,
    updatedAt: now,
    state: reviewMs > 0 ? 'ACCEPTED' : 'WAIT_USER_CONFIRM',
    endsAt: now + (reviewMs > 0 ? reviewMs : CONFIRM_MS),
    declined: 0,
  }
  peer.tables.transfers.put(transfer.outBillNo, transfer)
  for (const id of [transfer.packageInfo, transfer.transferBillNo]) peer.tables.transferIds.put(id, transfer.outBillNo)
  book(peer, 'transfer', -transfer.amountFen, transfer.transferBillNo, transfer.outBillNo)
  after(() => scheduleTransfer(peer, transfer))
  return { status: 200, body: acceptedView(transfer) }
}

function checkRules(body: TransferBody): void {
  const wanted = scenes[body.transfer_scene_id]
  if (!wanted) throw new PayError('INVALID_REQUEST', '转账场景未开通')
  const reported = body.transfer_scene_report_infos.map(info => info.info_type)
  if (wanted.some(one => !reported.includes(one))) throw new PayError('INVALID_REQUEST', `转账场景报备信息须包含${wanted.join('、')}`)
  if (body.transfer_amount < MIN_FEN) throw new PayError('PARAM_ERROR', '转账金额不能小于0.1元')
  if (body.user_name !== undefined && body.transfer_amount < NAME_FROM_FEN) throw new PayError('PARAM_ERROR', '转账金额小于0.3元时不支持校验姓名')
  if (body.user_name === undefined && body.transfer_amount >= NAME_WANTED_FEN) throw new PayError('PARAM_ERROR', '转账金额大于等于2000元时必须填写收款用户姓名')
}

function nameOf(peer: Peer, request: ApiRequest, sealed: string): string {
  const name = openSensitive(peer, request, sealed)
  if (name.trim() === '') throw new PayError('PARAM_ERROR', '收款用户姓名不能为空')
  return name
}

export const queryTransfer: Endpoint = (peer, request) => ({ status: 200, body: transferView(peer, transferOf(peer, request.param('no'))) })

export const queryTransferById: Endpoint = (peer, request) =>
  ({ status: 200, body: transferView(peer, transferOf(peer, peer.tables.transferIds.get(request.param('id')))) })

/** Takes back what nobody confirmed yet. Accepted is not done; asking again is harmless. */
export const cancelTransfer: Endpoint = (peer, request, after) => {
  const found = transferOf(peer, request.param('no'))
  const again = found.state === 'CANCELING' || found.state === 'CANCELLED'
  if (!again && found.state !== 'ACCEPTED' && found.state !== 'WAIT_USER_CONFIRM') throw new PayError('INVALID_REQUEST', '当前单据状态不支持撤销')
  const transfer = again ? found : turnTransfer(peer, after, found, 'CANCELING', peer.settings.transferDelayMs)
  const { outBillNo, transferBillNo, state, updatedAt } = transfer
  return { status: 200, body: { out_bill_no: outBillNo, transfer_bill_no: transferBillNo, state, update_time: rfc3339(updatedAt) } }
}

function transferOf(peer: Peer, outBillNo: string | undefined): Transfer {
  const found = outBillNo === undefined ? undefined : peer.tables.transfers.get(outBillNo)
  if (!found) throw new PayError('NOT_FOUND')
  return found
}

function acceptedView(transfer: Transfer): Record<string, unknown> {
  return {
    out_bill_no: transfer.outBillNo,
    transfer_bill_no: transfer.transferBillNo,
    create_time: rfc3339(transfer.createdAt),
    state: transfer.state,
    ...(transfer.state === 'WAIT_USER_CONFIRM' && { package_info: transfer.packageInfo }),
    ...(transfer.failure && { fail_reason: transfer.failure }),
  }
}

function transferView(peer: Peer, transfer: Transfer): Record<string, unknown> {
  return {
    mch_id: peer.keys.mchid,
    out_bill_no: transfer.outBillNo,
    transfer_bill_no: transfer.transferBillNo,
    appid: transfer.appid,
    state: transfer.state,
    ...(transfer.state === 'WAIT_USER_CONFIRM' && { package_info: transfer.packageInfo }),
    transfer_amount: transfer.amountFen,
    transfer_remark: transfer.remark,
    ...(transfer.failure && { fail_reason: transfer.failure }),
    openid: transfer.openid,
    create_time: rfc3339(transfer.createdAt),
    update_time: rfc3339(transfer.updatedAt),
  }
}

/** Transfers in batches take no new merchants any more. */
export const refuseBatch: Endpoint = () => {
  throw new PayError('NO_AUTH', '当前商户号没有使用该产品的权限')
}
