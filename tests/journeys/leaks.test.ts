import { describe, expect, it } from 'vitest'
import { shopVariables } from '../../emulator/variables'
import { demoCodes, seedKinds } from '../../emulator/seed/kinds'
import { APP_SECRET, APPID } from '../../emulator/parts'
import { MINUTE, SECOND, Shop } from './support/shop'

const SECRETS = {
  name: '钱多多测', phone: '13987654321', detail: '桃源弄 77 号 9 幢', nickname: '小测试君', email: 'canary@example.com', title: '测试公司甲', card: '6225880212345678', holder: '钱持卡人',
}
const ADDRESS = { name: SECRETS.name, phone: SECRETS.phone, province: '浙江省', city: '杭州市', district: '西湖区', detail: SECRETS.detail }
/** What identifies the shop in public is no secret. */
const PUBLIC = ['LINTUAN_APPID', 'LINTUAN_MCHID', 'LINTUAN_PAY_KEY_ID', 'LINTUAN_PAY_PUBLIC_KEY', 'LINTUAN_PAY_BASE_URL', 'LINTUAN_WECHAT_BASE_URL', 'LINTUAN_NOTIFY_URL', 'LINTUAN_OWNER_OPENID', 'LINTUAN_DATA_KEYS_EARLIER', 'LINTUAN_PAGES_FOR_MS']

describe('the functions as they are deployed', () => {
  it('S12: write no personal data, key, token or card code into their logs and errors, and none of it in clear into the database', async () => {
    await using shop = await Shop.open()
    await seedKinds(shop.cloud)
    const [alice, bob, merchant] = [shop.person('alice'), shop.person('bob'), shop.person('merchant')]
    await alice.agrees()
    await bob.agrees()
    await alice.ask('me.update', { nickname: SECRETS.nickname, avatar: '/storage/a.png' })
    const order = await alice.placesCart({ lines: [{ productId: 'rice', skuId: 'rice-1', quantity: 1 }], address: ADDRESS })
    await alice.paysAndIsSeen(order)
    expect(await merchant.manage('order.address', { orderId: order.orderId })).toEqual(ADDRESS)
    await merchant.manage('order.ship', { orderId: order.orderId, supplierId: '', company: 'SF', trackingNo: 'SF1000001', packedAsAsked: true })
    await alice.ask('order.confirmReceipt', { orderId: order.orderId })
    await alice.ask('invoice.request', { orderId: order.orderId, title: SECRETS.title, taxNo: null, email: SECRETS.email })
    const cards = await alice.placesCart({ lines: [{ productId: 'gift-card', skuId: 'gift-card-1', quantity: 1 }], address: null })
    await alice.paysAndIsSeen(cards)
    const { codes } = await alice.ask('order.revealCodes', { orderId: cards.orderId })
    await alice.ask('me.export', { cursor: null })

    // A database, and afterwards WeChat, that answers with errors in which everything is quoted.
    const quoted = JSON.stringify({ ...SECRETS, codes })
    const handle = shop.cloud.database.handle.bind(shop.cloud.database)
    for (let nth = 1; nth <= 6; nth++) {
      let calls = 0
      shop.cloud.database.handle = body => ++calls === nth ? Promise.resolve({ requestId: 'quoted', code: 'SYS_ERR', message: quoted } as never) : handle(body)
      await alice.reply('order.get', { orderId: order.orderId })
      calls = 0
      await bob.reply('me.update', { nickname: '小测', avatar: '/storage/b.png' })
    }
    shop.cloud.database.handle = handle
    const bad = [
      await alice.reply('order.get', { orderId: SECRETS.phone, [SECRETS.name]: 1 } as never),
      await bob.reply('order.get', { orderId: order.orderId }),
      await shop.cloud.call('admin', { procedure: 'refund.retry', input: { refundId: `${order.orderId}-LATE`, to: { kind: 'bank_card', bankType: 'CMB', account: SECRETS.card, name: SECRETS.holder } } }, { person: 'merchant' }),
    ]
    await shop.advance(SECOND)
    await shop.settle()
    await shop.advance(7 * MINUTE)

    const calls = shop.cloud.functions.journal.list()
    expect(new Set(calls.map(call => call.function))).toEqual(new Set(['shop', 'admin', 'pay-notify', 'timers']))
    const logs = calls.flatMap(call => call.logs.map(line => line.text))
    expect(logs.some(line => line.includes('"fault"'))).toBe(true)
    const failed = calls.filter(call => /"outcome":"(internal|bad_input)"/.test(call.reply ?? '')).map(call => call.reply ?? '')
    expect(failed.length).toBeGreaterThanOrEqual(3)
    const tokens = (await shop.documents<{ token: string }>('token_caches')).map(cache => cache.token)
    expect(tokens.length).toBeGreaterThan(0)
    const keys = Object.entries(shopVariables('', shop.cloud.pay.merchant(APPID), APP_SECRET, '')).filter(([name]) => !PUBLIC.includes(name)).map(([, value]) => value)
    expect(keys.length).toBeGreaterThan(4)

    const hidden = [...Object.values(SECRETS), ...codes, ...demoCodes(20), ...tokens, ...keys]
    const texts = { logs: [...logs, ...calls.map(call => call.message ?? '')], errors: [...failed, ...bad.filter(reply => (reply as { outcome: string }).outcome !== 'bad_input').map(reply => JSON.stringify(reply))] }
    for (const [where, found] of Object.entries(texts)) expect(hidden.filter(secret => found.some(text => text.includes(secret))), where).toEqual([])

    const collections = ['orders', 'invoices', 'card_codes', 'code_imports', 'code_reveals', 'postings', 'outbox', 'refunds', 'work_items', 'audits', 'visits']
    const stored = JSON.stringify(await Promise.all(collections.map(collection => shop.documents(collection))))
    const atRest = [SECRETS.name, SECRETS.phone, SECRETS.detail, SECRETS.email, SECRETS.title, SECRETS.card, SECRETS.holder, ...codes, ...keys]
    expect(atRest.filter(secret => stored.includes(secret))).toEqual([])
  })
})
