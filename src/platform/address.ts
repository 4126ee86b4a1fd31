import type { AddressView } from '@/services/types'

/** Whether the phone has an address book of its own to choose from. */
export let hasAddressBook: boolean
// #ifdef MP-WEIXIN
hasAddressBook = true
// #endif
// #ifdef H5
hasAddressBook = false
// #endif

/** Lets the shopper choose from WeChat's address book; null when they change their mind or do not allow it. */
export function chooseAddress(): Promise<AddressView | null> {
  return new Promise((resolve) => {
    uni.chooseAddress({
      success: chosen => resolve({
        name: chosen.userName.slice(0, 20),
        phone: toMobile(chosen.telNumber),
        province: chosen.provinceName,
        city: chosen.cityName,
        district: chosen.countyName,
        detail: chosen.detailInfo.slice(0, 100),
      }),
      fail: () => resolve(null),
    })
  })
}

/** WeChat gives the number as it was typed, perhaps with spaces or the country's prefix. */
function toMobile(typed: string): string {
  const digits = typed.replace(/\D/g, '')
  return digits.length === 13 && digits.startsWith('86') ? digits.slice(2) : digits
}
