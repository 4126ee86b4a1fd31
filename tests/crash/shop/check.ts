import { EJSON } from 'bson'
import type { CollectionName, Collections } from '../../../cloudfunctions/ports'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { payView } from '../../simulation/checks/shop-view'
import type { CheckedShop } from '../../support/checked-shop'
import type { Told } from './work'

const PAGE = 1000

/** Everything that is in the database, read past the shop. */
async function everything(cloud: LocalCloud, collections: readonly string[]): Promise<CheckedShop['database']> {
  const kept = new Map<string, Map<string, { id: string }>>()
  for (const collection of collections) {
    const documents = new Map<string, { id: string }>()
    for (let offset = 0, more = true; more; offset += PAGE) {
      const reply = await cloud.database.handle({ action: 'database.getDocument', collectionName: collection, query: '{}', queryType: 'WHERE', offset, limit: PAGE }) as { data: { list: string[] } }
      for (const text of reply.data.list) {
        const { _id, ...fields } = EJSON.parse(text) as { _id: string }
        documents.set(_id, { id: _id, ...fields })
      }
      more = reply.data.list.length === PAGE
    }
    kept.set(collection, documents)
  }
  return {
    all: <C extends CollectionName>(collection: C) => [...kept.get(collection)?.values() ?? []] as Collections[C][],
    one: <C extends CollectionName>(collection: C, id: string) => kept.get(collection)?.get(id) as Collections[C] | undefined,
  }
}

/** The shop as every test's checks look at one; pieces are counted by `pieces`. */
export async function lookAt(cloud: LocalCloud, collections: readonly string[], pieces: ReadonlyMap<string, number>): Promise<CheckedShop> {
  return { now: cloud.clock.now(), database: await everything(cloud, collections), pay: payView(cloud.pay), pieces: skuId => [pieces.get(skuId) ?? 0] }
}

/** How many pieces there are of each SKU. */
export function piecesIn({ database }: CheckedShop): Map<string, number> {
  return new Map(database.all('stocks').map(stock => [stock.id, stock.available + stock.held + stock.sold]))
}

/** What clients were told and is not so, and what was done twice (I12, L2, L3). */
export function brokenPromises({ database, pay }: CheckedShop, told: Told): string[] {
  const broken: string[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what)
  }
  for (const [orderId, { payableFen }] of told.placed) {
    const order = database.one('orders', orderId)
    expect(order !== undefined && order.payableFen === payableFen, `${orderId} was placed for ${payableFen} and is ${order ? `there for ${order.payableFen}` : 'lost'}`)
    expect(order?.closedReason !== 'not_placed', `${orderId} was placed, and then was not`)
  }
  for (const orderId of told.cancelled) {
    const order = database.one('orders', orderId)
    expect(order?.state === 'closed' || order?.payment.state === 'succeeded', `${orderId} was cancelled and is ${order?.state}`)
  }
  for (const orderId of told.paid) expect(pay.orders.get(orderId)?.state === 'paid', `the money for ${orderId} was taken, and WeChat does not know`)
  for (const orderId of [...told.paid, ...told.seenPaid]) expect(database.one('orders', orderId)?.payment.state === 'succeeded', `${orderId} was paid, and the shop does not know`)
  for (const order of database.all('orders')) {
    expect(told.sent.has(order.id), `${order.id} was placed by nobody`)
    const booked = database.all('postings').filter(posting => posting.orderId === order.id && posting.kind === 'payment').length
    expect(booked === (order.payment.state === 'succeeded' && order.payment.amountFen > 0 ? 1 : 0), `the payment of ${order.id}, which is ${order.payment.state}, is booked ${booked} times`)
  }
  return broken
}
