import { plainHeaders, post } from './deliveries'
import type { Attempt } from './model'
import { envelope } from './notifications'
import { transaction } from './orders'
import { newNotificationId, type Peer } from './peer'
import { notifyingKey, signatureHeaders, stranger } from './signing'

/**
 * The worst a stranger could send: well sealed, under WeChat's own serial number and without the mark of a probe, claiming that the
 * order is paid, but signed with a key that is not WeChat's.
 */
export async function forgeNotification(peer: Peer, outTradeNo: string, changes: Record<string, unknown>): Promise<Attempt> {
  const order = peer.tables.orders.get(outTradeNo)
  if (!order) throw new Error(`no order ${outTradeNo}`)
  const plain = JSON.stringify({ ...transaction(order), trade_state: 'SUCCESS', ...changes })
  const id = newNotificationId(peer)
  const body = envelope(peer, id, { eventType: 'TRANSACTION.SUCCESS', originalType: 'transaction', summary: '支付成功' }, plain)
  const { serial } = notifyingKey(peer.keys, peer.settings.mode, peer.random)
  const at = peer.clock.now()
  const headers = { ...plainHeaders(), ...signatureHeaders({ serial, privateKey: stranger() }, body, at) }
  return { at, kind: 'impostor', ...await post(peer, order.notifyUrl, { headers, body }) }
}
