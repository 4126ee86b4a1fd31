import { describe, expect, it } from 'vitest'
import type { MessageQuota, Visit } from '../../cloudfunctions/ports'
import { demoMessageTemplates } from '../../emulator/seed/templates'
import { readQr } from '../emulator/wechat/support/qr'
import { checkBooks } from './support/books'
import { HOUR, Shop } from './support/shop'

describe('sharing', () => {
  it('S1: a share code fits the QR scene, leads to the group, and the visit keeps source and sharer', async () => {
    await using shop = await Shop.open()
    const [alice, bob] = [shop.person('alice'), shop.person('bob')]
    const order = await alice.opensGroup({ product: 'eggs' })
    await alice.paysAndIsSeen(order)
    const groupId = order.groupId ?? ''
    const { code, path } = await alice.ask('share.create', { groupId })
    expect(await alice.ask('share.create', { groupId })).toMatchObject({ code, path, earns: true })
    expect(code.length).toBeLessThanOrEqual(32)

    const { image } = await bob.ask('share.code', { code })
    const scanned = new URL(readQr(Buffer.from(image, 'base64')).text.replace('/#/', '/'))
    expect(scanned.pathname).toBe('/pages/group/index')
    expect(scanned.searchParams.get('scene')).toBe(code)

    const entered = await bob.ask('session.start', { source: 'qr', code, path: '/pages/group/index' })
    expect(entered.landing).toEqual({ groupId })
    await alice.ask('session.start', { source: 'share', code, path: '/pages/group/index' })
    await bob.ask('session.start', { source: 'search', code: null, path: '/pages/home/index' })
    const visits = await shop.documents<Visit>('visits')
    const of = (source: Visit['source']): Visit | undefined => visits.find(visit => visit.source === source)
    expect(of('qr')).toMatchObject({ openid: bob.openid, code, sharerOpenid: alice.openid })
    expect(of('share'), 'nobody is their own sharer').not.toHaveProperty('sharerOpenid')
    expect(of('search')).not.toHaveProperty('code')
  })

  it('S35: messages are sent once for each permission, when the group forms, fails and is refunded', async () => {
    await using shop = await Shop.open()
    const [alice, bob, carol] = [shop.person('alice'), shop.person('bob'), shop.person('carol')]
    for (const buyer of [alice, carol]) {
      await buyer.ask('message.allow', { keys: ['group_formed', 'group_failed', 'refund_succeeded'] })
      for (const key of ['group_formed', 'group_failed', 'refund_succeeded'] as const) shop.cloud.wechat.grantQuota(buyer.openid, demoMessageTemplates[key])
    }
    const order = await alice.opensGroup({ product: 'eggs' })
    await alice.paysAndIsSeen(order)
    await bob.paysAndIsSeen(await bob.joins(order.groupId ?? '', { product: 'eggs' }))
    const lonely = await carol.opensGroup({ product: 'peach' })
    await carol.paysAndIsSeen(lonely)
    await shop.settle()
    await shop.advance(24 * HOUR)
    await shop.settle()

    const sent = shop.cloud.wechat.messages().map(({ openid, templateId, page }) => ({ openid, templateId, page }))
    const page = (orderId: string): string => `pages-order/detail/index?orderId=${orderId}`
    expect(sent).toEqual(expect.arrayContaining([
      { openid: alice.openid, templateId: demoMessageTemplates.group_formed, page: page(order.orderId) },
      { openid: carol.openid, templateId: demoMessageTemplates.group_failed, page: page(lonely.orderId) },
      { openid: carol.openid, templateId: demoMessageTemplates.refund_succeeded, page: page(lonely.orderId) },
    ]))
    expect(sent).toHaveLength(3)
    const quotas = await shop.documents<MessageQuota>('message_quotas')
    expect(quotas.filter(quota => quota.left === 0).map(quota => quota.key).sort()).toEqual(['group_failed', 'group_formed', 'refund_succeeded'])
    await checkBooks(shop)
  })
})
