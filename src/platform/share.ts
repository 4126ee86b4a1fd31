import { shareCopy } from '@/copy/share'

type ToLink = (path: string) => string
let toLink: ToLink
// #ifdef MP-WEIXIN
toLink = path => path
// #endif
// #ifdef H5
// The address somebody else can open; it never carries the demo person of this tab.
toLink = path => `${location.origin}${location.pathname}#${path}`
// #endif

/**
 * Whether sharing goes by link. A mini-program shares through `<button open-type="share">` and `onShareAppMessage`,
 * which must stand in the page itself.
 */
export let sharesByLink: boolean
// #ifdef MP-WEIXIN
sharesByLink = false
// #endif
// #ifdef H5
sharesByLink = true
// #endif

/** Copies the link of a page and says so. Where the clipboard is closed to us, the link is shown to be copied by hand. */
export async function copyShareLink(path: string): Promise<void> {
  const link = toLink(path)
  if (await copyText(link)) uni.showToast({ title: shareCopy.copied, icon: 'none' })
  else uni.showModal({ title: shareCopy.copyLink, content: link, showCancel: false })
}

/** Puts a text on the clipboard; false when that is not allowed. */
export function copyText(data: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.setClipboardData({ data, showToast: false, success: () => resolve(true), fail: () => resolve(false) })
  })
}
