import { answer, type Options } from './answer'

interface Modal { title?: string, content?: string, showCancel?: boolean, confirmText?: string, cancelText?: string }

let cover: HTMLElement | undefined
let fading: number | undefined

/** Toast and loading share one place on the screen, as in WeChat: the later takes it. */
function show(title: string, kind: 'toast' | 'loading'): object {
  hide()
  cover = document.createElement('div')
  cover.className = `mp-${kind}`
  cover.setAttribute('role', 'status')
  cover.textContent = title
  document.body.append(cover)
  return {}
}

function hide(): object {
  clearTimeout(fading)
  cover?.remove()
  cover = undefined
  return {}
}

function toast({ title, duration = 1500 }: { title: string, duration?: number }): object {
  show(title, 'toast')
  fading = window.setTimeout(hide, duration)
  return {}
}

function ask({ title = '', content = '', showCancel = true, confirmText = '确定', cancelText = '取消' }: Modal): Promise<{ confirm: boolean, cancel: boolean }> {
  const dialog = document.createElement('div')
  dialog.className = 'mp-modal'
  dialog.setAttribute('role', 'alertdialog')
  dialog.append(textLine(title), textLine(content))
  document.body.append(dialog)
  return new Promise((resolve) => {
    const close = (confirm: boolean): void => {
      dialog.remove()
      resolve({ confirm, cancel: !confirm })
    }
    if (showCancel) dialog.append(choice(cancelText, () => close(false)))
    dialog.append(choice(confirmText, () => close(true)))
  })
}

function textLine(text: string): HTMLElement {
  const line = document.createElement('p')
  line.textContent = text
  return line
}

function choice(label: string, choose: () => void): HTMLElement {
  const button = document.createElement('button')
  button.textContent = label
  button.addEventListener('click', choose)
  return button
}

export const feedbackApi = {
  showToast: (options: Options<{ title: string, duration?: number }>) => answer('showToast', options, () => toast(options)),
  hideToast: (options?: Options) => answer('hideToast', options, hide),
  showLoading: (options: Options<{ title: string }>) => answer('showLoading', options, () => show(options.title, 'loading')),
  hideLoading: (options?: Options) => answer('hideLoading', options, hide),
  showModal: (options: Options<Modal, { confirm: boolean, cancel: boolean }>) => answer('showModal', options, () => ask(options)),
  stopPullDownRefresh: (options?: Options) => answer('stopPullDownRefresh', options, () => ({})),
}
