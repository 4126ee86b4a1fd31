import type { Actor } from './actor'

/** Looks at their orders, asks what became of one, and says that goods have come. */
export const looksAtOrders: Actor = {
  name: 'looks at orders', who: 'shopper', weight: 2,
  act: async ({ world, phone, random }) => {
    const orders = await phone.shop('order.list', { tab: 'all', cursor: null })
    if (orders.kind !== 'ok' || orders.value.items.length === 0) return
    const { orderId, state } = random.pick(orders.value.items)
    if (state === 'shipped') await phone.shop('order.confirmReceipt', { orderId })
    const seen = await phone.shop('order.sync', { orderId })
    if (seen.kind === 'ok' && world.promises.orders.get(orderId)?.openid !== phone.openid) world.broken.push(`I15: ${phone.openid} sees ${orderId} of somebody else`)
  },
}

/** What is somebody else's is not there (I15). */
export const looksAtOthers: Actor = {
  name: 'looks at others', who: 'shopper', weight: 0.5,
  act: async ({ world, phone, random }) => {
    const others = [...world.promises.orders].filter(([, order]) => order.openid !== phone.openid)
    if (others.length === 0) return
    const [orderId] = random.pick(others)
    const seen = await random.pick([() => phone.shop('order.get', { orderId }), () => phone.shop('order.cancel', { orderId }), () => phone.shop('order.pay', { orderId })])()
    if (seen.kind === 'ok' || (seen.kind === 'refused' && seen.refusal !== 'order_not_found' && seen.refusal !== 'busy')) world.broken.push(`I15: ${phone.openid} reached ${orderId} of somebody else`)
  },
}
