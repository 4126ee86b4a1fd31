import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { address } from './support/views'
import AddressForm from '@/components/address/address-form.vue'
import AvatarRow from '@/components/group/avatar-row.vue'
import PriceTag from '@/components/money/price-tag.vue'
import ProfileForm from '@/components/profile/profile-form.vue'
import Countdown from '@/components/time/countdown.vue'
import { groupCopy } from '@/copy/group'
import { addressCopy } from '@/copy/order'
import { profileCopy } from '@/copy/profile'

/** Types into a field as the phone reports it. */
async function type(form: ReturnType<typeof mount>, label: string, value: string) {
  await form.find(`input[aria-label="${label}"]`).trigger('input', { detail: { value } })
}

describe('a price', () => {
  it('shows the old price only when it is higher', () => {
    const shown = (wasFen: number) => mount(PriceTag, { props: { fen: 3990, wasFen } }).find('.was').exists()
    expect([shown(5990), shown(3990), shown(1), shown(0)]).toEqual([true, false, false, false])
  })

  it('X19: is read out as one amount', () => {
    expect(mount(PriceTag, { props: { fen: 9999999, from: true } }).attributes('aria-label')).toBe('¥99999.99起')
  })
})

describe('a countdown', () => {
  const started = (now: number, deadlineAt = 10_000) => mount(Countdown, { props: { deadlineAt, now } })

  it('S17: tells once that the time is up, however long it stays on show', async () => {
    const countdown = started(8000)
    await countdown.setProps({ now: 9999 })
    expect(countdown.emitted('end')).toBeUndefined()
    for (const now of [10_000, 11_000, 12_000]) await countdown.setProps({ now })
    expect(countdown.emitted('end')).toHaveLength(1)
  })

  it('S17: tells it also when the clock jumps past the deadline, and when it was past from the start', async () => {
    const countdown = started(0)
    await countdown.setProps({ now: 86_400_000 })
    expect(countdown.emitted('end')).toHaveLength(1)
    expect(started(20_000).emitted('end')).toHaveLength(1)
  })

  it('S17: tells it again for a new deadline, and not again for a clock that was set back', async () => {
    const countdown = started(10_000)
    await countdown.setProps({ now: 9000 })
    await countdown.setProps({ now: 10_000 })
    expect(countdown.emitted('end')).toHaveLength(1)
    await countdown.setProps({ deadlineAt: 12_000 })
    await countdown.setProps({ now: 12_000 })
    expect(countdown.emitted('end')).toHaveLength(2)
  })
})

describe('the form of an address', () => {
  it('gives no address while a field is empty, and says at each what is missing', async () => {
    const form = mount(AddressForm, { props: { address: null } })
    await form.find('.action-button').trigger('click')
    expect(form.findAll('[role="alert"]').map(error => error.text())).toEqual(Object.values(addressCopy.invalid))
    expect(form.emitted('save')).toBeUndefined()
  })

  it.each(['1380000123', '138000012345', '23800001234', 'abcdefghijk', ''])('takes no phone number like %j', async (phone) => {
    const form = mount(AddressForm, { props: { address: { ...address, phone } } })
    await form.find('.action-button').trigger('click')
    expect(form.findAll('[role="alert"]').map(error => error.text())).toEqual([addressCopy.invalid.phone])
    expect(form.emitted('save')).toBeUndefined()
  })

  it('gives what was typed, without the blanks around it', async () => {
    const form = mount(AddressForm, { props: { address: null } })
    for (const [field, value] of Object.entries(address)) await type(form, addressCopy[field as keyof typeof address], ` ${value} `)
    await form.find('.action-button').trigger('click')
    expect(form.emitted('save')).toEqual([[address]])
  })

  it('keeps what was typed and takes the error back once it is right', async () => {
    const form = mount(AddressForm, { props: { address: { ...address, name: '' } } })
    await form.find('.action-button').trigger('click')
    await type(form, addressCopy.name, '王小雨')
    await form.find(`input[aria-label="${addressCopy.name}"]`).trigger('blur', { detail: { value: '王小雨' } })
    expect(form.find('[role="alert"]').exists()).toBe(false)
  })
})

describe('the seats of a group', () => {
  const seats = (count: number) => Array.from({ length: count }, (_, index) => ({ nickname: `n${index}`, avatar: '', leader: index === 0, state: 'paid' as const }))
  const row = (count: number, size: number) => mount(AvatarRow, { props: { seats: seats(count), size } })
  const places = (count: number, size: number) => {
    const found = row(count, size)
    return { faces: found.findAll('.person-face').length, free: found.findAll('.empty').length, rest: found.find('.more').exists() ? found.find('.more').text() : '' }
  }

  it('are all shown in a small group', () => {
    expect(places(1, 2)).toEqual({ faces: 1, free: 1, rest: '' })
    expect(places(10, 10)).toEqual({ faces: 10, free: 0, rest: '' })
  })

  it('of a group of 50 are summed up, and every seat is counted', () => {
    expect(places(50, 50)).toEqual({ faces: 9, free: 0, rest: groupCopy.more(41) })
    expect(places(23, 50)).toEqual({ faces: 9, free: 0, rest: groupCopy.more(41) })
    expect(places(4, 50)).toEqual({ faces: 4, free: 5, rest: groupCopy.more(41) })
  })

  it('have a name for somebody without one', () => {
    const found = mount(AvatarRow, { props: { seats: [{ nickname: '', avatar: '', leader: true, state: 'paid' }], size: 2 } })
    expect(found.find('.seat').attributes('aria-label')).toBe('微信用户')
    expect(found.find('.line-icon').exists()).toBe(true)
  })
})

describe('the form of name and picture', () => {
  const person = { nickname: '小雨', avatar: '/storage/avatars/a.jpg' }

  it('gives the picture that was chosen and the name that was typed', async () => {
    const form = mount(ProfileForm, { props: { person, choices: ['/storage/avatars/b.jpg'] } })
    await form.findAll('[role="radio"]')[1]!.trigger('click')
    await type(form, profileCopy.nickname, ' 大雨 ')
    await form.find('.action-button').trigger('click')
    expect(form.emitted('save')).toEqual([[{ nickname: '大雨', avatar: '/storage/avatars/b.jpg' }]])
  })

  it('takes the name that WeChat fills in without a keystroke', async () => {
    const form = mount(ProfileForm, { props: { person: { ...person, nickname: '' } } })
    await form.find('input').trigger('blur', { detail: { value: '微信里的名字' } })
    await form.find('.action-button').trigger('click')
    expect(form.emitted('save')).toEqual([[{ nickname: '微信里的名字', avatar: person.avatar }]])
  })

  it('takes WeChat\'s picture', async () => {
    const form = mount(ProfileForm, { props: { person: { nickname: '小雨', avatar: '' }, fromWechat: true } })
    await form.find('.pick').trigger('chooseavatar', { detail: { avatarUrl: 'wxfile://tmp/a.jpg' } })
    await form.find('.action-button').trigger('click')
    expect(form.emitted('save')).toEqual([[{ nickname: '小雨', avatar: 'wxfile://tmp/a.jpg' }]])
  })

  it('asks for what is missing, and keeps what was typed when the server does not want it', async () => {
    const empty = mount(ProfileForm, { props: { person: { nickname: '', avatar: '' } } })
    await empty.find('.action-button').trigger('click')
    expect(empty.findAll('[role="alert"]').map(error => error.text())).toEqual([profileCopy.avatarMissing, profileCopy.nicknameMissing])
    const form = mount(ProfileForm, { props: { person } })
    await type(form, profileCopy.nickname, '坏词')
    await form.setProps({ refusal: '内容不合适' })
    expect(form.find('[role="alert"]').text()).toBe('内容不合适')
    expect(form.find('input').element.value).toBe('坏词')
  })
})
