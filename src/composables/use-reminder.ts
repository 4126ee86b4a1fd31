import { computed, ref } from 'vue'
import { askForMessages } from '@/platform/subscribe'
import { call } from '@/services/client'
import type { MessageKey } from '@/services/types'
import { useSession } from '@/stores/session'

/** Offers messages about what will happen to an order (S35). `remind` goes on a tap, as WeChat demands; nothing depends on the answer. */
export function useReminder(wanted: readonly MessageKey[]) {
  const session = useSession()
  const allowed = ref(false)
  const offered = computed(() => session.me?.messageTemplates.some(template => wanted.includes(template.key)) ?? false)

  async function remind(): Promise<void> {
    const keys = await askForMessages(session.me?.messageTemplates ?? [], wanted)
    if (keys.length === 0) return
    const answer = await call('message.allow', { keys })
    if (answer.ok) allowed.value = true
  }

  return { offered, allowed, remind }
}
