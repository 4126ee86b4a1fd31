import { computed, ref, shallowRef } from 'vue'
import type { CallResult, Problem } from '@/services/types'

export type LoadState = 'idle' | 'loading' | 'ready' | 'failed' | 'offline'

/**
 * Data of a page and the word for how it stands. The newest call wins: an answer that arrives after a later call was made is dropped.
 * What was loaded stays on show while it is loaded again, and when that fails.
 */
export function useLoad<Args extends unknown[], Value, Refusal extends string>(
  fetch: (...args: Args) => Promise<CallResult<Value, Refusal>>,
) {
  const data = shallowRef<Value | null>(null)
  const problem = shallowRef<Problem<Refusal> | null>(null)
  const state = ref<LoadState>('idle')
  let turn = 0
  let lastArgs: Args | null = null

  /** Loads and answers whether this call's answer is the one now shown. */
  async function load(...args: Args): Promise<boolean> {
    lastArgs = args
    const mine = ++turn
    state.value = 'loading'
    const result = await fetch(...args)
    if (mine !== turn) return false
    if (result.ok) return show(result.value)
    problem.value = result
    state.value = result.problem === 'offline' ? 'offline' : 'failed'
    return false
  }

  /** Loads again what was asked for last. */
  async function reload(): Promise<boolean> {
    return lastArgs ? load(...lastArgs) : false
  }

  /** Shows a view that came with another answer; it is newer than any load still on its way. */
  function show(value: Value): true {
    turn += 1
    data.value = value
    problem.value = null
    state.value = 'ready'
    return true
  }

  /** What to put in the place of data that is not there: null as soon as there is data. */
  const blank = computed(() => data.value === null ? state.value : null)
  const refusal = computed(() => problem.value?.problem === 'refused' ? problem.value.refusal : null)

  return { data, state, problem, refusal, blank, load, reload, show }
}
