import { payCopy } from '@/copy/pay'
import type { PayParamsView } from '@/services/types'
import { localCloudUrl } from './local-cloud'
import type { SheetResult } from './pay'

const MESSAGE_TYPE = 'lintuan-cashier'
const RESULTS: readonly unknown[] = ['ok', 'cancel', 'fail']

/** H5: lays the local cloud's cashier over the page, as WeChat lays its own sheet over a mini-program. */
export function openCashier(params: PayParamsView): Promise<SheetResult> {
  const address = new URL(localCloudUrl('/cashier'), location.href)
  for (const [name, value] of Object.entries(params)) address.searchParams.set(name, value)
  address.searchParams.set('prepay_id', params.package.replace(/^prepay_id=/, ''))

  return new Promise((resolve) => {
    const { layer, frame, close } = buildLayer(address.href)

    function finish(result: SheetResult) {
      window.removeEventListener('message', onMessage)
      window.removeEventListener('popstate', onLeave)
      layer.remove()
      resolve(result)
    }
    function onMessage(event: MessageEvent<unknown>) {
      if (event.origin !== address.origin || event.source !== frame.contentWindow) return
      const result = readResult(event.data)
      if (result) finish(result)
    }
    // Whoever leaves without an answer may have paid: `fail` makes the app ask the server.
    function onLeave() {
      finish('fail')
    }

    close.addEventListener('click', onLeave)
    window.addEventListener('message', onMessage)
    window.addEventListener('popstate', onLeave)
    document.body.append(layer)
  })
}

function buildLayer(address: string) {
  const layer = document.createElement('div')
  layer.className = 'lintuan-cashier'
  layer.style.cssText = 'position:fixed;inset:0;z-index:2000;display:flex;justify-content:center;background:rgba(33,29,26,.55)'
  const frame = document.createElement('iframe')
  frame.src = address
  frame.title = payCopy.cashier
  frame.style.cssText = 'width:100%;max-width:480px;height:100%;border:0;background:transparent'
  const close = document.createElement('button')
  close.textContent = '×'
  close.setAttribute('aria-label', payCopy.closeCashier)
  close.style.cssText = 'position:absolute;top:6px;right:6px;width:32px;height:32px;border:0;border-radius:16px;background:rgba(255,255,255,.9);font-size:20px;line-height:32px;color:#5d5751'
  layer.append(frame, close)
  return { layer, frame, close }
}

function readResult(data: unknown): SheetResult | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== MESSAGE_TYPE || !('result' in data)) return null
  return RESULTS.includes(data.result) ? data.result as SheetResult : null
}
