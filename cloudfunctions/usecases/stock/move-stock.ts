import type { Order } from '../../domain/order/order'
import { decodeInflight, encodeInflight, type InflightMove, type LineStock, STOCK_MOVES, stockDelta, type StockMove, takesAtOnce } from '../../domain/stock/stock'
import { Busy, type Change, type Clause, type Ports } from '../../ports'

export type StockMoved = 'moved' | 'sold_out' | 'not_applicable'

/**
 * Moves the pieces of one line of an order between the counters of their SKU, exactly once however often and by however many it is asked (S14, I4).
 *
 * One conditional update puts the move in flight under a nonce of this call, taking pieces that it takes; a second one marks the order and
 * names the nonce; a third lets the entry go, giving pieces that it gives. A move found in flight is first finished for whoever left it.
 * An application that lost the race for the mark finds another nonce there and undoes itself, so no counter is ever inside a transaction
 * and none drifts.
 * `mark` is saved on the order together with the mark.
 */
export async function moveStock(ports: Ports, loaded: Order, skuId: string, move: StockMove, mark: Change['set'] = {}): Promise<StockMoved> {
  const { store } = ports
  let order: Order | undefined = loaded
  for (let attempt = 0; attempt < 8; attempt++) {
    const line: LineStock | undefined = order?.stock[skuId]
    if (!order || !line || (move === 'hold' && order.closedReason !== undefined) || !STOCK_MOVES[move].from.includes(line.state) || !STOCK_MOVES[move].whileOrder.includes(order.state)) return 'not_applicable'
    const piece: Piece = { orderId: order.id, skuId, quantity: line.quantity }
    const entry: InflightMove = { seq: line.seq, move, nonce: ports.ids.next() }
    if (await apply(ports, piece, entry)) {
      if (await finish(ports, piece, entry, mark)) return 'moved'
    }
    else {
      const stock = await store.get('stocks', skuId)
      const found = stock?.inflight[order.id]
      if (found) {
        const left = decodeInflight(found)
        const same = left.move === move
        if (await finish(ports, piece, left, same ? mark : {}) && same) return 'moved'
      }
      else if (!stock || (takesAtOnce(move) && stock.available < line.quantity)) {
        return 'sold_out'
      }
    }
    order = await store.get('orders', order.id)
  }
  throw new Busy(`stock of ${skuId}`)
}

/** Makes a move for every line of an order that it fits. True when no line is left that it fits and did not reach. */
export async function moveAll(ports: Ports, order: Order, move: StockMove): Promise<boolean> {
  let all = true
  for (const [skuId, { state }] of Object.entries(order.stock)) {
    if (STOCK_MOVES[move].from.includes(state) && await moveStock(ports, order, skuId, move) === 'sold_out') all = false
  }
  return all
}

/** The pieces of one line of an order. */
export interface Piece { readonly orderId: string; readonly skuId: string; readonly quantity: number }

function inflightField(orderId: string): string {
  return `inflight.${orderId}`
}

async function apply({ store, clock }: Ports, { orderId, skuId, quantity }: Piece, entry: InflightMove): Promise<boolean> {
  const when: Clause[] = [{ field: inflightField(orderId), is: 'absent' }]
  if (takesAtOnce(entry.move)) when.push({ field: 'available', is: 'gte', value: quantity })
  return store.update('stocks', skuId, {
    ...(takesAtOnce(entry.move) && { inc: stockDelta(entry.move, quantity) }),
    set: { [inflightField(orderId)]: encodeInflight(entry), inflightAt: clock.now() },
  }, when)
}

/** Marks a move in flight on its order and lets the entry go; takes the move back when the order has moved on. True when it is marked. */
async function finish(ports: Ports, piece: Piece, entry: InflightMove, mark: Change['set']): Promise<boolean> {
  const { store } = ports
  const rule = STOCK_MOVES[entry.move]
  const line = `stock.${piece.skuId}`
  const marked = await store.update('orders', piece.orderId, {
    set: { ...mark, [`${line}.state`]: rule.to, [`${line}.seq`]: entry.seq + 1, [`${line}.nonce`]: entry.nonce },
    inc: { version: 1 },
  }, [{ field: `${line}.seq`, is: 'eq', value: entry.seq }, { field: 'state', is: 'in', values: rule.whileOrder }])
  return settleEntry(ports, piece, entry, marked)
}

/** Completes an entry whose mark stands, undoes one whose mark can no longer come. */
export async function settleEntry(ports: Ports, piece: Piece, entry: InflightMove, marked: boolean): Promise<boolean> {
  const stands = marked || await markStands(ports, piece, entry)
  const field = inflightField(piece.orderId)
  const atOnce = takesAtOnce(entry.move)
  await ports.store.update('stocks', piece.skuId, {
    ...(stands !== atOnce && { inc: stockDelta(entry.move, piece.quantity, stands ? 1 : -1) }),
    unset: [field],
  }, [{ field, is: 'eq', value: encodeInflight(entry) }])
  return stands
}

/** Finishes what somebody left in flight of an order's pieces; to be called before their number changes, for an entry does not say how many it moves. */
export async function finishLeft(ports: Ports, order: Order): Promise<void> {
  for (const stock of await ports.store.getMany('stocks', Object.keys(order.stock))) {
    const [found, line] = [stock.inflight[order.id], order.stock[stock.id]]
    if (found && line) await settleEntry(ports, { orderId: order.id, skuId: stock.id, quantity: line.quantity }, decodeInflight(found), false)
  }
}

/** Whether the order carries the mark of this application. If it still could, its number is used up first, so that it never will. */
async function markStands({ store }: Ports, { orderId, skuId }: Piece, entry: InflightMove): Promise<boolean> {
  const seq = `stock.${skuId}.seq`
  const voided = await store.update('orders', orderId, { set: { [seq]: entry.seq + 1 }, inc: { version: 1 } }, [{ field: seq, is: 'eq', value: entry.seq }])
  return !voided && (await store.get('orders', orderId))?.stock[skuId]?.nonce === entry.nonce
}
