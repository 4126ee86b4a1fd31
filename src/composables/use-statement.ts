import { computed, ref } from 'vue'
import { useLoad } from './use-load'
import { formatDay } from '@/copy/time'
import type { CallResult, StatementView } from '@/services/types'
import { useServerClock } from '@/stores/server-clock'

type Period = '7' | '30'
type Days = StatementView['days']

const DAY_MS = 86_400_000
/** One answer covers five hundred orders; who has more than this in a period sees the first of them, and is told. */
const MOST_PAGES = 10

/**
 * What a supplier earned in the last days (S55). A statement is read to its end, and a day that was cut in two is put together again, so that a sum
 * is never of a part without saying so.
 */
export function useStatement(fetch: (input: { from: string; to: string; cursor: string | null }) => Promise<CallResult<StatementView, string>>) {
  const clock = useServerClock()
  const period = ref<Period>('7')
  const { data, blank, problem, load } = useLoad(read)

  async function read(days: Period): Promise<CallResult<{ days: Days; whole: boolean }, string>> {
    const now = clock.now()
    const [from, to] = [formatDay(now - (Number(days) - 1) * DAY_MS), formatDay(now)]
    const all: Days[number][] = []
    let cursor: string | null = null
    for (let page = 0; page < MOST_PAGES; page++) {
      const result: CallResult<StatementView, string> = await fetch({ from, to, cursor })
      if (!result.ok) return result
      all.push(...result.value.days)
      cursor = result.value.next
      if (cursor === null) break
    }
    return { ok: true, value: { days: merged(all), whole: cursor === null } }
  }

  function choose(code: string) {
    period.value = code === '30' ? '30' : '7'
    void load(period.value)
  }

  const days = computed(() => [...data.value?.days ?? []].reverse())
  const total = computed(() => days.value.reduce((sum, day) => ({ orders: sum.orders + day.orders, shareFen: sum.shareFen + day.shareFen }), { orders: 0, shareFen: 0 }))
  const whole = computed(() => data.value?.whole ?? true)
  return { period, days, total, whole, blank, problem, choose, load: () => load(period.value) }
}

function merged(days: Days): Days {
  const sums = new Map<string, Days[number]>()
  for (const { day, orders, shareFen } of days) {
    const before = sums.get(day) ?? { day, orders: 0, shareFen: 0 }
    sums.set(day, { day, orders: before.orders + orders, shareFen: before.shareFen + shareFen })
  }
  return [...sums.values()]
}
