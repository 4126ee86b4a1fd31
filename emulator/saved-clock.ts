import { type ClockMode, VirtualClock } from './control/clock'
import type { StateFile } from './control/state'

interface SavedClock {
  mode: ClockMode
  /** The instant at which a frozen clock stands, or the offset of a running one. */
  value: number
}

/**
 * The clock of this data folder. Time that a developer skipped stays skipped over a restart: otherwise stored deadlines would lie in a future
 * that has already been.
 */
export function openClock(state: StateFile, wanted?: { mode?: ClockMode, at?: number }): VirtualClock {
  const table = state.table<SavedClock>('clock')
  const saved = table.get('clock')
  const clock = new VirtualClock(wanted ?? (saved && { mode: saved.mode, at: saved.mode === 'frozen' ? saved.value : Date.now() + saved.value }))
  clock.onChange(({ mode }) => {
    table.put('clock', { mode, value: mode === 'frozen' ? clock.now() : clock.now() - Date.now() })
  })
  return clock
}
