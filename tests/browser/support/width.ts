import type { Phone } from './phone'

/**
 * What reaches past the right edge of the screen, though nothing scrolls or cuts it there on purpose; and the page itself when it can be pushed
 * sideways. One word of the text names the culprit.
 */
export function pixelsTooWide(phone: Phone): Promise<string[]> {
  return phone.page.evaluate(() => {
    const width = window.innerWidth
    const contained = (element: Element): boolean => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible') return true
      }
      return false
    }
    const page = document.documentElement.scrollWidth - width
    const wide = [...document.querySelectorAll('uni-page-body *')].flatMap((element) => {
      const { right, width: own } = element.getBoundingClientRect()
      if (own === 0 || right <= width + 0.5 || contained(element)) return []
      return [`${element.className || element.tagName}: ${Math.round(right - width)} px (${element.textContent?.trim().slice(0, 12) ?? ''})`]
    })
    return page > 0 ? [`page: ${page} px`, ...wide] : wide
  })
}

/** Texts in boxes of one line or more that show less than all of their letters, though they have no ellipsis to say so. */
export function cutTexts(phone: Phone): Promise<string[]> {
  return phone.page.evaluate(() => [...document.querySelectorAll('uni-page-body *')].flatMap((element) => {
    const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    // A struck-through price is the one text that gives way: where it finds no room it wraps out of sight.
    if (!own || element.getBoundingClientRect().width === 0 || element.closest('.was')) return []
    for (let box: Element | null = element; box && box !== document.body && !box.matches('.uni-scroll-view, uni-swiper'); box = box.parentElement) {
      const style = getComputedStyle(box)
      const cuts = style.overflowX === 'hidden' || style.overflowY === 'hidden'
      const says = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none'
      if (says) return []
      if (!cuts) continue
      const [inner, outer] = [element.getBoundingClientRect(), box.getBoundingClientRect()]
      const lost = Math.max(inner.right - outer.right, outer.left - inner.left, inner.bottom - outer.bottom)
      if (lost > 1 && outer.height > 0) return [`${element.textContent?.trim().slice(0, 16) ?? ''}: ${Math.round(lost)} px cut by ${box.className}`]
      return []
    }
    return []
  }))
}
