import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { privacyText } from '@/copy/privacy-text'
import { call } from '@/services/client'
import type { CallResult, Problem } from '@/services/types'
import { useSession } from './session'

/**
 * Consent to the privacy text (S12). Nothing personal leaves the phone before it is given: whoever sends some goes through `withConsent`, which shows the
 * text first where the server says it is missing. The page shows the sheet while `asking`.
 */
export const useConsent = defineStore('consent', () => {
  const session = useSession()
  const asking = ref(false)
  const working = ref(false)
  const problem = ref<Problem | null>(null)
  // A server of an earlier release says nothing of it.
  const missing = computed(() => session.me?.privacy?.agreed === false)
  let answerTo: ((agreed: boolean) => void)[] = []

  /** Shows the text; true once the shopper has agreed and the server knows. */
  function ask(): Promise<boolean> {
    asking.value = true
    problem.value = null
    return new Promise(resolve => answerTo.push(resolve))
  }

  function end(agreed: boolean): void {
    asking.value = false
    for (const answer of answerTo) answer(agreed)
    answerTo = []
  }

  async function agree(): Promise<void> {
    if (working.value) return
    working.value = true
    const result = await call('privacy.agree', { version: privacyText.version })
    working.value = false
    if (result.ok) {
      session.tellPrivacy(result.value)
      end(true)
    } else {
      problem.value = result
    }
  }

  function decline(): void {
    if (!working.value) end(false)
  }

  /** Sends what is personal once the shopper has agreed. Declined, it is refused as the server would, without having been sent. */
  async function withConsent<Value, Refusal extends string>(send: () => Promise<CallResult<Value, Refusal>>): Promise<CallResult<Value, Refusal>> {
    if (missing.value && !await ask()) return { ok: false, problem: 'refused', refusal: 'consent_needed' as Refusal, detail: undefined }
    const result = await send()
    const wanted = !result.ok && result.problem === 'refused' && result.refusal === 'consent_needed'
    return wanted && await ask() ? send() : result
  }

  return { asking, working, problem, missing, ask, agree, decline, withConsent }
})
