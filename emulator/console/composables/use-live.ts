import { type MaybeRefOrGetter, onScopeDispose, type Ref, ref, type ShallowRef, shallowRef, toValue, watch } from 'vue'
import { readText } from '../api/client'

export interface Live<T> {
  /** Absent until the first answer. */
  data: ShallowRef<T | undefined>
  /** What went wrong last; the data of before stays. */
  error: Ref<string | undefined>
  refresh(): Promise<void>
}

/**
 * Keeps what a route answers up to date, asking again some time after each answer and only while the page is visible. An answer that says the same
 * as before changes nothing, so that what is open or selected stays as it is. After a change of path the old answer stays until the new one is there, or fails.
 */
export function useLive<T>(path: MaybeRefOrGetter<string>, everyMs = 1500): Live<T> {
  const data = shallowRef<T>()
  const error = ref<string>()
  let last = ''
  let answered = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending: AbortController | undefined

  async function refresh(): Promise<void> {
    clearTimeout(timer)
    pending?.abort()
    const own = pending = new AbortController()
    const asked = toValue(path)
    try {
      const text = await readText(asked, own.signal)
      if (own.signal.aborted) return
      error.value = undefined
      answered = asked
      if (text !== last) data.value = JSON.parse(last = text) as T
    }
    catch (thrown) {
      if (own.signal.aborted) return
      if (asked !== answered) data.value = undefined
      error.value = thrown instanceof Error ? thrown.message : String(thrown)
    }
    again()
  }

  function again(): void {
    if (document.visibilityState === 'visible') timer = setTimeout(() => void refresh(), everyMs)
  }

  function visibilityChanged(): void {
    if (document.visibilityState === 'visible') void refresh()
    else clearTimeout(timer)
  }

  document.addEventListener('visibilitychange', visibilityChanged)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', visibilityChanged)
    clearTimeout(timer)
    pending?.abort()
  })
  watch(() => toValue(path), () => {
    last = ''
    void refresh()
  }, { immediate: true })
  return { data, error, refresh }
}
