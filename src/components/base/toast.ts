/** A short word at the middle of the screen. Long texts are kept whole: no icon, so WeChat shows up to two lines. */
export function showToast(text: string, kind: 'text' | 'done' = 'text'): void {
  uni.showToast({ title: text, icon: kind === 'done' ? 'success' : 'none', duration: text.length > 12 ? 2800 : 1800 })
}

export function showBusy(text: string): void {
  uni.showLoading({ title: text, mask: true })
}

export function hideBusy(): void {
  uni.hideLoading()
}
