import { packed } from './packed'

/** The part of the screen that belongs to one page: a window in which it is fixed, and in it what scrolls. */
export interface PageWindow {
  element: HTMLElement
  content: HTMLElement
}

const bar = part('header', 'mp-bar')
const stage = part('main', 'mp-stage')
const tabBar = part('nav', 'mp-tabs')

export { stage }

export const tabRoutes = (packed.app.tabBar?.list ?? []).map(tab => tab.pagePath)

export function drawTabs(choose: (route: string) => void): void {
  for (const { pagePath, text, iconPath, selectedIconPath } of packed.app.tabBar?.list ?? []) {
    const tab = document.createElement('button')
    tab.dataset.route = pagePath
    tab.setAttribute('role', 'tab')
    tab.append(icon(iconPath, 'off'), icon(selectedIconPath, 'on'), text)
    tab.addEventListener('click', () => choose(pagePath))
    tabBar.append(tab)
  }
}

/** Makes the window of a page; `atBottom` is told when the page has been scrolled near its end. */
export function openWindow(atBottom: () => void): PageWindow {
  const element = document.createElement('div')
  element.className = 'mp-window'
  const content = document.createElement('div')
  content.className = 'mp-content mp-page'
  element.append(content)
  stage.append(element)
  let near = false
  content.addEventListener('scroll', () => {
    const before = near
    near = content.scrollTop + content.clientHeight >= content.scrollHeight - 50
    if (near && !before) atBottom()
  })
  return { element, content }
}

export function showWindow({ element }: PageWindow, route: string): void {
  for (const other of stage.children) other.classList.toggle('is-top', other === element)
  const isTab = tabRoutes.includes(route)
  stage.classList.toggle('with-tabs', isTab)
  tabBar.hidden = !isTab
  for (const tab of tabBar.children) tab.setAttribute('aria-selected', String((tab as HTMLElement).dataset.route === route))
  setTitle(packed.configs[route]?.navigationBarTitleText ?? packed.app.window?.navigationBarTitleText ?? '')
}

export function setTitle(title: string): void {
  bar.textContent = title
}

function part(tag: string, className: string): HTMLElement {
  const element = document.createElement(tag)
  element.className = className
  document.body.append(element)
  return element
}

function icon(path: string, name: string): HTMLElement {
  const image = document.createElement('img')
  image.src = path
  image.className = name
  return image
}
