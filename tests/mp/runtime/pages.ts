import { createRoot } from './engine'
import { packed } from './packed'
import { drawTabs, openWindow, type PageWindow, showWindow, tabRoutes } from './screen'

type Hook = 'onLoad' | 'onShow' | 'onHide' | 'onUnload' | 'onReachBottom' | 'onPullDownRefresh' | 'onShareAppMessage'
type Query = Record<string, string>

interface PageEntry {
  route: string
  query: Query
  root: ReturnType<typeof createRoot>
  /** The page as the program sees it. */
  page: Record<string, unknown>
  window: PageWindow
}

export const routes = [
  ...packed.app.pages,
  ...(packed.app.subPackages ?? []).flatMap(({ root, pages }) => pages.map(page => `${root.replace(/\/$/, '')}/${page}`)),
]

const stack: PageEntry[] = []
/** Tab pages that were left for another tab stay as they are. */
const keptTabs = new Map<string, PageEntry>()

export function currentPages(): Record<string, unknown>[] {
  return stack.map(entry => entry.page)
}

export function topPage(): PageEntry | undefined {
  return stack.at(-1)
}

export function runHook(entry: PageEntry, hook: Hook, argument?: unknown): unknown {
  const method = entry.page[hook]
  return typeof method === 'function' ? (method as (argument: unknown) => unknown).call(entry.page, argument) : undefined
}

export function push(route: string, query: Query): void {
  const below = topPage()
  if (below) hide(below)
  mount(route, query)
}

export function replaceTop(route: string, query: Query): void {
  const top = stack.pop()
  if (top) drop(top)
  mount(route, query)
}

export function restart(route: string, query: Query): void {
  for (const entry of [...stack.splice(0), ...keptTabs.values()]) drop(entry)
  keptTabs.clear()
  mount(route, query)
}

export function switchTab(route: string): void {
  if (topPage()?.route === route) return
  for (const entry of stack.splice(0).reverse()) {
    if (tabRoutes.includes(entry.route)) {
      hide(entry)
      keptTabs.set(entry.route, entry)
    }
    else {
      drop(entry)
    }
  }
  const kept = keptTabs.get(route)
  if (!kept) return mount(route, {})
  keptTabs.delete(route)
  stack.push(kept)
  show(kept)
}

export function pop(count: number): void {
  for (const entry of stack.splice(Math.max(1, stack.length - count)).reverse()) drop(entry)
  const top = topPage()
  if (top) show(top)
}

function mount(route: string, query: Query): void {
  const root = createRoot(route)
  const page = root.get() as unknown as Record<string, unknown>
  Object.assign(page, { route, __route__: route, options: query })
  const entry: PageEntry = { route, query, root, page, window: openWindow(() => void runHook(entry, 'onReachBottom')) }
  stack.push(entry)
  const place = document.createElement('div')
  entry.window.content.append(place)
  root.attach(entry.window.content as never, place as never)
  runHook(entry, 'onLoad', query)
  show(entry)
}

function show(entry: PageEntry): void {
  showWindow(entry.window, entry.route)
  runHook(entry, 'onShow')
  entry.root.getComponent().triggerPageLifetime('show', [])
}

function hide(entry: PageEntry): void {
  runHook(entry, 'onHide')
  entry.root.getComponent().triggerPageLifetime('hide', [])
}

function drop(entry: PageEntry): void {
  runHook(entry, 'onUnload')
  entry.root.release()
  entry.window.element.remove()
}

drawTabs(switchTab)
