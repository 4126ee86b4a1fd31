import { launch } from '../launch'
import { answer, ApiFailure, type Options } from './answer'

interface PaymentParams { timeStamp: string, nonceStr: string, package: string, signType: string, paySign: string }

/**
 * Lays the local cloud's payment sheet over the program. As on the phone, the program gives five of the signed values and the sixth, the
 * appid, is the program's own.
 */
export const paymentApi = {
  requestPayment: (options: Options<PaymentParams>) => answer('requestPayment', options, () => showSheet(options)),
}

function showSheet({ timeStamp, nonceStr, package: session, signType, paySign }: PaymentParams): Promise<object> {
  const query = new URLSearchParams({ appId: launch.appId, timeStamp, nonceStr, package: session, signType, paySign })
  const frame = document.createElement('iframe')
  frame.className = 'mp-cashier'
  frame.src = `${launch.cloud}/cashier?${query.toString()}`
  document.body.append(frame)
  return new Promise((resolve, reject) => {
    function onMessage({ source, origin, data }: MessageEvent<unknown>): void {
      if (source !== frame.contentWindow || origin !== new URL(launch.cloud).origin) return
      const { type, result, errMsg = '' } = data as { type?: string, result?: string, errMsg?: string }
      if (type !== 'lintuan-cashier') return
      removeEventListener('message', onMessage)
      frame.remove()
      if (result === 'ok') resolve({})
      else reject(new ApiFailure(result === 'cancel' ? 'cancel' : errMsg))
    }
    addEventListener('message', onMessage)
  })
}
