import { computed, ref, shallowRef } from 'vue'
import type { CallResult, Page, Problem } from '@/services/types'
import type { LoadState } from './use-load'

/**
 * A list that grows page by page. `reload` begins again and keeps the old items on show until the first page is there;
 * an answer that belongs to an earlier beginning is dropped, and an item that moved between pages is shown once.
 */
export function usePagedList<Item>(
  fetch: (cursor: string | null) => Promise<CallResult<Page<Item>, string>>,
  keyOf: (item: Item) => string,
) {
  const items = shallowRef<readonly Item[]>([])
  const problem = shallowRef<Problem<string> | null>(null)
  const state = ref<LoadState>('idle')
  const moreState = ref<LoadState>('idle')
  const next = ref<string | null>(null)
  const loaded = ref(false)
  let turn = 0

  async function reload(): Promise<void> {
    const mine = ++turn
    state.value = 'loading'
    moreState.value = 'idle'
    const result = await fetch(null)
    if (mine !== turn) return
    if (result.ok) {
      items.value = result.value.items
      next.value = result.value.next
      loaded.value = true
    }
    problem.value = result.ok ? null : result
    state.value = toState(result)
  }

  async function loadMore(): Promise<void> {
    if (next.value === null || moreState.value === 'loading' || state.value === 'loading') return
    const mine = turn
    moreState.value = 'loading'
    const result = await fetch(next.value)
    if (mine !== turn) return
    if (result.ok) {
      const known = new Set(items.value.map(keyOf))
      items.value = [...items.value, ...result.value.items.filter(item => !known.has(keyOf(item)))]
      next.value = result.value.next
    }
    moreState.value = toState(result)
  }

  /** Empties the list, for when another one takes its place. */
  function clear(): void {
    turn += 1
    items.value = []
    next.value = null
    loaded.value = false
    problem.value = null
    state.value = 'idle'
    moreState.value = 'idle'
  }

  /** Puts a newer view of one item in its place. */
  function replace(item: Item): void {
    items.value = items.value.map(old => keyOf(old) === keyOf(item) ? item : old)
  }

  function remove(key: string): void {
    items.value = items.value.filter(item => keyOf(item) !== key)
  }

  const hasMore = computed(() => next.value !== null)
  /** What to put in the place of a list that was never loaded: null once it was. */
  const blank = computed(() => loaded.value ? null : state.value)
  const empty = computed(() => loaded.value && items.value.length === 0)
  return { items, state, problem, moreState, hasMore, blank, empty, reload, loadMore, clear, replace, remove }
}

function toState(result: CallResult<unknown, string>): LoadState {
  if (result.ok) return 'ready'
  return result.problem === 'offline' ? 'offline' : 'failed'
}
