import type { InputOf, OrderView, OutputOf, Reply, ShopProcedures } from '../../../cloudfunctions/contract'
import { GOODS, type Told } from './work'

type Name = keyof ShopProcedures
type Placing = InputOf<ShopProcedures['order.place']>

/** The connection is gone, or there was no answer that says anything. */
class Unanswered extends Error {
  override name = 'Unanswered'
}

class Refused extends Error {
  constructor(readonly refusal: string) {
    super(refusal)
  }
}

const ADDRESS = { name: '小雨', phone: '13812345678', province: '浙江省', city: '杭州市', district: '西湖区', detail: '邻里路 8 号' }
const { name: _, phone: __, detail: ___, ...REGION } = ADDRESS

/** What a client has begun and not been answered to: it is asked again, the same, until it is. */
type Step = { readonly do: 'place'; readonly input: Placing } | { readonly do: 'pay' | 'confirm' | 'sync' | 'cancel'; readonly orderId: string; readonly prepayId?: string }

/** One phone that places, pays and cancels orders for as long as there is a shop, and takes up where it was when there is one again. */
export class Client {
  #step: Step | undefined
  #number = 0
  #pauses = 0

  constructor(private readonly person: string, private readonly told: Told, private readonly random: () => number, private readonly groups: string[]) {}

  /** Until the connection breaks, or until there is nothing begun any more. */
  async works(url: string, until: 'cut_off' | 'nothing_begun'): Promise<void> {
    for (let steps = 0; until === 'cut_off' || this.#step; steps++) {
      if (until === 'nothing_begun' && steps > 200) throw new Error(`${this.person} gets no answer to ${JSON.stringify(this.#step)}`)
      try {
        this.#step ??= await this.#begins(url)
        if (this.#step) this.#step = await this.#takes(url, this.#step)
        this.#pauses = 0
      }
      catch (error) {
        if (error instanceof Unanswered && until === 'cut_off') return
        if (error instanceof Unanswered || (error instanceof Refused && error.refusal === 'busy')) {
          await new Promise(resolve => setTimeout(resolve, Math.min(500, 20 * 2 ** this.#pauses++)))
          continue
        }
        // Refused for good: it goes on to something else.
        if (error instanceof Refused) this.#step = undefined
        else throw error
      }
    }
  }

  async #begins(url: string): Promise<Step | undefined> {
    const goods = GOODS[Math.floor(this.random() * GOODS.length)] ?? GOODS[0]
    const groupId = this.random() < 0.5 ? this.groups[this.groups.length - 1 - Math.floor(this.random() * Math.min(3, this.groups.length))] : undefined
    const kind = this.random() < 0.5 ? 'alone' : groupId ? 'join' : 'open'
    const joined = kind === 'join' ? await this.#ask(url, 'group.get', { groupId: groupId ?? '' }) : undefined
    const { productId, skuId } = joined ? GOODS.find(one => one.productId === joined.product.productId) ?? goods : goods
    const wanted = { kind, lines: [{ productId, skuId, quantity: 1 }], groupId: kind === 'join' ? groupId ?? null : null, couponIds: [], points: 0, useBalance: false, delivery: 'standard', platform: 'other' } as const
    const { quoteKey } = await this.#ask(url, 'cart.quote', { ...wanted, lines: [...wanted.lines], couponIds: [], region: REGION })
    const orderId = `${this.person}-${++this.#number}`.padEnd(8, '_')
    this.told.sent.add(orderId)
    return { do: 'place', input: { ...wanted, lines: [...wanted.lines], couponIds: [], orderId, address: { ...ADDRESS, detail: `邻里路 ${this.person}` }, agreed: [], quoteKey } }
  }

  /** Does the step that is begun and answers the next one. */
  async #takes(url: string, step: Step): Promise<Step | undefined> {
    if (step.do === 'place') {
      const order = await this.#ask(url, 'order.place', step.input)
      this.#acknowledged(order)
      if (order.kind === 'open' && order.groupId) this.groups.push(order.groupId)
      return this.random() < 0.25 ? { do: 'cancel', orderId: order.orderId } : { do: 'pay', orderId: order.orderId }
    }
    const { orderId } = step
    switch (step.do) {
      case 'cancel': {
        const order = await this.#ask(url, 'order.cancel', { orderId })
        if (order.state === 'closed') this.told.cancelled.add(orderId)
        this.told.acknowledged += 1
        return undefined
      }
      case 'pay': {
        const asked = await this.#ask(url, 'order.pay', { orderId })
        return asked.kind === 'wechat' ? { do: 'confirm', orderId, prepayId: asked.params.package.replace('prepay_id=', '') } : undefined
      }
      case 'confirm': {
        await this.#confirms(url, orderId, step.prepayId ?? '')
        // One of ten never comes back from the sheet.
        return this.random() < 0.1 ? undefined : { do: 'sync', orderId }
      }
      case 'sync': {
        const order = await this.#ask(url, 'order.sync', { orderId })
        if (!['placed', 'closed'].includes(order.state)) this.told.seenPaid.add(orderId)
        this.told.acknowledged += 1
        return undefined
      }
    }
  }

  #acknowledged({ orderId, payableFen }: OrderView): void {
    const before = this.told.placed.get(orderId)
    if (before && before.payableFen !== payableFen) this.told.problems.push(`${orderId} cost ${before.payableFen} and costs ${payableFen}`)
    this.told.placed.set(orderId, { client: this.person, payableFen })
    this.told.acknowledged += 1
  }

  /** In the sheet. WeChat may have taken the money and its answer be lost; it then says that the order is paid already. */
  async #confirms(url: string, orderId: string, prepayId: string): Promise<void> {
    const { status, body } = await this.#post(`${url}/cashier/pay`, { prepay_id: prepayId })
    if (status === 200) {
      this.told.paid.add(orderId)
      this.told.acknowledged += 1
    }
    else if (status >= 500) {
      throw new Unanswered(JSON.stringify(body))
    }
  }

  async #ask<Procedure extends Name>(url: string, procedure: Procedure, input: InputOf<ShopProcedures[Procedure]>): Promise<OutputOf<ShopProcedures[Procedure]>> {
    const { status, body } = await this.#post(`${url}/call/shop`, { procedure, input })
    if (status !== 200) throw new Unanswered(`HTTP ${status}`)
    const reply = body as Reply
    if (reply.outcome === 'ok') return reply.value as OutputOf<ShopProcedures[Procedure]>
    if (reply.outcome === 'refused') throw new Refused(reply.refusal)
    this.told.problems.push(`${procedure} ${JSON.stringify(input)} was answered ${JSON.stringify(reply)}`)
    throw new Refused(reply.outcome)
  }

  async #post(url: string, body: object): Promise<{ status: number; body: unknown }> {
    try {
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-lintuan-person': this.person }, body: JSON.stringify(body), signal: AbortSignal.timeout(20_000) })
      return { status: response.status, body: await response.json() }
    }
    catch (error) {
      throw new Unanswered(String(error))
    }
  }
}
