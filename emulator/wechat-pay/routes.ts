import { Hono } from 'hono'
import { applyAbnormalRefund } from './abnormal-refunds'
import { downloadBill, fundFlowBill, tradeBill } from './bills'
import { certificates } from './certificates'
import { exchange, type Endpoint } from './exchange'
import { close, prepay, queryById, queryByNumber } from './orders'
import type { Peer } from './peer'
import { queryRefund, refund } from './refunds'
import { createSharing, queryAmounts, querySharing, unfreezeSharing } from './sharing'
import { addReceiver, deleteReceiver } from './sharing-receivers'
import { createReturn, queryReturn } from './sharing-returns'
import { cancelTransfer, createTransfer, queryTransfer, queryTransferById, refuseBatch } from './transfers'

type Route = readonly [method: 'GET' | 'POST', path: string, faultPoint: string, handle: Endpoint]

const transfers = '/v3/fund-app/mch-transfer/transfer-bills'

const routes: readonly Route[] = [
  ['POST', '/v3/pay/transactions/jsapi', 'prepay', prepay],
  ['GET', '/v3/pay/transactions/out-trade-no/:no', 'query', queryByNumber],
  ['GET', '/v3/pay/transactions/id/:id', 'query', queryById],
  ['POST', '/v3/pay/transactions/out-trade-no/:no/close', 'close', close],
  ['POST', '/v3/refund/domestic/refunds', 'refund', refund],
  ['GET', '/v3/refund/domestic/refunds/:no', 'refund-query', queryRefund],
  ['POST', '/v3/refund/domestic/refunds/:refundId/apply-abnormal-refund', 'abnormal-refund', applyAbnormalRefund],
  ['GET', '/v3/certificates', 'certificates', certificates],
  ['GET', '/v3/bill/tradebill', 'trade-bill', tradeBill],
  ['GET', '/v3/bill/fundflowbill', 'fund-bill', fundFlowBill],
  ['GET', '/v3/billdownload/file', 'bill-download', downloadBill],
  ['POST', '/v3/profitsharing/receivers/add', 'receiver-add', addReceiver],
  ['POST', '/v3/profitsharing/receivers/delete', 'receiver-delete', deleteReceiver],
  ['POST', '/v3/profitsharing/orders', 'sharing', createSharing],
  ['POST', '/v3/profitsharing/orders/unfreeze', 'sharing-unfreeze', unfreezeSharing],
  ['GET', '/v3/profitsharing/orders/:no', 'sharing-query', querySharing],
  ['POST', '/v3/profitsharing/return-orders', 'sharing-return', createReturn],
  ['GET', '/v3/profitsharing/return-orders/:no', 'sharing-return-query', queryReturn],
  ['GET', '/v3/profitsharing/transactions/:id/amounts', 'sharing-amounts', queryAmounts],
  ['POST', '/v3/transfer/batches', 'batches', refuseBatch],
  ['POST', transfers, 'transfer', createTransfer],
  ['GET', `${transfers}/out-bill-no/:no`, 'transfer-query', queryTransfer],
  ['GET', `${transfers}/transfer-bill-no/:id`, 'transfer-query', queryTransferById],
  ['POST', `${transfers}/out-bill-no/:no/cancel`, 'transfer-cancel', cancelTransfer],
]

/** The merchant API. Errors that are no refusals break the connection, as a fault of this peer should. */
export function apiApp(peer: Peer): Hono {
  const app = new Hono()
  app.onError((error) => {
    throw error
  })
  for (const [method, path, point, handle] of routes) app.on(method, path, exchange(peer, point, handle))
  return app
}
