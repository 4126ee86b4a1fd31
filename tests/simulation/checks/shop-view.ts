import type { WeChatPay } from '../../../emulator/wechat-pay'
import type { CheckedShop } from '../../support/checked-shop'
import type { World } from '../people/world'

const REFUND_STATES = { PROCESSING: 'processing', SUCCESS: 'succeeded', ABNORMAL: 'abnormal', CLOSED: 'closed' } as const

/** What the imitated WeChat Pay knows, as the checks of every test ask for it. */
export function payView(pay: WeChatPay): CheckedShop['pay'] {
  const refunds = pay.refunds()
  const onTheWay = refunds.filter(refund => refund.status === 'PROCESSING' || refund.status === 'ABNORMAL').reduce((sum, refund) => sum + refund.refundFen, 0)
  return {
    orders: new Map(pay.orders().map(order => [order.outTradeNo, { state: order.payment ? 'paid' : order.state === 'CLOSED' ? 'closed' : 'unpaid' }])),
    refunds: new Map(refunds.map(refund => [refund.outRefundNo, { state: REFUND_STATES[refund.status] }])),
    // WeChat takes a refund off when it accepts it; the books when it has arrived.
    accountFen: pay.account().balanceFen + onTheWay,
  }
}

/** The simulated shop as the checks of every test look at a shop. */
export function shopView(world: World): CheckedShop {
  return { now: world.timeline.now, pieces: skuId => world.stocktaking.totals(skuId), database: world.documents, pay: payView(world.wechat.pay) }
}
