type ReadScale = () => number
let readScale: ReadScale
// #ifdef MP-WEIXIN
readScale = scaleInWeChat
// #endif
// #ifdef H5
readScale = scaleInBrowser
// #endif

/** WeChat's standard letters are 16 px on some phones and 17 px on others; both mean that nothing was asked for. */
const STANDARD_PX = 17

/** Beyond this a price and its button no longer fit beside each other on a screen of 320 px. */
const MOST = 1.4

/**
 * Style of the outermost element of every page (with the class `page`): how much larger the owner of the phone wants text than it was drawn (X19).
 * Every text size is a variable that is multiplied by it; pictures, icons and gaps stay as they are.
 */
export const textScale = toStyle()

function toStyle(): string {
  return `--font-scale:${clamp(readScale())};`
}

/** Never smaller than drawn, and never larger than the pages are checked at. */
export function clamp(wanted: number): number {
  return Number.isFinite(wanted) ? Math.round(Math.min(MOST, Math.max(1, wanted)) * 100) / 100 : 1
}

declare const wx: { getAppBaseInfo?: () => { fontSizeSetting?: number } }

function scaleInWeChat(): number {
  return (wx.getAppBaseInfo?.().fontSizeSetting ?? STANDARD_PX) / STANDARD_PX
}

/** The browser's own letters against what 16 px come to: a zoom that enlarges both is at work already and must not count twice. */
function scaleInBrowser(): number {
  return sizeOf('medium') / sizeOf('16px')
}

function sizeOf(fontSize: string): number {
  const probe = document.createElement('span')
  probe.style.fontSize = fontSize
  document.body.append(probe)
  const size = Number.parseFloat(getComputedStyle(probe).fontSize)
  probe.remove()
  return size
}
