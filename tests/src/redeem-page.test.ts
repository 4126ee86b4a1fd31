import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { type Answered, answerWith, asked, ok } from './support/phone'
import ActionButton from '@/components/base/action-button.vue'
import { redeemCopy } from '@/copy/after-sales'
import { formatTime } from '@/copy/time'
import RedeemPage from '@/pages-admin/redeem/index.vue'

const used = { code: '1234567812345678', orderId: 'order-1', title: '洗车', specText: '小车', use: 2, uses: 5, usedAt: 60_000 }

function openPage(server: () => Answered) {
  answerWith(server)
  const page = mount(RedeemPage)
  const redeem = async (code: string) => {
    await page.find('input').trigger('input', { detail: { value: code } })
    await page.findAllComponents(ActionButton).find(button => button.props('label') === redeemCopy.redeem)!.trigger('click')
    await flushPromises()
  }
  return { page, redeem }
}

describe('taking a voucher at the counter', () => {
  it('S44: says what was used, and the field is free for the next', async () => {
    const { page, redeem } = openPage(() => ok(used))
    await redeem('1234 5678 1234 5678')
    expect(asked.at(-1)).toMatchObject({ procedure: 'voucher.redeem', input: { code: used.code } })
    expect(page.find('[role="status"]').text()).toContain('洗车')
    expect(page.find('input').element.value).toBe('')
  })

  it('S44: a second scan is told when it was used', async () => {
    const { page, redeem } = openPage(() => ({ outcome: 'refused', refusal: 'voucher_used', detail: { usedAt: 60_000 }, serverNow: 1 }))
    await redeem(used.code)
    expect(page.find('[role="alert"]').text()).toContain(redeemCopy.usedBefore(formatTime(60_000)))
  })

  it('S44: trying again after a lost answer is the same use, another code is another', async () => {
    const { page, redeem } = openPage(() => 'lost')
    await redeem(used.code)
    expect(page.find('[role="alert"]').text()).toContain(redeemCopy.unknown)
    await redeem(used.code)
    await redeem('8765432187654321')
    const ids = asked.filter(call => call.procedure === 'voucher.redeem').map(call => call.input.requestId)
    expect(ids[1]).toBe(ids[0])
    expect(ids.at(-1)).not.toBe(ids[0])
  })

  it('what is no code is not sent', async () => {
    const { page, redeem } = openPage(() => ok(used))
    await redeem('123')
    expect(page.text()).toContain(redeemCopy.invalid)
    expect(asked).toEqual([])
  })
})
