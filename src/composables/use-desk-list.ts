import { computed, ref } from 'vue'
import { useSubmit } from './use-submit'
import { showToast } from '@/components/base/toast'
import { deskCopy } from '@/copy/desk'
import { problemText } from '@/copy/refusal'
import type { CallResult } from '@/services/types'

/**
 * What the merchant's pages share: a form in a sheet that stays open with what was typed until the server has taken it, and a question before
 * what cannot be undone. A field the server names in its answer is named to the merchant.
 */
export function useDeskList(reload: () => Promise<unknown>) {
  const formOpen = ref(false)
  const asked = ref<string | null>(null)
  const { submitting, submit } = useSubmit(run)

  async function run(answer: () => Promise<CallResult<unknown, string>>, done: string = deskCopy.saved): Promise<boolean> {
    const result = await answer()
    if (result.ok) {
      formOpen.value = false
      asked.value = null
      showToast(done, 'done')
      await reload()
      return true
    }
    asked.value = null
    showToast(fieldText(result) ?? problemText(result))
    return false
  }

  const asking = computed(() => asked.value !== null)
  return { formOpen, asked, asking, submitting, submit }
}

/** Which field it is about, where the answer says so. */
function fieldText(result: CallResult<unknown, string>): string | null {
  if (result.ok) return null
  if (result.problem === 'bad_input') return deskCopy.checkFields(result.issues.map(issue => issue.path).join('、'))
  const detail = result.problem === 'refused' ? result.detail as { field?: unknown } | null : null
  return typeof detail?.field === 'string' ? `${problemText(result)}（${detail.field}）` : null
}

/** Lines of figures divided by dashes, as merchants type tables: `100-10`; null when a line is something else. */
export function tableOf(typed: string, columns: number): string[][] | null {
  const rows = typed.split('\n').map(row => row.trim()).filter(Boolean).map(row => row.split(/[-—－]/).map(cell => cell.trim()))
  return rows.every(row => row.length === columns && row.every(Boolean)) ? rows : null
}

export function wholeOf(typed: string, min: number, max: number): number | null {
  const value = Number(typed.trim() || Number.NaN)
  return Number.isInteger(value) && value >= min && value <= max ? value : null
}
