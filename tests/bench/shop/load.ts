import { randomBytes } from 'node:crypto'
import type { InputOf, OutputOf, Reply, ShopProcedures } from '../../../cloudfunctions/contract'
import { serveParent } from '../child'
import { GOODS, type Goods, type LoadAnswer, type LoadQuestion } from './work'

type Name = keyof ShopProcedures

class Refused extends Error {
  constructor(readonly refusal: string, procedure: Name) {
    super(`${procedure}: ${refusal}`)
  }
}

/** How long each call took that was let in, in milliseconds. */
let admitted: number[] = []

/** One shopper's phone: the same requests, over the same door. */
class Phone {
  #retriesLeft = 3

  constructor(private readonly url: string, private readonly person: string) {}

  async ask<Procedure extends Name>(procedure: Procedure, input: InputOf<ShopProcedures[Procedure]>): Promise<OutputOf<ShopProcedures[Procedure]>> {
    const reply = await this.#post('/call/shop', { procedure, input }) as Reply
    if (reply.outcome === 'ok') return reply.value as OutputOf<ShopProcedures[Procedure]>
    throw new Refused(reply.outcome === 'refused' ? reply.refusal : JSON.stringify(reply), procedure)
  }

  async places(kind: 'alone' | 'join' | 'open', { productId, skuId }: Goods, groupId: string | null): Promise<string> {
    const lines = [{ productId, skuId, quantity: 1 }]
    const purchase = { kind, groupId, lines, couponIds: [], points: 0, useBalance: false, delivery: 'standard' as const, platform: 'other' as const }
    const { name: _, phone: __, detail: ___, ...region } = ADDRESS
    const { quoteKey } = await this.ask('cart.quote', { ...purchase, region })
    const orderId = randomBytes(12).toString('hex')
    await this.ask('order.place', { orderId, ...purchase, address: ADDRESS, agreed: [], quoteKey })
    return orderId
  }

  /** Confirms in the sheet and comes back. */
  async pays(orderId: string): Promise<void> {
    const asked = await this.ask('order.pay', { orderId })
    if (asked.kind === 'wechat') await this.#post('/cashier/pay', { prepay_id: asked.params.package.replace('prepay_id=', '') })
    const { state } = await this.ask('order.sync', { orderId })
    if (state === 'placed' || state === 'paid') throw new Error(`order ${state} after it was paid`)
  }

  /** Tries again as the app does when the cloud takes no more calls: at most three times, and a tenth of all calls. */
  async #post(path: string, body: object, tries = 1): Promise<unknown> {
    const from = performance.now()
    const response = await fetch(`${this.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-lintuan-person': this.person }, body: JSON.stringify(body) })
    if (response.ok) {
      this.#retriesLeft = Math.min(3, this.#retriesLeft + 0.1)
      const reply: unknown = await response.json()
      admitted.push(performance.now() - from)
      return reply
    }
    if (response.status === 429 && tries < 4 && this.#retriesLeft >= 1) {
      this.#retriesLeft -= 1
      await new Promise(resolve => setTimeout(resolve, Math.random() * 300 * 2 ** tries))
      return this.#post(path, body, tries + 1)
    }
    throw new Refused(response.status === 429 ? 'busy' : `HTTP ${response.status} ${await response.text()}`, 'home.get')
  }
}

const ADDRESS = { name: '小雨', phone: '13812345678', province: '浙江省', city: '杭州市', district: '西湖区', detail: '邻里路 8 号' }

/** People who only open groups: a shopper cannot join a group of their own. */
const LEADERS = 500

/** Groups of the hot one's kind: when all its seats are taken, the next is opened by whoever finds it full. */
async function hotGroup(url: string, people: readonly string[]): Promise<() => Promise<string>> {
  let leaders = 0
  const open = async (): Promise<string> => {
    const leader = new Phone(url, people[people.length - 1 - leaders++ % LEADERS] ?? '')
    const orderId = await leader.places('open', GOODS.group, null)
    await leader.pays(orderId)
    return (await leader.ask('order.get', { orderId })).groupId ?? ''
  }
  let taken = 0
  let group = open()
  return () => {
    if (++taken % 59 === 0) group = open()
    return group
  }
}

async function jobOf({ url, people, job }: LoadQuestion): Promise<(person: string) => Promise<void>> {
  switch (job) {
    case 'read': return async person => void await new Phone(url, person).ask('goods.get', { productId: GOODS.alone.productId })
    case 'settled': return async (person) => {
      const phone = new Phone(url, person)
      await phone.pays(await phone.places('alone', GOODS.alone, null))
    }
    case 'sku': return async (person) => {
      const phone = new Phone(url, person)
      await phone.ask('order.cancel', { orderId: await phone.places('alone', GOODS.alone, null) })
    }
    case 'group': {
      const next = await hotGroup(url, people)
      return async person => void await new Phone(url, person).places('join', GOODS.group, await next())
    }
  }
}

async function run(question: LoadQuestion): Promise<LoadAnswer> {
  const { shoppers, ms, perSecond } = question
  const people = question.people.slice(0, -LEADERS)
  const work = await jobOf(question)
  const times: number[] = []
  admitted = []
  const failures = { busy: 0, failed: 0, example: '' }
  let turn = Math.floor(Math.random() * people.length)
  const one = async (): Promise<void> => {
    const from = performance.now()
    try {
      await work(people[turn++ % people.length] ?? '')
      times.push(performance.now() - from)
    }
    catch (error) {
      const busy = error instanceof Refused && error.refusal === 'busy'
      failures[busy ? 'busy' : 'failed'] += 1
      if (!busy) failures.example = String(error)
    }
  }
  const begun = performance.now()
  if (perSecond === undefined) {
    const until = begun + ms
    await Promise.all(Array.from({ length: shoppers }, async () => {
      while (performance.now() < until) await one()
    }))
  }
  else {
    await open(one, perSecond, ms)
  }
  const seconds = (performance.now() - begun) / 1000
  return { done: times.length, perSecond: times.length / seconds, median: quantile(times, 0.5), slowest1Percent: quantile(times, 0.99), callSlowest1Percent: quantile(admitted, 0.99), ...failures }
}

function quantile(times: readonly number[], part: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? NaN
}

/** New shoppers at their own pace, and then waits for those that are still at it. */
async function open(one: () => Promise<void>, perSecond: number, ms: number): Promise<void> {
  const begun = performance.now()
  const under = new Set<Promise<void>>()
  for (let started = 0; performance.now() - begun < ms;) {
    const due = Math.floor((performance.now() - begun) / 1000 * perSecond)
    for (; started < due; started++) {
      const shopper = one().finally(() => under.delete(shopper))
      under.add(shopper)
    }
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  await Promise.all(under)
}

serveParent('ready', run)
