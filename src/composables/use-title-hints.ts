import { shallowRef } from 'vue'
import { callAdmin } from '@/services/client'
import type { TitleHintView } from '@/services/types'

/** What could be better about a title (S36), asked for when the field is left. Without an answer nothing is said: hints hold nobody up. */
export function useTitleHints() {
  /** Null until there was something to look at. */
  const hints = shallowRef<readonly TitleHintView[] | null>(null)
  let turn = 0

  async function check({ title, categoryId }: { title: string; categoryId: string }): Promise<void> {
    const mine = ++turn
    const typed = title.trim()
    if (!typed || !categoryId) {
      hints.value = null
      return
    }
    const result = await callAdmin('goods.check', { title: typed, categoryId })
    if (mine === turn) hints.value = result.ok ? result.value.hints : null
  }

  return { hints, check }
}
