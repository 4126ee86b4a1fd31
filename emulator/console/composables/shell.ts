import { computed, type ComputedRef, inject, type InjectionKey, onScopeDispose, provide, type Ref, ref, watch } from 'vue'
import type { ClockState, Person } from '../api/types'
import { type Live, useLive } from './use-live'

export interface Shell {
  clock: Live<ClockState>
  /** The virtual instant, counted on between two answers while the clock runs. */
  now: Ref<number>
  people: ComputedRef<readonly Person[]>
  /** What a person is called: the nickname and the demo's name. */
  nameOf(openid: string | undefined): string
}

const key: InjectionKey<Shell> = Symbol('shell')

/** What every view needs: the clock and the people. */
export function provideShell(): Shell {
  const clock = useLive<ClockState>('/clock', 1000)
  const { data: known } = useLive<{ people: Person[] }>('/people', 5000)
  const people = computed(() => known.value?.people ?? [])
  const byOpenid = computed(() => new Map(people.value.map(person => [person.openid, person])))
  const now = ref(0)
  let heard = { now: 0, at: 0 }
  const tick = (): void => {
    now.value = heard.now + (clock.data.value?.mode === 'running' ? performance.now() - heard.at : 0)
  }
  watch(clock.data, (state) => {
    if (state) heard = { now: state.now, at: performance.now() }
    tick()
  })
  const timer = setInterval(tick, 250)
  onScopeDispose(() => clearInterval(timer))
  function nameOf(openid: string | undefined): string {
    if (!openid) return ''
    const person = byOpenid.value.get(openid)
    return person ? `${person.nickname} (${person.id})` : openid
  }
  const shell = { clock, now, people, nameOf }
  provide(key, shell)
  return shell
}

export function useShell(): Shell {
  const shell = inject(key)
  if (!shell) throw new Error('no shell around this component')
  return shell
}
