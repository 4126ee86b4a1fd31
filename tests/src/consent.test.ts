import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { answerWith, asked, ok, refuse } from './support/phone'
import { address, order, purchase, quote } from './support/views'
import { useCheckout } from '@/composables/use-checkout'
import { useExport } from '@/composables/use-export'
import ActionButton from '@/components/base/action-button.vue'
import PrivacySheet from '@/components/profile/privacy-sheet.vue'
import { privacyCopy, privacyText } from '@/copy/privacy'
import { useConsent } from '@/stores/consent'
import { useSession } from '@/stores/session'

const me = (agreed: boolean) => ({ nickname: '', avatar: '', role: 'shopper', counts: { toPay: 0, grouping: 0, toReceive: 0 }, wallet: { points: 0, balanceFen: 0, coupons: 0, level: 0, levelName: '', storedValue: false }, messageTemplates: [], privacy: { version: privacyText.version, agreed, leaving: false } })
const AGREED = { version: privacyText.version, agreed: true, leaving: false }

/** A server that takes orders only from whoever has agreed. */
function serves(agreedBefore: boolean): void {
  let agreed = agreedBefore
  answerWith(({ procedure }) => {
    switch (procedure) {
      case 'me.get': return ok(me(agreedBefore))
      case 'cart.quote': return ok(quote())
      case 'privacy.agree':
        agreed = true
        return ok(AGREED)
      case 'order.place': return agreed ? ok(order()) : refuse('consent_needed')
      default: return refuse('not_allowed')
    }
  })
}

async function checkout() {
  const page = useCheckout()
  page.address.value = address
  await page.choose(purchase)
  return page
}

const procedures = () => asked.map(call => call.procedure)

describe('consent', () => {
  it('S12: no address leaves the phone before the shopper has agreed; then the order goes by itself', async () => {
    serves(false)
    await useSession().refresh()
    const page = await checkout()
    const consent = useConsent()
    const end = page.submit()
    await flushPromises()
    expect(consent.asking).toBe(true)
    expect(procedures()).not.toContain('order.place')
    await consent.agree()
    expect(await end).toMatchObject({ end: 'placed' })
    expect(consent.asking).toBe(false)
    expect(asked.find(call => call.procedure === 'privacy.agree')?.input).toEqual({ version: privacyText.version })
    expect(procedures().filter(name => name === 'order.place')).toHaveLength(1)
  })

  it('S12: declined, nothing is sent and the page says why', async () => {
    serves(false)
    await useSession().refresh()
    const page = await checkout()
    const end = page.submit()
    await flushPromises()
    useConsent().decline()
    expect(await end).toMatchObject({ end: 'refused', refusal: 'consent_needed' })
    expect(procedures()).not.toContain('order.place')
    expect(procedures()).not.toContain('privacy.agree')
  })

  it('S12: when the phone did not know, the server’s refusal brings the text, and the same order is sent again', async () => {
    serves(false)
    const page = await checkout()
    const consent = useConsent()
    const end = page.submit()
    await flushPromises()
    expect(consent.asking).toBe(true)
    await consent.agree()
    expect(await end).toMatchObject({ end: 'placed' })
    const ids = asked.filter(call => call.procedure === 'order.place').map(call => call.input.orderId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('S12: agreeing that does not reach the server is no consent; the sheet stays and says so', async () => {
    answerWith(({ procedure }) => procedure === 'privacy.agree' ? 'lost' : refuse('not_allowed'))
    const consent = useConsent()
    const answer = consent.ask()
    await consent.agree()
    expect(consent.asking).toBe(true)
    expect(consent.problem).toMatchObject({ problem: 'offline' })
    consent.decline()
    expect(await answer).toBe(false)
  })

  it('S12: whoever has agreed is not asked', async () => {
    serves(true)
    await useSession().refresh()
    const page = await checkout()
    expect(await page.submit()).toMatchObject({ end: 'placed' })
    expect(procedures()).not.toContain('privacy.agree')
  })

  it('S12: the sheet shows the whole text, and both answers are buttons', async () => {
    const sheet = mount(PrivacySheet, { props: { open: true } })
    for (const paragraph of privacyText.paragraphs) expect(sheet.text()).toContain(paragraph)
    const button = (label: string) => sheet.findAllComponents(ActionButton).find(one => one.props('label') === label)!
    await button(privacyCopy.agree).trigger('click')
    await button(privacyCopy.decline).trigger('click')
    expect(sheet.emitted()).toMatchObject({ agree: [[]], decline: [[]] })
  })
})

describe('exporting', () => {
  it('S12: all parts become one file, and how far it is can be seen', async () => {
    const seen: unknown[] = []
    const page = useExport()
    answerWith(({ input }) => {
      seen.push(page.progress.value)
      return ok(input.cursor === null ? { section: 'orders', documents: [1, 2], done: 0, sections: 2, next: 'orders!1~a' }
        : input.cursor === 'orders!1~a' ? { section: 'orders', documents: [3], done: 1, sections: 2, next: 'visits!' }
          : { section: 'visits', documents: [4], done: 2, sections: 2, next: null })
    })
    expect(JSON.parse(await page.fetchAll() ?? '')).toEqual({ orders: [1, 2, 3], visits: [4] })
    expect(seen).toEqual([{ done: 0, sections: 1 }, { done: 0, sections: 2 }, { done: 1, sections: 2 }])
    expect(page.progress.value).toBeNull()
  })

  it('S12: a part that does not come makes no file that is not whole', async () => {
    answerWith(({ input }) => input.cursor === null ? ok({ section: 'orders', documents: [1], done: 0, sections: 2, next: 'x!' }) : 'lost')
    const page = useExport()
    expect(await page.fetchAll()).toBeNull()
    expect(page.problem.value).toMatchObject({ problem: 'offline' })
  })
})
