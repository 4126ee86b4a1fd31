import { readonly, shallowRef } from 'vue'

export interface Route {
  name: string
  query: Readonly<Record<string, string>>
}

const route = shallowRef<Route>(parse(location.hash))
addEventListener('hashchange', () => {
  route.value = parse(location.hash)
})

function parse(hash: string): Route {
  const [name = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  return { name: name || 'overview', query: Object.fromEntries(new URLSearchParams(query)) }
}

/** Where the address says we are: `#/story?order=…`. */
export function useRoute(): Readonly<typeof route> {
  return readonly(route)
}

export function hrefOf(name: string, query: Record<string, string | undefined> = {}): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return `#/${name}${pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''}`
}

/** Puts what is chosen into the address without a new entry in the history, so that it can be sent to a colleague. */
export function keepInAddress(name: string, query: Record<string, string | undefined>): void {
  history.replaceState(null, '', hrefOf(name, query))
}
