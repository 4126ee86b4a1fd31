import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MiniProgram } from './support/files'
import { localBuild } from './support/builds'
import { Stage } from './support/stage'

/** What a page needs to show something, and a text that only stands there when it does. */
const OPENED: Record<string, { as?: string, query?: (known: Known) => Record<string, string>, shows: RegExp }> = {
  'pages/home/index': { shows: /今日拼团/ },
  'pages/category/index': { shows: /全部商品/ },
  'pages/orders/index': { as: 'dan', shows: /拼团中/ },
  'pages/me/index': { shows: /小雨/ },
  'pages/product/index': { query: () => ({ productId: 'peach' }), shows: /拼团规则/ },
  'pages/group/index': { query: ({ groupId }) => ({ groupId }), shows: /拼团规则/ },
  'pages-order/checkout/index': { query: () => ({ kind: 'open', productId: 'peach', skuId: 'peach-1', quantity: '1' }), shows: /提交订单/ },
  'pages-order/detail/index': { as: 'dan', query: ({ orderId }) => ({ orderId }), shows: /订单编号/ },
  'pages-admin/orders/index': { as: 'merchant', shows: /./ },
  'pages-admin/refunds/index': { as: 'merchant', shows: /./ },
}

interface Known { groupId: string, orderId: string }

let stage: Stage
let known: Known

beforeAll(async () => {
  stage = await Stage.open()
  const { value } = await stage.cloud.call('shop', { procedure: 'order.list', input: { tab: 'grouping', cursor: null } }, { person: 'dan' }) as { value: { items: Known[] } }
  known = value.items[0] ?? { groupId: '', orderId: '' }
})
afterAll(() => stage[Symbol.asyncDispose]())

describe('every page of the compiled mini-program', async () => {
  const { pages } = new MiniProgram(await localBuild())

  it.each(pages)('%s shows itself without an error', async (page) => {
    const { as = 'alice', query, shows } = OPENED[page] ?? { shows: /./ }
    const phone = await stage.phone(as, { path: page, query: query?.(known) })
    await phone.isOn(page)
    await phone.sees(shows)
    await phone.page.waitForLoadState('networkidle')
    await phone.picture(page.replaceAll('/', '-'))
    expect(phone.problems).toEqual([])
    await phone.page.context().close()
  })

  it('are all told how to be opened here', () => {
    expect(Object.keys(OPENED).sort()).toEqual([...pages].sort())
  })
})
