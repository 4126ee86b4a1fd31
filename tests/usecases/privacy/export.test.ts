import { describe, expect, it } from 'vitest'
import type { ExportView, ShareView } from '../../../cloudfunctions/contract'
import { DAY_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { ADDRESS } from '../../support/builders'
import { TestShop } from '../../support/shop'
import { aWalletShop, completes, topsUp } from '../../support/wallet'

const ME = 'oCanaryOfBobX7'

async function exported(shop: TestShop, openid = ME): Promise<{ sections: Record<string, unknown[]>; parts: ExportView[] }> {
  const parts: ExportView[] = []
  const sections: Record<string, unknown[]> = {}
  for (let cursor: string | null = null, turn = 0; turn === 0 || cursor !== null; turn++) {
    if (turn > 100) throw new Error('an export without end')
    const part: ExportView = await shop.value<ExportView>(openid, 'me.export', { cursor })
    parts.push(part)
    ;(sections[part.section] ??= []).push(...part.documents)
    cursor = part.next
  }
  return { sections, parts }
}

describe('exporting one’s own data', () => {
  it('S12: holds every document of every collection that names the shopper, readable, and its progress only grows to the end', async () => {
    const shop = aWalletShop()
    await shop.agrees(ME)
    await shop.value(ME, 'me.update', { nickname: '小林子', avatar: '/storage/canary.png' })
    await topsUp(shop, ME, 1000, 'canary')
    const groupId = await shop.opensGroup(ME, 'order-1', { useBalance: true })
    const share = await shop.value<ShareView>(ME, 'share.create', { groupId })
    await shop.value(ME, 'session.start', { source: 'share', code: share.code, path: '/' })
    await shop.value(ME, 'message.allow', { keys: ['group_formed'] })
    await shop.place('carol', 'order-2', { kind: 'join', groupId })
    await shop.pays('carol', 'order-2')
    await completes(shop, ME, 'order-1')
    await shop.value(ME, 'invoice.request', { orderId: 'order-1', title: '邻里公司', taxNo: null, email: 'canary@example.com' })
    for (let day = 0; day < 45; day++) {
      shop.now += DAY_MS
      await shop.value(ME, 'points.checkIn', {})
    }
    const { sections, parts } = await exported(shop)
    const text = JSON.stringify(sections)
    for (const mine of [ADDRESS.phone, ADDRESS.detail, '小林子', '邻里公司', 'canary@example.com', share.code]) expect(text).toContain(mine)
    const missing = [...shop.database.tables].flatMap(([collection, table]) => [...table.values()]
      .filter(({ document }) => JSON.stringify(document).includes(ME) && !text.includes(`"id":"${document.id}"`))
      .map(({ document }) => `${collection} ${document.id}`))
    expect(missing).toEqual([])
    expect(sections.points).toHaveLength(46)
    expect(parts.map(part => part.done)).toEqual(parts.map(part => part.done).toSorted((a, b) => a - b))
    expect(parts.at(-1)).toMatchObject({ done: parts[0]?.sections, next: null })
    expect(Math.max(...parts.map(part => part.documents.length))).toBeLessThanOrEqual(20)
  })

  it('S12, I15: holds nothing of anybody else, whatever the cursor says', async () => {
    const shop = new TestShop()
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('carol', 'order-carol', { kind: 'join', groupId, address: { ...ADDRESS, name: '卡洛', phone: '13911112222' } })
    await shop.pays('carol', 'order-carol')
    const { sections } = await exported(shop, 'alice')
    expect(JSON.stringify(sections)).toContain('order-alice')
    expect(JSON.stringify(sections)).not.toMatch(/carol|卡洛|13911112222/)
    expect(await shop.call('alice', { procedure: 'me.export', input: { cursor: 'staff!' } })).toMatchObject({ refusal: 'cursor_invalid' })
    expect(await shop.call('alice', { procedure: 'me.export', input: { cursor: `orders!${shop.now + 1}~order-carol` } })).toMatchObject({ value: { documents: [{ id: 'order-alice' }] } })
  })
})
