import { PayError } from './errors'
import type { ApiRequest, Endpoint } from './exchange'
import { move, refundTransitions, type Refund } from './model'
import { abnormalRefundBody, checked } from './params'
import type { Peer } from './peer'
import { scheduleOutcome } from './refund-outcomes'
import { refundView } from './refunds'
import { openSensitive } from './sensitive'

/** An ABNORMAL refund goes on its way again, to the payer's bank card or to the merchant's own. */
export const applyAbnormalRefund: Endpoint = (peer, request, after) => {
  const body = checked(abnormalRefundBody, request.body())
  const outRefundNo = peer.tables.refundIds.get(request.param('refundId'))
  const refund = outRefundNo === undefined ? undefined : peer.tables.refunds.get(outRefundNo)
  if (!refund) throw new PayError('RESOURCE_NOT_EXISTS', '退款单不存在')
  if (refund.outRefundNo !== body.out_refund_no) throw new PayError('INVALID_REQUEST', '商户退款单号与微信支付退款单号不匹配')
  if (refund.status !== 'ABNORMAL') throw new PayError('INVALID_REQUEST', '退款单状态不是退款异常，不能发起异常退款')
  const account = body.type === 'MERCHANT_BANK_CARD' ? '退款至商户银行账户' : payerCard(peer, request, body)
  const again: Refund = {
    ...refund,
    status: move(refundTransitions, refund.status, 'PROCESSING'),
    channel: 'OTHER_BANKCARD',
    receivedAccount: account,
    settlesAt: peer.clock.now() + peer.settings.refundDelayMs,
    turns: [...refund.turns ?? [], { at: peer.clock.now(), status: 'PROCESSING' }],
  }
  peer.tables.refunds.put(again.outRefundNo, again)
  after(() => scheduleOutcome(peer, again))
  return { status: 200, body: refundView(again) }
}

/** Opens the card's number and holder with the key that Wechatpay-Serial names; WeChat refuses what it cannot read. */
function payerCard(peer: Peer, request: ApiRequest, sealed: { bank_account: string, real_name: string }): string {
  const card = openSensitive(peer, request, sealed.bank_account)
  const holder = openSensitive(peer, request, sealed.real_name)
  if (!/^\d{8,30}$/.test(card)) throw new PayError('PARAM_ERROR', '银行卡号格式错误', { field: '/bank_account', location: 'body' })
  if (holder.trim() === '') throw new PayError('PARAM_ERROR', '收款人姓名不能为空', { field: '/real_name', location: 'body' })
  return `银行卡(${card.slice(-4)})`
}
