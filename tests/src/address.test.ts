import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { phone } from './support/phone'
import { address } from './support/views'
import { chooseAddress } from '@/platform/address'
import { isComplete, useAddress } from '@/stores/address'

function wechatGives(telNumber: string, countyName = '西湖区') {
  phone.chooseAddress.mockImplementation(({ success }: { success: (chosen: object) => void }) => success({
    userName: '王小雨', telNumber, provinceName: '浙江省', cityName: '杭州市', countyName, detailInfo: '文三路 100 号',
  }))
}

describe('addresses', () => {
  it.each(['13800001234', '138 0000 1234', '+86 13800001234', '86-138-0000-1234'])('takes a mobile number written as %s', async (typed) => {
    wechatGives(typed)
    expect(await chooseAddress()).toEqual(address)
  })

  it('knows which of WeChat\'s addresses still lack something', async () => {
    wechatGives('0571-88886666')
    expect(isComplete((await chooseAddress())!)).toBe(false)
    wechatGives('13800001234', '')
    expect(isComplete((await chooseAddress())!)).toBe(false)
    wechatGives('13800001234')
    expect(isComplete((await chooseAddress())!)).toBe(true)
  })

  it('is nothing when the shopper changes their mind', async () => {
    phone.chooseAddress.mockImplementation(({ fail }: { fail: () => void }) => fail())
    expect(await chooseAddress()).toBeNull()
  })

  it('starts the next order with the last address, also after a restart', () => {
    useAddress().remember(address)
    setActivePinia(createPinia())
    expect(useAddress().last).toEqual(address)
  })

  it('does not trust what an older release stored', () => {
    phone.setStorageSync('lintuan:alice:address', '{"name":"王小雨"}')
    expect(useAddress().last).toBeNull()
  })
})
