import type { PhoneSystem } from '@/services/types'

type ReadSystem = () => string
let readSystem: ReadSystem
// #ifdef MP-WEIXIN
readSystem = () => wx.getDeviceInfo?.().platform ?? ''
// #endif
// #ifdef H5
readSystem = () => navigator.userAgent
// #endif

declare const wx: { getDeviceInfo?: () => { platform?: string } }

/** What this phone runs on. Apple forbids selling virtual goods outside its own shop, so the server must know (S11); a computer is neither. */
export function phoneSystem(): PhoneSystem {
  return systemOf(readSystem())
}

/** WeChat says `ios` or `android` in one word, a browser somewhere in a sentence. */
export function systemOf(told: string): PhoneSystem {
  if (/^ios$|iPhone|iPad|iPod/i.test(told)) return 'ios'
  return /android/i.test(told) ? 'android' : 'other'
}
