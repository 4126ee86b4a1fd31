import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdminInvoiceView, InvoiceView, Page, Reply } from '../../cloudfunctions/contract'
import { INVOICE_TRANSITIONS } from '../../cloudfunctions/domain/invoice/invoice'
import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { alwaysBroken } from '../support/invariants'
import { mayBeBusy, race, raced } from '../support/race'
import type { TestShop } from '../support/shop'
import { aWalletShop, completes, givesBack, receives, topsUp } from '../support/wallet'

const HEAD = { title: '杭州邻里科技有限公司', taxNo: '91330106MA2XXXXX0P', email: 'lin@example.com' }
const FILE = 'cloud://env/invoices/1.pdf'

async function received(quantity = 2): Promise<TestShop> {
  const shop = aWalletShop()
  await topsUp(shop, 'bob', 1000)
  await shop.place('bob', 'order-bob', { quantity, useBalance: true })
  await shop.pays('bob', 'order-bob')
  await receives(shop, 'bob', 'order-bob')
  return shop
}

const ask = (shop: TestShop, change: object = {}, openid = 'bob', worker = shop.worker()): Promise<Reply> => shop.call(openid, { procedure: 'invoice.request', input: { orderId: 'order-bob', ...HEAD, ...change } }, worker)
const admin = (shop: TestShop, procedure: string, input: object = {}, worker = shop.worker()): Promise<Reply> => shop.admin('merchant', { procedure: `invoice.${procedure}`, input: { invoiceId: 'order-bob', ...input } }, worker)
const issue = (shop: TestShop, number = '24332000000012345678', worker = shop.worker()): Promise<Reply> => admin(shop, 'issue', { number, file: FILE }, worker)
const mine = async (shop: TestShop): Promise<readonly InvoiceView[]> => (await shop.value<Page<InvoiceView>>('bob', 'invoice.list', { cursor: null })).items
const refusedFor = (refusal: string): object => ({ outcome: 'refused', refusal })
const open = (shop: TestShop): readonly string[] => shop.database.all('work_items').filter(item => item.state === 'open').map(item => `${item.kind} ${item.subject} ${item.detail}`)

describe('an invoice', { timeout: 60_000 }, () => {
  it('X5: is asked for by the buyer of a received order, issued by the merchant, and its file is there to fetch', async () => {
    const shop = await received()
    expect(await ask(shop)).toMatchObject({ outcome: 'ok', value: { state: 'requested', amountFen: 7980, taxNo: HEAD.taxNo } })
    expect(await shop.admin('merchant', { procedure: 'invoice.list', input: { tab: 'requested', cursor: null } })).toMatchObject({ outcome: 'ok', value: { items: [{ invoiceId: 'order-bob', buyer: { nickname: '' } }] } })
    expect(await issue(shop)).toMatchObject({ outcome: 'ok', value: { state: 'issued' } })
    expect(await issue(shop)).toMatchObject({ outcome: 'ok', value: { state: 'issued' } })
    expect(await issue(shop, '24332000000099999999')).toMatchObject(refusedFor('invoice_not_requested'))
    expect(await mine(shop)).toMatchObject([{ orderId: 'order-bob', number: '24332000000012345678', file: FILE, amountFen: 7980 }])
    await completesToo(shop)
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('X5, I15: is nobody else’s to ask for or see, and not before the goods are there', async () => {
    const shop = aWalletShop()
    await shop.place('bob', 'order-bob')
    await shop.pays('bob', 'order-bob')
    expect(await ask(shop)).toMatchObject(refusedFor('order_not_invoiceable'))
    await receives(shop, 'bob', 'order-bob')
    await shop.agrees('carol')
    expect(await ask(shop, {}, 'carol')).toMatchObject(refusedFor('order_not_found'))
    expect(await ask(shop)).toMatchObject({ outcome: 'ok' })
    expect(await shop.value<Page<InvoiceView>>('carol', 'invoice.list', { cursor: null })).toEqual({ items: [], next: null })
    expect(await shop.admin('carol', { procedure: 'invoice.issue', input: { invoiceId: 'order-bob', number: '12345678', file: FILE } })).toMatchObject(refusedFor('not_allowed'))
    for (const wrong of [{ email: 'no' }, { taxNo: '1' }, { title: '' }, { amountFen: 1 }]) expect(await ask(shop, wrong)).toMatchObject({ outcome: 'bad_input' })
  })

  it('X5: there is one at a time: asked the same again it is the same, asked otherwise refused, until it is rejected or voided', async () => {
    const shop = await received()
    const [first] = [await ask(shop)]
    expect(await ask(shop)).toEqual(first)
    expect(await ask(shop, { title: '林一', taxNo: null })).toMatchObject(refusedFor('invoice_exists'))
    expect(await admin(shop, 'reject', { reason: '税号有误' })).toMatchObject({ outcome: 'ok', value: { state: 'rejected', rejectedFor: '税号有误' } })
    expect(await admin(shop, 'void')).toMatchObject(refusedFor('invoice_not_issued'))
    expect(await ask(shop, { title: '林一', taxNo: null })).toMatchObject({ outcome: 'ok', value: { state: 'requested', title: '林一', rejectedFor: null } })
    await issue(shop)
    await admin(shop, 'void')
    expect(await ask(shop)).toMatchObject({ outcome: 'ok', value: { state: 'requested', number: null } })
    expect(await issue(shop)).toMatchObject(refusedFor('invoice_number_taken'))
    expect(await issue(shop, '24332000000022222222')).toMatchObject({ outcome: 'ok' })
  })

  it('X5: is for less when some is given back before it is issued; given back afterwards, a person is told to void it', async () => {
    const shop = await received(3)
    await ask(shop)
    await givesBack(shop, 'order-bob', 1)
    expect(await mine(shop)).toMatchObject([{ state: 'requested', amountFen: 7980 }])
    await issue(shop)
    expect(open(shop)).toEqual([])
    await givesBack(shop, 'order-bob', 1)
    expect(await mine(shop)).toMatchObject([{ state: 'outdated', amountFen: 7980 }])
    expect(open(shop)).toEqual(['invoice_outdated order-bob 24332000000012345678'])
    expect(await admin(shop, 'void')).toMatchObject({ outcome: 'ok', value: { state: 'voided' } })
    expect(open(shop)).toEqual([])
    expect(await ask(shop)).toMatchObject({ outcome: 'ok', value: { amountFen: 3990 } })
    await givesBack(shop, 'order-bob', 1)
    expect(await issue(shop, '24332000000022222222')).toMatchObject(refusedFor('invoice_not_requested'))
    await admin(shop, 'reject', { reason: '已全部退款' })
    expect(await ask(shop)).toMatchObject(refusedFor('nothing_to_invoice'))
    await shop.passes(5 * MINUTE_MS)
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('X5, I1: asked for, issued and refunded at the same instant, an issued one is over what is left or on the list', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, asked) => {
      const shop = await received(2)
      if (asked) await ask(shop)
      await race(scheduler, [
        () => mayBeBusy(ask(shop, {}, 'bob', shop.worker(raced(scheduler, 'ask')))),
        () => mayBeBusy(issue(shop, '24332000000012345678', shop.worker(raced(scheduler, 'issue')))),
        () => mayBeBusy(givesBack(shop, 'order-bob', 1, shop.worker(raced(scheduler, 'refund')))),
      ])
      const [invoice] = await mine(shop)
      const left = shop.database.one('orders', 'order-bob')?.lines[0]?.left.paidFen
      if (invoice?.state === 'issued' || invoice?.state === 'requested') expect(invoice.amountFen).toBe(left)
      expect(open(shop).length).toBe(invoice?.state === 'outdated' ? 1 : 0)
    }), { numRuns: 300 })
  })

  it('X5, I7: its table', () => {
    expect(INVOICE_TRANSITIONS).toEqual({ requested: ['issued', 'rejected'], issued: ['outdated', 'voided'], outdated: ['voided'], voided: ['requested'], rejected: ['requested'] })
  })
})

/** An order with an invoice completes like any other. */
async function completesToo(shop: TestShop): Promise<void> {
  await shop.place('bob', 'order-next')
  await shop.pays('bob', 'order-next')
  await completes(shop, 'bob', 'order-next')
  expect(shop.database.one('orders', 'order-bob')?.state).toBe('completed')
  const listed = await shop.admin('merchant', { procedure: 'invoice.list', input: { tab: 'issued', cursor: null } })
  expect((listed as { value: Page<AdminInvoiceView> }).value.items).toHaveLength(1)
}
