import { ref, shallowRef } from 'vue'
import { call } from '@/services/client'
import type { CallResult, Problem, ShopOutput, ShopRefusal } from '@/services/types'

/** More parts than this no shopper's data has. */
const MOST_PARTS = 2000

/** Fetches everything the shop keeps about the shopper, part by part, and says how far it is (S12). Answers the file's text; null when a part did not come. */
export function useExport() {
  const progress = ref<{ readonly done: number; readonly sections: number } | null>(null)
  const problem = shallowRef<Problem | null>(null)

  async function fetchAll(): Promise<string | null> {
    problem.value = null
    progress.value = { done: 0, sections: 1 }
    const everything: Record<string, unknown[]> = {}
    let cursor: string | null = null
    for (let parts = 0; parts < MOST_PARTS; parts++) {
      const result: CallResult<ShopOutput<'me.export'>, ShopRefusal<'me.export'>> = await call('me.export', { cursor })
      if (!result.ok) {
        problem.value = result
        break
      }
      const part: ShopOutput<'me.export'> = result.value
      everything[part.section] = [...everything[part.section] ?? [], ...part.documents]
      progress.value = { done: part.done, sections: part.sections }
      cursor = part.next
      if (cursor === null) {
        progress.value = null
        return JSON.stringify(everything, null, 2)
      }
    }
    progress.value = null
    return null
  }

  return { progress, problem, fetchAll }
}
