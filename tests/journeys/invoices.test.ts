import { expect, it } from 'vitest'
import { checkBooks } from './support/books'
import { refusalOf, Shop } from './support/shop'

const PDF = Buffer.from('%PDF-1.7\n%an electronic invoice\n')
const HEAD = { title: '杭州邻里科技有限公司', taxNo: '91330106MA2XXXXX0P', email: 'lin@example.com' }

/** Sends a file as the page of the merchant does, and answers the name that a procedure takes. */
async function uploads(shop: Shop, person: string, bytes: Buffer): Promise<string> {
  const response = await fetch(`${shop.cloud.url}/upload`, { method: 'POST', body: bytes, headers: { 'x-lintuan-person': person } })
  const { path } = await response.json() as { path: string }
  return path
}

it('X5 I15: a shopper asks for an invoice, the merchant issues it with its file, and the shopper fetches just that file; given back, it must be voided', async () => {
  await using shop = await Shop.open()
  const [alice, bob, merchant] = [shop.person('alice'), shop.person('bob'), shop.person('merchant')]
  const order = await alice.buysAlone({ product: 'eggs', quantity: 2 })
  const invoiceId = order.orderId
  await alice.paysAndIsSeen(order)
  expect(await refusalOf(alice.ask('invoice.request', { orderId: order.orderId, ...HEAD }))).toBe('order_not_invoiceable')
  await merchant.manage('order.ship', { orderId: order.orderId, supplierId: '', company: 'SF', trackingNo: 'SF1234567890' })
  await alice.ask('order.confirmReceipt', { orderId: order.orderId })
  expect(await refusalOf(bob.ask('invoice.request', { orderId: order.orderId, ...HEAD }))).not.toBe('accepted')
  expect(await alice.ask('invoice.request', { orderId: order.orderId, ...HEAD })).toMatchObject({ state: 'requested', amountFen: order.payableFen, file: null })

  expect((await merchant.manage('invoice.list', { tab: 'requested', cursor: null })).items).toMatchObject([{ invoiceId, title: HEAD.title, taxNo: HEAD.taxNo }])
  await merchant.manage('invoice.issue', { invoiceId, number: '24332000000012345678', file: await uploads(shop, 'merchant', PDF) })

  const [mine] = (await alice.ask('invoice.list', { cursor: null })).items
  expect(mine).toMatchObject({ state: 'issued', number: '24332000000012345678' })
  const fetched = await fetch(shop.cloud.url + (mine?.file ?? ''))
  expect([fetched.status, fetched.headers.get('content-type'), Buffer.from(await fetched.arrayBuffer())]).toEqual([200, 'application/pdf', PDF])
  expect((await bob.ask('invoice.list', { cursor: null })).items).toEqual([])

  await alice.ask('return.request', { orderId: order.orderId, lines: [{ skuId: 'eggs-1', quantity: 1 }], reason: '破了一盒' })
  await merchant.manage('return.approve', { returnId: `${order.orderId}-R1`, restock: false })
  await shop.settle()
  expect((await merchant.manage('invoice.list', { tab: 'outdated', cursor: null })).items).toMatchObject([{ invoiceId }])
  expect((await merchant.manage('work.list', { cursor: null })).items).toMatchObject([{ kind: 'invoice_outdated', subject: invoiceId }])
  await merchant.manage('invoice.void', { invoiceId })
  expect((await merchant.manage('work.list', { cursor: null })).items).toEqual([])
  expect(await alice.ask('invoice.request', { orderId: order.orderId, ...HEAD })).toMatchObject({ state: 'requested', amountFen: order.payableFen / 2 })
  await checkBooks(shop)
})
