import type { InputOf, OrderView, ShopProcedures } from '../../../cloudfunctions/contract'

export type PlaceInput = InputOf<ShopProcedures['order.place']>

interface Promised {
  readonly openid: string
  readonly input: PlaceInput
  readonly quotedFen: number
  view?: OrderView
}

/** What the shop said to its shoppers about orders, against which it is held (I12, I15, I16). */
export class Promises {
  readonly orders = new Map<string, Promised>()
  readonly broken: string[] = []

  asked(openid: string, input: PlaceInput, quotedFen: number): void {
    if (!this.orders.has(input.orderId)) this.orders.set(input.orderId, { openid, input, quotedFen })
  }

  /** Another quote accepted for an order that was not there yet. */
  askedAnew(openid: string, input: PlaceInput, quotedFen: number): void {
    this.orders.set(input.orderId, { openid, input, quotedFen })
  }

  placed(view: OrderView): void {
    const promised = this.orders.get(view.orderId)
    if (!promised) return void this.broken.push(`I12: ${view.orderId} was placed and nobody asked for it`)
    if (promised.view && sayOf(promised.view) !== sayOf(view)) this.broken.push(`I12: ${view.orderId} was ${sayOf(promised.view)} and is ${sayOf(view)} when asked again`)
    if (view.payableFen !== promised.quotedFen) this.broken.push(`I16: ${view.orderId} was quoted at ${promised.quotedFen} and costs ${view.payableFen}`)
    promised.view ??= view
  }
}

/** What of an order never changes. */
function sayOf(view: OrderView): string {
  return JSON.stringify([view.orderId, view.payableFen, view.wechatFen, view.balanceFen, view.lines.map(line => [line.skuId, line.quantity])])
}
