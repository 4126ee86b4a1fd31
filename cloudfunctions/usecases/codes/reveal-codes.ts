import type { CodesView } from '../../contract/codes'
import { moveOrder } from '../../domain/order/move-order'
import type { Order } from '../../domain/order/order'
import { answer, type Answer, type Call, refused } from '../answer'
import { ownOrder } from '../shop/own-order'

type RevealRefusal = 'order_not_found' | 'codes_not_ready' | 'return_open'

/**
 * Shows the owner the codes of an order (S45). Each look is noted before it is granted; the first one is the receipt, and from then on the codes
 * cannot be given back. While a return is open they stay hidden.
 */
export async function revealCodes({ ports, openid }: Call, { orderId }: { orderId: string }): Promise<Answer<CodesView, RevealRefusal>> {
  const { store, clock, ids, seal } = ports
  if (!await ownOrder(ports, openid, orderId)) return refused('order_not_found')
  const revealId = ids.next()
  const shown = await store.transaction(async (tx): Promise<Order | RevealRefusal> => {
    const order = await tx.get('orders', orderId)
    if (order?.openid !== openid) return 'order_not_found'
    if (order.state === 'closed' || !order.codeIds?.length) return 'codes_not_ready'
    if (await tx.get('code_reveals', revealId)) return order
    if (order.openReturnId !== undefined) return 'return_open'
    const now = clock.now()
    const first = order.revealedAt === undefined
    const next = order.state === 'ready' ? moveOrder(order, 'received', { receivedAt: now, readyUntil: undefined }) : { ...order, version: order.version + 1 }
    const seen: Order = first ? { ...next, revealedAt: now } : order
    if (first) await tx.replace('orders', seen)
    await tx.insert('code_reveals', { id: revealId, orderId, openid, codeIds: order.codeIds, at: now })
    return seen
  })
  if (typeof shown === 'string') return refused(shown)
  const codeIds = shown.codeIds ?? []
  const codes = new Map((await store.getMany('card_codes', codeIds)).map(code => [code.id, code]))
  return answer({
    codes: codeIds.map((id) => {
      const code = codes.get(id)
      if (code?.orderId !== orderId || code.state !== 'assigned') throw new Error(`order ${orderId} names a code that is not its own`)
      return seal.open(code.sealed, id)
    }),
    revealedAt: shown.revealedAt ?? clock.now(),
  })
}
