import type { ApiRequest, Endpoint } from './exchange'
import { PayError } from './errors'
import { move, tradeTransitions, type Order, type TradeState } from './model'
import { canonical, checkMchid, checked, closeBody, prepayBody } from './params'
import { newPrepayId, type Peer } from './peer'
import { DAY_MS, MINUTE_MS, parseRfc3339, rfc3339 } from './time'

/** JSAPI order: a new order, or another payment session of one that is still unpaid when the parameters are the same. */
export const prepay: Endpoint = (peer, request) => {
  const raw = request.body()
  const body = checked(prepayBody, raw)
  checkMchid(peer, body.mchid)
  if (peer.tables.appids.get(body.appid) === undefined) throw new PayError('APPID_MCHID_NOT_MATCH')
  if (!peer.settings.ownsOpenid(body.appid, body.payer.openid)) throw new PayError('OPENID_MISMATCH')
  const now = peer.clock.now()
  const known = peer.tables.orders.get(body.out_trade_no)
  if (known) checkReentry(known, canonical(raw), now)
  else {
    peer.tables.orders.put(body.out_trade_no, {
      outTradeNo: body.out_trade_no,
      appid: body.appid,
      mchid: body.mchid,
      openid: body.payer.openid,
      description: body.description,
      ...(body.attach !== undefined && { attach: body.attach }),
      notifyUrl: body.notify_url,
      totalFen: body.amount.total,
      request: canonical(raw),
      createdAt: now,
      payUntil: payUntil(body.time_expire, now),
      state: 'NOTPAY',
      ...(body.settle_info?.profit_sharing && { profitSharing: true }),
      refundNos: [],
    })
  }
  const prepayId = newPrepayId(peer)
  peer.tables.prepays.put(prepayId, { prepayId, outTradeNo: body.out_trade_no, createdAt: now })
  return { status: 200, body: { prepay_id: prepayId } }
}

function checkReentry(order: Order, request: string, now: number): void {
  if (order.state === 'CLOSED') throw new PayError('ORDER_CLOSED')
  if (order.state !== 'NOTPAY') throw new PayError('ORDER_PAID')
  if (order.request !== request) throw new PayError('INVALID_REQUEST', '请求重入时，参数与首次请求时不一致')
  if (order.payUntil <= now) throw new PayError('ORDER_CLOSED')
}

/** At least a minute from now, at most 90 days, else raised or lowered; seven days when not given. */
function payUntil(timeExpire: string | undefined, now: number): number {
  if (timeExpire === undefined) return now + 7 * DAY_MS
  const at = parseRfc3339(timeExpire)
  if (at === undefined) throw new PayError('PARAM_ERROR', 'time_expire格式错误', { field: '/time_expire', value: timeExpire, location: 'body' })
  return Math.min(Math.max(at, now + MINUTE_MS), now + 90 * DAY_MS)
}

export const queryByNumber: Endpoint = (peer, request) => queryOrder(peer, request, request.param('no'))

export const queryById: Endpoint = (peer, request) => queryOrder(peer, request, peer.tables.transactions.get(request.param('id')))

function queryOrder(peer: Peer, request: ApiRequest, outTradeNo: string | undefined) {
  checkMchid(peer, request.query('mchid'))
  const order = outTradeNo === undefined ? undefined : peer.tables.orders.get(outTradeNo)
  if (!order) throw new PayError('ORDER_NOT_EXIST')
  return { status: 200 as const, body: transaction(order) }
}

/** Closing again is harmless; closing a paid order is refused and means that it is paid. */
export const close: Endpoint = (peer, request) => {
  checkMchid(peer, checked(closeBody, request.body()).mchid)
  const order = peer.tables.orders.get(request.param('no'))
  if (!order) throw new PayError('ORDER_NOT_EXIST')
  if (order.payment) throw new PayError('ORDER_PAID')
  if (order.state !== 'CLOSED') peer.tables.orders.put(order.outTradeNo, { ...order, state: move(tradeTransitions, order.state, 'CLOSED') })
  return { status: 204 }
}

const stateTexts: Readonly<Record<TradeState, string>> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  CLOSED: '订单已关闭',
}

/** An order as the query and the payment notification show it. */
export function transaction(order: Order): Record<string, unknown> {
  const { payment } = order
  return {
    appid: order.appid,
    mchid: order.mchid,
    out_trade_no: order.outTradeNo,
    ...(payment && { transaction_id: payment.transactionId, trade_type: 'JSAPI' }),
    trade_state: order.state,
    trade_state_desc: stateTexts[order.state],
    ...(payment && { bank_type: 'OTHERS', attach: order.attach ?? '', success_time: rfc3339(payment.paidAt) }),
    payer: { openid: order.openid },
    amount: {
      total: order.totalFen,
      currency: 'CNY',
      ...(payment && { payer_total: payment.payerFen }),
      payer_currency: 'CNY',
    },
    promotion_detail: payment && payment.couponFen > 0 ? [coupon(payment.couponFen)] : [],
  }
}

function coupon(amount: number): Record<string, unknown> {
  return {
    coupon_id: '109519',
    name: '支付立减',
    scope: 'GLOBAL',
    type: 'CASH',
    amount,
    stock_id: '931386',
    wechatpay_contribute: amount,
    merchant_contribute: 0,
    other_contribute: 0,
    currency: 'CNY',
  }
}
