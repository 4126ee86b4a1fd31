import { currentPages, pop, push, replaceTop, restart, routes, switchTab, topPage } from '../pages'
import { joinPath } from '../paths'
import { setTitle, tabRoutes } from '../screen'
import { answer, ApiFailure, type Options } from './answer'

/** Pages that may lie on top of each other. */
const LIMIT = 10

type Query = Record<string, string>

/** Finds the page an address names, as WeChat does: absolute with a slash, otherwise seen from the page on top. */
function resolve(url: string): { route: string, query: Query } {
  const [path = '', search] = url.split('?')
  const route = joinPath(topPage()?.route ?? '', path)
  if (!routes.includes(route)) throw new ApiFailure(`page "${route}" is not found`)
  return { route, query: Object.fromEntries(new URLSearchParams(search)) }
}

function go(api: string, options: Options<{ url: string }>, tabs: 'never' | 'only' | 'too', run: (route: string, query: Query) => void) {
  return answer(api, options, () => {
    const { route, query } = resolve(options.url)
    const isTab = tabRoutes.includes(route)
    if (isTab && tabs === 'never') throw new ApiFailure(`can not ${api} a tabbar page`)
    if (!isTab && tabs === 'only') throw new ApiFailure('can not switch to no-tabBar page')
    run(route, query)
    return {}
  })
}

function pushWithinLimit(route: string, query: Query): void {
  if (currentPages().length >= LIMIT) throw new ApiFailure('webview count limit exceed')
  push(route, query)
}

export const routingApi = {
  navigateTo: (options: Options<{ url: string }>) => go('navigateTo', options, 'never', pushWithinLimit),
  redirectTo: (options: Options<{ url: string }>) => go('redirectTo', options, 'never', replaceTop),
  reLaunch: (options: Options<{ url: string }>) => go('reLaunch', options, 'too', restart),
  switchTab: (options: Options<{ url: string }>) => go('switchTab', options, 'only', switchTab),
  navigateBack: (options: Options<{ delta?: number }> = {}) => answer('navigateBack', options, () => {
    pop(options.delta ?? 1)
    return {}
  }),
  setNavigationBarTitle: (options: Options<{ title: string }>) => answer('setNavigationBarTitle', options, () => {
    setTitle(options.title)
    return {}
  }),
}
