import { Hono } from 'hono'
import { call, type Handler } from './call'
import { addDelivery, cancelDelivery, mockNotify, quoteDelivery } from './city-deliveries'
import { queryDelivery } from './city-query'
import { createStore, queryBalance } from './city-stores'
import { checkText } from './content-check'
import { generateShortLink, generateUrlLink } from './links'
import { checkMedia } from './media-check'
import { getUnlimitedCode } from './mini-codes'
import { getOrderList } from './order-list'
import type { Peer } from './peer'
import { codeToSession, getPhoneNumber } from './people'
import { uploadShippingInfo } from './shipments'
import { getOrder } from './shipping-orders'
import { sendSubscribeMessage } from './subscribe-messages'
import { stableToken } from './tokens'
import { fileSpecialOrder, isManagementConfirmed, isTradeManaged, remindOfReceipt, setJumpPath } from './trade-management'
import { addWaybill, cancelWaybill, getWaybill, getWaybillPath, moveWaybill } from './waybills'

/** Every POST with a token: its path, the name under which faults strike, and what it does. */
export const routes: readonly (readonly [path: string, name: string, handle: Handler])[] = [
  ['/cgi-bin/message/subscribe/send', 'subscribe.send', sendSubscribeMessage],
  ['/wxa/getwxacodeunlimit', 'getwxacodeunlimit', getUnlimitedCode],
  ['/wxa/generate_urllink', 'generate_urllink', generateUrlLink],
  ['/wxa/genwxashortlink', 'genwxashortlink', generateShortLink],
  ['/wxa/business/getuserphonenumber', 'getuserphonenumber', getPhoneNumber],
  ['/wxa/msg_sec_check', 'msg_sec_check', checkText],
  ['/wxa/media_check_async', 'media_check_async', checkMedia],
  ['/wxa/sec/order/upload_shipping_info', 'upload_shipping_info', uploadShippingInfo],
  ['/wxa/sec/order/get_order', 'get_order', getOrder],
  ['/wxa/sec/order/get_order_list', 'get_order_list', getOrderList],
  ['/wxa/sec/order/notify_confirm_receive', 'notify_confirm_receive', remindOfReceipt],
  ['/wxa/sec/order/set_msg_jump_path', 'set_msg_jump_path', setJumpPath],
  ['/wxa/sec/order/is_trade_managed', 'is_trade_managed', isTradeManaged],
  ['/wxa/sec/order/is_trade_management_confirmation_completed', 'is_trade_management_confirmation_completed', isManagementConfirmed],
  ['/wxa/sec/order/opspecialorder', 'opspecialorder', fileSpecialOrder],
  ['/cgi-bin/express/business/order/add', 'express.order.add', addWaybill],
  ['/cgi-bin/express/business/order/get', 'express.order.get', getWaybill],
  ['/cgi-bin/express/business/order/cancel', 'express.order.cancel', cancelWaybill],
  ['/cgi-bin/express/business/path/get', 'express.path.get', getWaybillPath],
  ['/cgi-bin/express/business/test_update_order', 'express.test_update_order', moveWaybill],
  ['/cgi-bin/express/intracity/createstore', 'intracity.createstore', createStore],
  ['/cgi-bin/express/intracity/balancequery', 'intracity.balancequery', queryBalance],
  ['/cgi-bin/express/intracity/preaddorder', 'intracity.preaddorder', quoteDelivery],
  ['/cgi-bin/express/intracity/addorder', 'intracity.addorder', addDelivery],
  ['/cgi-bin/express/intracity/queryorder', 'intracity.queryorder', queryDelivery],
  ['/cgi-bin/express/intracity/cancelorder', 'intracity.cancelorder', cancelDelivery],
  ['/cgi-bin/express/intracity/mocknotify', 'intracity.mocknotify', mockNotify],
]

/** The open API. Errors that are no refusals break the connection, as a fault of this peer should. */
export function apiApp(peer: Peer): Hono {
  const app = new Hono()
  app.onError((error) => {
    throw error
  })
  app.post('/cgi-bin/stable_token', call(peer, 'stable_token', stableToken, { token: false }))
  app.get('/sns/jscode2session', call(peer, 'jscode2session', codeToSession, { token: false }))
  for (const [path, name, handle] of routes) app.post(path, call(peer, name, handle))
  return app
}
