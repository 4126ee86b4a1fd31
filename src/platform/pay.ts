import type { PayParamsView } from '@/services/types'
import { openCashier } from './cashier-frame'

/** What the payment sheet says. It is a hint and proves nothing: only the server knows whether money arrived. */
export type SheetResult = 'ok' | 'cancel' | 'fail'

type ShowSheet = (params: PayParamsView) => Promise<SheetResult>
let showSheet: ShowSheet
// #ifdef MP-WEIXIN
showSheet = showWeChatSheet
// #endif
// #ifdef H5
showSheet = openCashier
// #endif

/** Shows the payment sheet and waits until the shopper is done with it. */
export function showPaymentSheet(params: PayParamsView): Promise<SheetResult> {
  return showSheet(params)
}

function showWeChatSheet(params: PayParamsView): Promise<SheetResult> {
  return new Promise((resolve) => {
    uni.requestPayment({
      provider: 'wxpay',
      timeStamp: params.timeStamp,
      nonceStr: params.nonceStr,
      package: params.package,
      signType: params.signType,
      paySign: params.paySign,
      success: () => resolve('ok'),
      fail: (error: { errMsg?: string }) => resolve(error.errMsg?.includes('cancel') ? 'cancel' : 'fail'),
    })
  })
}
