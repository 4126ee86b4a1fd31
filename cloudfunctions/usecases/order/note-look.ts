import type { Ports } from '../../ports'

/** Somebody who works for the shop looks at the whole address of an order; who and when must be answerable for (S12). */
export async function noteLook({ store, clock, ids }: Ports, openid: string, orderId: string): Promise<void> {
  await store.insert('audits', { id: ids.next(), at: clock.now(), openid, act: 'address.view', subject: orderId, detail: '' })
}
