import { CODE_TRANSITIONS, type CardCode } from '../../domain/code/card-code'
import type { Effect } from '../../domain/effect/effect'
import { DAY_MS, type DurationMs } from '../../domain/kernel/instant'
import { assertMove } from '../../domain/kernel/transition'
import { moveOrder } from '../../domain/order/move-order'
import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { type EffectResult, runOwn } from '../effects/run-effects'

/** An order whose codes nobody looks at counts as received after this long. */
const AUTO_RECEIPT_MS: DurationMs = 10 * DAY_MS
/** Tries against others who take the same codes; they start at different places, so that it rarely takes a second. */
const TRIES = 6

/**
 * Assigns the codes of a paid order, as many as pieces, in one transaction that ends its preparation (S45): each code goes from unused to this order
 * once and never to another. WeChat is told afterwards (X8). Repeatable; waits when codes are missing, which the counters do not allow.
 */
export async function deliverCodes(ports: Ports, orderId: string): Promise<EffectResult> {
  const { store, clock, ids } = ports
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const order = await store.get('orders', orderId)
    if (order?.state !== 'preparing' || order.goods !== 'virtual') return 'done'
    const chosen = await unusedCodes(ports, order, ids.derive(`codes:${orderId}:${attempt}`))
    if (!chosen) return 'later'
    const after: readonly Effect[] = [{ kind: 'upload_shipping', orderId }]
    const outcome = await store.transaction(async (tx): Promise<'delivered' | 'already' | 'taken'> => {
      const current = await tx.get('orders', orderId)
      if (current?.state !== 'preparing') return 'already'
      const codes: CardCode[] = []
      for (const { id } of chosen) {
        const code = await tx.get('card_codes', id)
        if (code?.state !== 'unused') return 'taken'
        codes.push(code)
      }
      const now = clock.now()
      for (const code of codes) {
        assertMove('code', CODE_TRANSITIONS, code.state, 'assigned')
        await tx.replace('card_codes', { ...code, state: 'assigned', orderId, assignedAt: now })
      }
      await tx.replace('orders', moveOrder(current, 'ready', { codeIds: codes.map(code => code.id), readyAt: now, readyUntil: now + AUTO_RECEIPT_MS }))
      await saveEffects(tx, after, now)
      return 'delivered'
    })
    if (outcome === 'taken') continue
    if (outcome === 'delivered') await runOwn(ports, after)
    return 'done'
  }
  return 'later'
}

/** As many unused codes as the order has pieces, from some place on and around; undefined when there are too few. */
async function unusedCodes({ store }: Ports, { lines }: Order, from: string): Promise<readonly CardCode[] | undefined> {
  const [line] = lines
  if (!line) throw new Error('an order without a line')
  const where = [{ field: 'skuId', is: 'eq', value: line.skuId }, { field: 'state', is: 'eq', value: 'unused' }] as const
  const query = { collection: 'card_codes', where, order: { field: 'place', direction: 'asc' }, limit: line.quantity } as const
  const further = await store.page({ ...query, after: { value: from, id: '0' } })
  if (further.length === line.quantity) return further
  const first = await store.page(query)
  return first.length === line.quantity ? first : undefined
}
