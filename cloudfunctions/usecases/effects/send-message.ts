import type { MessageKey } from '../../contract/views'
import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'
import { completedShortNote, MESSAGE_NOTE, orderTitle, yuanText } from './texts'
import type { EffectResult } from './run-effects'

/**
 * Sends one subscribe message if the shopper still allows one of its kind (S35): each permission is spent once, a refusal by WeChat ends
 * it, and no order waits for a message.
 */
export async function sendMessage(ports: Ports, key: MessageKey, orderId: string): Promise<EffectResult> {
  const { store, wechat, log } = ports
  const [order, home] = await Promise.all([store.get('orders', orderId), store.get('home_content', 'home')])
  const templateId = home?.messageTemplates[key]
  if (!order || !templateId) return 'done'
  const quotaId = `${order.openid}:${key}`
  const quota = await store.get('message_quotas', quotaId)
  if (!quota || quota.left <= 0) return 'done'
  const group = key === 'group_formed' && order.groupId ? await store.get('groups', order.groupId) : undefined
  const sent = await wechat.sendMessage({
    openid: order.openid,
    templateId,
    page: `pages-order/detail/index?orderId=${order.id}`,
    fields: messageFields(key, order, group?.completedShort?.people),
  })
  if (sent.outcome === 'unknown') return 'later'
  if (sent.outcome !== 'sent') log.event('message_not_sent', { key, outcome: sent.outcome })
  await store.update('message_quotas', quotaId, sent.outcome === 'no_quota' ? { set: { left: 0 } } : { inc: { left: -1 } }, [{ field: 'left', is: 'gt', value: 0 }])
  return 'done'
}

/** Fields of the templates as they are registered with WeChat; the adapter cuts values to WeChat's lengths. */
function messageFields(key: MessageKey, order: Order, completedWith: number | undefined): Record<string, string> {
  const common = { thing1: orderTitle(order), amount2: yuanText(order.payableFen), thing3: completedWith === undefined ? MESSAGE_NOTE[key] : completedShortNote(completedWith) }
  const parcel = key === 'order_shipped' ? Object.values(order.parcels)[0] : undefined
  return { ...common, character_string4: parcel?.trackingNo ?? order.id }
}
