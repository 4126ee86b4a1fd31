import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { type Answered, answerWith, asked, ok, refuse } from './support/phone'
import { callHook } from './uni-app-hooks'
import ActionButton from '@/components/base/action-button.vue'
import ConfirmDialog from '@/components/base/confirm-dialog.vue'
import { importCopy } from '@/copy/desk-codes'
import { BATCH, codesOf, inBatches, MOST_CODES } from '@/pages-admin/codes/batches'
import CodesPage from '@/pages-admin/codes/index.vue'

const goods = { productId: 'card', title: '视频会员月卡', kind: 'virtual', skus: [{ skuId: 's1', values: [], available: 3 }] }
const codes = (count: number) => Array.from({ length: count }, (_, index) => `CODE-${index}`)

async function openPage(take: (input: { codes: string[] }) => Answered) {
  answerWith(({ procedure, input }) => procedure === 'goods.read' ? ok(goods) : take(input as { codes: string[] }))
  const page = mount(CodesPage)
  callHook(page.vm, 'onLoad', { productId: 'card' })
  await flushPromises()
  const imports = async (text: string) => {
    await page.find('textarea').trigger('input', { detail: { value: text } })
    await page.findAllComponents(ActionButton).find(button => button.props('label') === importCopy.go)!.trigger('click')
    await flushPromises()
    if (page.findComponent(ConfirmDialog).props('open')) page.findComponent(ConfirmDialog).vm.$emit('confirm')
    await flushPromises()
  }
  return { page, imports, sent: () => asked.filter(call => call.procedure === 'codes.import').map(call => call.input as { importId: string; codes: string[] }) }
}

describe('pasting card codes', () => {
  it('S45: one a line, without what surrounds them, twice the same once; a line that is none is named', () => {
    expect(codesOf(' A-1 \r\n\nB 2\nA-1')).toEqual({ ok: true, codes: ['A-1', 'B 2'] })
    expect(codesOf('A\n卡密')).toEqual({ ok: false, why: 'bad_line', line: 2 })
    expect(codesOf(' \n')).toEqual({ ok: false, why: 'empty' })
    expect(codesOf(codes(MOST_CODES + 1).join('\n'))).toEqual({ ok: false, why: 'too_many' })
    expect(inBatches(codes(BATCH * 2 + 1)).map(batch => batch.length)).toEqual([BATCH, BATCH, 1])
  })

  it('S45: what was taken is counted and gone from the screen', async () => {
    const { page, imports } = await openPage(({ codes: batch }) => ok({ received: batch.length, fresh: batch.length - 1 }))
    await imports(codes(BATCH + 1).join('\n'))
    expect(page.find('[role="status"]').text()).toContain(importCopy.fresh(BATCH - 1))
    expect(page.find('textarea').element.value).toBe('')
    expect(page.text()).not.toContain('CODE-1')
  })

  it('S45: a batch whose answer was lost goes up again under its number, and stays on the screen until then', async () => {
    let lost = true
    const { page, imports, sent } = await openPage(({ codes: batch }) => lost ? 'lost' : ok({ received: batch.length, fresh: batch.length }))
    await imports('A-1')
    expect(page.text()).toContain(importCopy.unknown)
    expect(page.find('textarea').element.value).toBe('A-1')
    lost = false
    await imports('A-1')
    const [first, second] = sent()
    expect(second!.importId).toBe(first!.importId)
  })

  it('what is refused is told, and nothing is gone', async () => {
    const { page, imports } = await openPage(() => refuse('goods_not_virtual'))
    await imports('A-1')
    expect(page.find('[role="alert"]').text()).not.toBe('')
    expect(page.find('textarea').element.value).toBe('A-1')
  })
})
