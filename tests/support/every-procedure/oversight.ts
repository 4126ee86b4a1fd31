import type { Inspection } from '../../../cloudfunctions/domain/oversight/inspection'
import { T0 } from '../builders'
import type { TestShop } from '../shop'

/** The oranges are to be looked at. */
export const DRAWN: Inspection = { id: '2026-05-01:orange', productId: 'orange', title: '赣南脐橙', state: 'open', drawnAt: T0 }

export function drawn(shop: TestShop): Promise<void> {
  if (!shop.database.one('inspections', DRAWN.id)) shop.database.put('inspections', DRAWN)
  return Promise.resolve()
}

/** The shop must not sell for now. */
export async function restricted(shop: TestShop): Promise<void> {
  const reply = await shop.admin('overseer', { procedure: 'restriction.impose', input: { target: { kind: 'shop' }, reason: '资质过期', requestId: 'restrict-0' } })
  if (reply.outcome !== 'ok') throw new Error(JSON.stringify(reply))
}
