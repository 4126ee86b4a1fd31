import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { answerWith, asked, ok, phone, refuse } from './support/phone'
import ActionButton from '@/components/base/action-button.vue'
import { profileCopy } from '@/copy/profile'
import { refusalCopy } from '@/copy/refusal'
import MePage from '@/pages/me/index.vue'
import { callHook } from './uni-app-hooks'

const me = { nickname: '小雨', avatar: '/storage/avatars/neighbour-1.jpg', role: 'shopper', counts: { toPay: 0, grouping: 0, toReceive: 0 }, wallet: { points: 0, balanceFen: 0, coupons: 0, level: 0, levelName: '', storedValue: false }, messageTemplates: [], privacy: { version: '1', agreed: true, leaving: false } }

async function openForm(update: () => object | 'lost') {
  answerWith(call => call.procedure === 'me.update' ? update() : ok(me))
  const page = mount(MePage)
  callHook(page.vm, 'onShow')
  await flushPromises()
  await page.find('.profile-card').trigger('click')
  const save = async (nickname: string) => {
    await page.find('input').trigger('input', { detail: { value: nickname } })
    await page.findAllComponents(ActionButton).find(button => button.props('label') === profileCopy.save)!.trigger('click')
    await flushPromises()
  }
  return { page, save }
}

describe('changing name and picture', () => {
  it('is sent, shown and done', async () => {
    const { page, save } = await openForm(() => ok({ ...me, nickname: '大雨' }))
    await save('大雨')
    expect(asked.at(-1)).toMatchObject({ procedure: 'me.update', input: { nickname: '大雨', avatar: me.avatar } })
    expect(page.find('.profile-card').text()).toContain('大雨')
    expect(page.find('input').exists()).toBe(false)
  })

  it('a name that WeChat rejects stays to be changed, with the reason beside it until it is', async () => {
    const { page, save } = await openForm(() => refuse('text_rejected'))
    await save('坏词')
    expect(page.find('[role="alert"]').text()).toBe(refusalCopy.text_rejected)
    expect(page.find('input').element.value).toBe('坏词')
    expect(page.find('.profile-card').text()).toContain('小雨')
    await page.find('input').trigger('input', { detail: { value: '好词' } })
    expect(page.find('[role="alert"]').exists()).toBe(false)
  })

  it('without an answer the form stays as it was', async () => {
    const { page, save } = await openForm(() => 'lost')
    await save('大雨')
    expect(phone.showToast).toHaveBeenCalled()
    expect(page.find('input').element.value).toBe('大雨')
  })

  it('somebody without a name is 微信用户 here as well', async () => {
    answerWith(() => ok({ ...me, nickname: '', avatar: '' }))
    const page = mount(MePage)
    callHook(page.vm, 'onShow')
    await flushPromises()
    expect(page.find('.profile-card').text()).toContain('微信用户')
  })
})
