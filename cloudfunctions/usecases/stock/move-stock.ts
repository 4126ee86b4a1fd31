import type { Order } from '../../domain/order/order'
import { decodeInflight, encodeInflight, type InflightMove, STOCK_MOVES, stockDelta, type StockMove, takesAtOnce } from '../../domain/stock/stock'
import { Busy, type Change, type Clause, type Ports } from '../../ports'

export type StockMoved = 'moved' | 'sold_out' | 'not_applicable'

/**
 * Moves an order's pieces between the counters of their SKU, exactly once however often and by however many it is asked (S14, I4).
 *
 * One conditional update puts the move in flight under a nonce of this call, taking pieces that it takes; a second one marks the order and
 * names the nonce; a third lets the entry go, giving pieces that it gives. A move found in flight is first finished for whoever left it.
 * An application that lost the race for the mark finds another nonce there and undoes itself, so no counter is ever inside a transaction
 * and none drifts.
 * `mark` is saved on the order together with the mark.
 */
export async function moveStock(ports: Ports, loaded: Order, move: StockMove, mark: Change['set'] = {}): Promise<StockMoved> {
  const { store } = ports
  let order: Order | undefined = loaded
  for (let attempt = 0; attempt < 8; attempt++) {
    if (!order || !STOCK_MOVES[move].from.includes(order.stock) || !STOCK_MOVES[move].whileOrder.includes(order.state)) return 'not_applicable'
    const entry: InflightMove = { seq: order.stockSeq, move, nonce: ports.ids.next() }
    if (await apply(ports, order, entry)) {
      if (await finish(ports, order, entry, mark)) return 'moved'
    }
    else {
      const stock = await store.get('stocks', order.line.skuId)
      const found = stock?.inflight[order.id]
      if (found) {
        const left = decodeInflight(found)
        const same = left.move === move
        if (await finish(ports, order, left, same ? mark : {}) && same) return 'moved'
      }
      else if (!stock || (move === 'hold' && stock.available < order.line.quantity)) {
        return 'sold_out'
      }
    }
    order = await store.get('orders', order.id)
  }
  throw new Busy(`stock of ${loaded.line.skuId}`)
}

function inflightField(orderId: string): string {
  return `inflight.${orderId}`
}

async function apply({ store, clock }: Ports, order: Order, entry: InflightMove): Promise<boolean> {
  const when: Clause[] = [{ field: inflightField(order.id), is: 'absent' }]
  if (entry.move === 'hold') when.push({ field: 'available', is: 'gte', value: order.line.quantity })
  return store.update('stocks', order.line.skuId, {
    ...(takesAtOnce(entry.move) && { inc: stockDelta(entry.move, order.line.quantity) }),
    set: { [inflightField(order.id)]: encodeInflight(entry), inflightAt: clock.now() },
  }, when)
}

/** Marks a move in flight on its order and lets the entry go; takes the move back when the order has moved on. True when it is marked. */
async function finish(ports: Ports, order: Order, entry: InflightMove, mark: Change['set']): Promise<boolean> {
  const { store } = ports
  const rule = STOCK_MOVES[entry.move]
  const marked = await store.update('orders', order.id, {
    set: { ...mark, stock: rule.to, stockSeq: entry.seq + 1, stockNonce: entry.nonce },
    inc: { version: 1 },
  }, [{ field: 'stockSeq', is: 'eq', value: entry.seq }, { field: 'state', is: 'in', values: rule.whileOrder }])
  return settleEntry(ports, order, entry, marked)
}

/** Completes an entry whose mark stands, undoes one whose mark can no longer come. */
export async function settleEntry(ports: Ports, order: Order, entry: InflightMove, marked: boolean): Promise<boolean> {
  const stands = marked || await markStands(ports, order.id, entry)
  const field = inflightField(order.id)
  const atOnce = takesAtOnce(entry.move)
  await ports.store.update('stocks', order.line.skuId, {
    ...(stands !== atOnce && { inc: stockDelta(entry.move, order.line.quantity, stands ? 1 : -1) }),
    unset: [field],
  }, [{ field, is: 'eq', value: encodeInflight(entry) }])
  return stands
}

/** Whether the order carries the mark of this application. If it still could, its number is used up first, so that it never will. */
async function markStands({ store }: Ports, orderId: string, entry: InflightMove): Promise<boolean> {
  const voided = await store.update('orders', orderId, { set: { stockSeq: entry.seq + 1 }, inc: { version: 1 } }, [{ field: 'stockSeq', is: 'eq', value: entry.seq }])
  return !voided && (await store.get('orders', orderId))?.stockNonce === entry.nonce
}
