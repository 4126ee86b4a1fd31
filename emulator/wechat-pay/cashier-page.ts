import { html, raw } from 'hono/html'

export interface CashierView {
  merchantName: string
  prepayId: string
  payPath: string
  amountFen?: number
  description?: string
  /** Why nothing can be paid here, in the words of `requestPayment:fail …`. */
  problem?: string
}

const style = `
*{box-sizing:border-box;margin:0;-webkit-tap-highlight-color:transparent}
html,body{height:100%}
body{font:16px/1.5 -apple-system,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#191919;background:rgba(0,0,0,.5);
display:flex;flex-direction:column;justify-content:flex-end}
main{background:#fff;border-radius:12px 12px 0 0;padding:12px 24px calc(24px + env(safe-area-inset-bottom));max-width:480px;width:100%;margin:0 auto}
header{display:flex;align-items:center;height:44px;margin:0 -12px}
header button{width:44px;height:44px;border:0;background:none;font-size:24px;line-height:1;color:#191919;cursor:pointer}
header h1{flex:1;text-align:center;font-size:16px;font-weight:500;padding-right:44px}
.merchant{text-align:center;margin-top:20px;overflow-wrap:anywhere}
.amount{text-align:center;font-size:44px;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
.amount small{font-size:28px;margin-right:2px}
dl{border-top:1px solid #ededed;margin:24px 0 32px;padding-top:16px;display:flex;gap:16px;color:#737373;font-size:14px}
dd{margin:0;flex:1;text-align:right;color:#191919;overflow-wrap:anywhere;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.pay,.plain{display:block;width:100%;min-height:48px;border:0;border-radius:8px;font:inherit;font-weight:500;cursor:pointer}
.pay{background:#07c160;color:#fff}.pay:disabled{opacity:.5}
.plain{margin-top:12px;background:#f2f2f2;color:#191919}
.status{text-align:center;padding:24px 0 32px;color:#737373}
.status.bad{color:#c0322b}
.developer{margin-top:20px;text-align:center;font-size:13px;color:#737373}
.developer button{border:0;background:none;font:inherit;color:#576b95;min-height:44px;padding:0 12px;cursor:pointer}
button:focus-visible{outline:2px solid #576b95;outline-offset:2px}
`

// A page opened on its own has no parent to tell; it says itself how it ended.
const script = `
const view = JSON.parse(document.getElementById('view').textContent)
const status = document.querySelector('.status')
let ended = false
function finish(result, message) {
  if (ended) return
  ended = true
  for (const button of document.querySelectorAll('button')) button.disabled = true
  status.hidden = false
  status.textContent = message
  status.classList.toggle('bad', result === 'fail')
  if (window.parent !== window) window.parent.postMessage({ type: 'lintuan-cashier', result, errMsg: message }, '*')
}
async function pay(event) {
  event.currentTarget.disabled = true
  try {
    const answer = await fetch(view.payPath, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ prepay_id: view.prepayId }),
    })
    const { errMsg } = await answer.json()
    finish(answer.ok ? 'ok' : 'fail', answer.ok ? '支付成功' : errMsg)
  }
  catch {
    finish('fail', '网络异常，请稍后查看订单状态')
  }
}
function on(selector, run) {
  for (const button of document.querySelectorAll(selector)) button.addEventListener('click', run)
}
on('.pay', pay)
on('.fail', () => finish('fail', '支付失败'))
on('.cancel', () => finish('cancel', '已取消支付'))
on('.dismiss', () => finish(view.paid ? 'ok' : 'fail', view.problem))
document.addEventListener('keydown', event => { if (event.key === 'Escape') document.querySelector('header button').click() })
`

/** The payment sheet as one page without outside parts, made for an overlay of 390×844. */
export function cashierPage(view: CashierView): string {
  const problem = view.problem?.replace(/^requestPayment:fail /, '')
  const paid = problem === '该订单已支付'
  const data = JSON.stringify({ payPath: view.payPath, prepayId: view.prepayId, problem, paid }).replaceAll('<', '\\u003c')
  const yuan = view.amountFen === undefined ? undefined : (view.amountFen / 100).toFixed(2)
  return String(html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<title>微信支付</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<header><button class="${problem ? 'dismiss' : 'cancel'}" aria-label="关闭">×</button><h1>微信支付</h1></header>
<p class="merchant">${view.merchantName}</p>
${yuan === undefined ? '' : html`<p class="amount"><small>¥</small>${yuan}</p>`}
${view.description === undefined ? '' : html`<dl><dt>商品</dt><dd>${view.description}</dd></dl>`}
<p class="status${problem && !paid ? ' bad' : ''}" role="status"${raw(problem ? '' : ' hidden')}>${problem ?? ''}</p>
${problem
  ? html`<button class="plain dismiss">返回商家</button>`
  : html`<button class="pay">确认支付</button>
<button class="plain cancel">取消</button>
<p class="developer">本地环境 · 不会产生真实扣款<br><button class="fail">模拟支付失败</button></p>`}
</main>
<script type="application/json" id="view">${raw(data)}</script>
<script>${raw(script)}</script>
</body>
</html>`)
}
