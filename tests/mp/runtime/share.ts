import { topPage, runHook } from './pages'
import { record } from './record'

interface Shared { title?: string, path?: string, imageUrl?: string }

/** What a card sent from the page on top looks like; without a path of its own it leads to that page. */
export function share(from: 'button' | 'menu'): void {
  const entry = topPage()
  if (!entry) return
  if (typeof entry.page.onShareAppMessage !== 'function') throw new Error(`${entry.route} cannot be shared`)
  const shared = runHook(entry, 'onShareAppMessage', { from }) as Shared | undefined
  record('share', { title: '', path: `/${entry.route}?${new URLSearchParams(entry.query).toString()}`, ...shared })
}
