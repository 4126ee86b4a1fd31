import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type MeView, shopProcedures } from '../../../cloudfunctions/contract'
import { PRIVACY_VERSION } from '../../../cloudfunctions/domain/member/consent'
import { MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { TestShop } from '../../support/shop'

const HEAD = { title: '林一', taxNo: null, email: 'lin@example.com' }

/** Every procedure that takes in personal data, with what a phone would send. */
async function personalInputs(shop: TestShop): Promise<Record<string, unknown>> {
  return {
    'order.place': await shop.placeInput('bob', 'order-bob-2'),
    'me.update': { nickname: '小林', avatar: '/storage/a.png' },
    'invoice.request': { orderId: 'order-bob', ...HEAD },
  }
}

async function withdrawn(): Promise<{ shop: TestShop; inputs: Record<string, unknown> }> {
  const shop = new TestShop()
  await shop.place('bob', 'order-bob')
  const inputs = await personalInputs(shop)
  await shop.value('bob', 'privacy.withdraw', {})
  return { shop, inputs }
}

describe('consent', () => {
  it('S12: whatever takes in personal data is refused without consent to the text in force, and nothing is stored', async () => {
    const marked = Object.entries(shopProcedures).filter(([, { consent }]) => consent !== undefined).map(([name]) => name)
    const { shop, inputs } = await withdrawn()
    for (const procedure of marked) {
      const before = shop.database.digest()
      expect(inputs, `${procedure} needs an input here`).toHaveProperty([procedure])
      expect(await shop.call('bob', { procedure, input: inputs[procedure] }), procedure).toMatchObject({ outcome: 'refused', refusal: 'consent_needed' })
      expect(shop.database.digest(), procedure).toBe(before)
    }
  })

  it('S12: somebody who never agreed is refused as well; having agreed, the same request is taken', async () => {
    const shop = new TestShop()
    const input = await shop.placeInput('bob', 'order-bob')
    const carols = { ...input, orderId: 'order-carol' }
    expect(await shop.call('carol', { procedure: 'order.place', input: carols })).toMatchObject({ refusal: 'consent_needed' })
    expect(shop.database.one('orders', 'order-carol')).toBeUndefined()
    await shop.agrees('carol')
    expect(await shop.call('carol', { procedure: 'order.place', input: carols })).toMatchObject({ outcome: 'ok' })
  })

  it('S12: to which text, when, and when it was taken back is written down; another version is refused', async () => {
    const shop = new TestShop()
    expect((await shop.value<MeView>('bob', 'me.get', {})).privacy).toEqual({ version: PRIVACY_VERSION, agreed: false, leaving: false })
    expect(await shop.call('bob', { procedure: 'privacy.agree', input: { version: '2020-01-01' } })).toMatchObject({ refusal: 'privacy_text_outdated' })
    const first = shop.now
    await shop.value('bob', 'privacy.agree', { version: PRIVACY_VERSION })
    await shop.value('bob', 'privacy.agree', { version: PRIVACY_VERSION })
    shop.now += MINUTE_MS
    expect(await shop.value('bob', 'privacy.withdraw', {})).toEqual({ version: PRIVACY_VERSION, agreed: false, leaving: false })
    await shop.value('bob', 'privacy.withdraw', {})
    shop.now += MINUTE_MS
    await shop.value('bob', 'privacy.agree', { version: PRIVACY_VERSION })
    expect(shop.database.one('members', 'bob')?.consents).toEqual([
      { version: PRIVACY_VERSION, at: first, withdrawnAt: first + MINUTE_MS },
      { version: PRIVACY_VERSION, at: first + 2 * MINUTE_MS },
    ])
    expect((await shop.value<MeView>('bob', 'me.get', {})).privacy.agreed).toBe(true)
  })

  it('S12: consent to an earlier text counts no more', async () => {
    const shop = new TestShop()
    const input = await shop.placeInput('bob', 'order-bob')
    const member = shop.database.one('members', 'bob')
    if (!member) throw new Error('bob agreed and is not there')
    shop.database.put('members', { ...member, consents: [{ version: '2020-01-01', at: shop.now }] })
    expect(await shop.call('bob', { procedure: 'order.place', input })).toMatchObject({ refusal: 'consent_needed' })
  })

  it('S12: the text the app shows is the one whose version the server asks for; another text needs another version', () => {
    const copy = readFileSync(new URL('../../../src/copy/privacy-text.ts', import.meta.url), 'utf8')
    expect(copy).toContain(`version: '${PRIVACY_VERSION}'`)
    const text = copy.slice(copy.indexOf('paragraphs'))
    // Changed the text? Then change the version in both places too, and write its digest here.
    expect({ version: PRIVACY_VERSION, digest: createHash('sha256').update(text).digest('hex').slice(0, 12) }).toMatchInlineSnapshot(`
      {
        "digest": "e745fdddfd67",
        "version": "2026-11-25",
      }
    `)
  })
})
