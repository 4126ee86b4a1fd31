import { realAddress } from './launch'
import { record } from './record'
import { share } from './share'

/** How each native tag is made to look and act like WeChat's. Runs once for an element, and again for it when an attribute changes. */
const shims: Record<string, { dress(element: HTMLElement): void, update(element: HTMLElement): void }> = {
  'image': { dress: dressImage, update: showPicture },
  'input': { dress: dressInput, update: input => void ((input as HTMLInputElement).value = input.getAttribute('value') ?? '') },
  'scroll-view': { dress: dressScrollView, update: () => {} },
  'swiper': { dress: dressSwiper, update: turnSwiper },
}

/** Dresses the native tags below `stage` from now on. */
export function dressElements(stage: HTMLElement): void {
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes, attributeName } of changes) {
      if (type === 'attributes') changed(target as HTMLElement, attributeName)
      else for (const node of addedNodes) if (node instanceof HTMLElement) dressTree(node)
    }
  }).observe(stage, { subtree: true, childList: true, attributes: true, attributeFilter: ['src', 'value', 'current', 'style'] })
  stage.addEventListener('click', pressOpenType)
}

function dressTree(root: HTMLElement): void {
  for (const element of [root, ...root.querySelectorAll<HTMLElement>('*')]) {
    toViewport(element)
    const shim = shims[element.localName]
    if (!shim || element.dataset.dressed) continue
    element.dataset.dressed = 'yes'
    shim.dress(element)
    shim.update(element)
  }
}

function changed(element: HTMLElement, attribute: string | null): void {
  if (attribute === 'style') toViewport(element)
  else if (element.dataset.dressed) shims[element.localName]?.update(element)
}

/** 750rpx are the width of the screen. Style sheets were rewritten when they were packed; this is for inline styles. */
function toViewport(element: HTMLElement): void {
  const style = element.getAttribute('style')
  if (style?.includes('rpx')) element.setAttribute('style', style.replace(/(-?[\d.]+)rpx\b/g, 'calc(100vw * $1 / 750)'))
}

function emit(element: HTMLElement, type: string, detail: object): void {
  element.dispatchEvent(new CustomEvent(type, { detail }))
}

function dressImage(image: HTMLElement): void {
  const img = document.createElement('img')
  img.alt = ''
  img.addEventListener('load', () => emit(image, 'load', { width: img.naturalWidth, height: img.naturalHeight }))
  img.addEventListener('error', () => emit(image, 'error', { errMsg: `GET ${img.src}` }))
  image.append(img)
}

function showPicture(image: HTMLElement): void {
  image.querySelector('img')?.setAttribute('src', realAddress(image.getAttribute('src') ?? ''))
}

function dressInput(element: HTMLElement): void {
  const input = element as HTMLInputElement
  input.addEventListener('keydown', event => event.key === 'Enter' && emit(input, 'confirm', { value: input.value }))
}

function dressScrollView(view: HTMLElement): void {
  view.addEventListener('scroll', () => {
    if (view.scrollTop + view.clientHeight >= view.scrollHeight - 50) emit(view, 'scrolltolower', { direction: 'bottom' })
  })
}

function dressSwiper(swiper: HTMLElement): void {
  swiper.addEventListener('scrollend', () => emit(swiper, 'change', { current: Math.round(swiper.scrollLeft / swiper.clientWidth), source: 'touch' }))
}

function turnSwiper(swiper: HTMLElement): void {
  swiper.scrollLeft = Number(swiper.getAttribute('current') ?? 0) * swiper.clientWidth
}

/** The buttons that WeChat answers itself, besides telling the program of the tap. */
function pressOpenType(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest('mp-button[open-type]') : null
  const openType = button?.getAttribute('open-type')
  if (openType === 'share') share('button')
  else if (openType) record('open-type', openType)
}
