import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { type EnterOptions, type Entry, readEntry } from '@/platform/entry'
import { rememberPerson } from '@/platform/person'
import { mountPersonChip } from '@/platform/person-chip'
import { call } from '@/services/client'
import type { CallResult, MeView, PrivacyView } from '@/services/types'

type Start = CallResult<{ me: MeView; landing: { groupId: string } | null }>

/** After this long a return to the app is a new visit. */
const VISIT_MS = 30 * 60_000

/** Who is here and where they came from. One session starts at the launch, another when a visitor returns by a different share or code, or after a while. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<MeView | null>(null)
  const landing = shallowRef<{ groupId: string } | null>(null)
  const source = ref<Entry['source']>('direct')
  const state = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  const isMerchant = computed(() => me.value?.role === 'merchant')
  const isSupplier = computed(() => me.value?.role === 'supplier')
  let code: string | null = null
  let startedAt = 0
  let running: Promise<Start> | null = null

  /** Starts the session once per way in; asking again for the same one gives the same answer, unless that one failed. */
  function start(entry: Entry): Promise<Start> {
    const sameVisit = entry.code === code || (entry.code === null && Date.now() - startedAt < VISIT_MS)
    if (running && sameVisit) return running
    code = entry.code
    startedAt = Date.now()
    source.value = entry.source
    state.value = 'loading'
    const started: Promise<Start> = call('session.start', entry).then((result): Start => {
      if (running !== started) return result
      state.value = result.ok ? 'ready' : 'failed'
      if (result.ok) {
        me.value = result.value.me
        landing.value = result.value.landing
      } else {
        running = null
      }
      return result
    })
    running = started
    return started
  }

  /** The group a short code leads to; null when the code leads nowhere. */
  async function resolveCode(asked: string, scanned: boolean): Promise<CallResult<{ groupId: string } | null>> {
    const result = await start({ source: scanned ? 'qr' : 'share', code: asked, path: 'pages/group/index' })
    return result.ok ? { ok: true, value: result.value.landing } : result
  }

  /** Asks again who is here: counts and role change while the app is open. */
  async function refresh(): Promise<CallResult<MeView>> {
    const result = await call('me.get', {})
    if (result.ok) me.value = result.value
    return result
  }

  /** Changes name and picture; a refusal leaves what there was. */
  async function rename(person: { nickname: string; avatar: string }): Promise<CallResult<MeView>> {
    const result = await call('me.update', person)
    if (result.ok) me.value = result.value
    return result
  }

  /** What the server last said about consent. */
  function tellPrivacy(privacy: PrivacyView): void {
    if (me.value) me.value = { ...me.value, privacy }
  }

  return { me, landing, source, state, isMerchant, isSupplier, start, resolveCode, refresh, rename, tellPrivacy }
})

/** For the app's `onShow`, which WeChat calls at the launch and at every return. */
export function startSession(options: EnterOptions | undefined): void {
  // #ifdef H5
  mountPersonChip()
  // #endif
  // #ifdef MP-WEIXIN
  if (import.meta.env.VITE_LOCAL_CLOUD) rememberPerson(options?.query?.as)
  // #endif
  void useSession().start(readEntry(options ?? {}))
}
