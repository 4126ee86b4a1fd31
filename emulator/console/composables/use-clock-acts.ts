import { type Ref, ref } from 'vue'
import { send } from '../api/client'
import { useShell } from './shell'
import { useAct } from './use-act'

export const MINUTE = 60_000

export const JUMPS = [
  { label: '+1 min', ms: MINUTE },
  { label: '+10 min', ms: 10 * MINUTE },
  { label: '+1 h', ms: 60 * MINUTE },
  { label: '+1 day', ms: 1440 * MINUTE },
] as const

export interface ClockActs {
  busy: Ref<string | undefined>
  /** Whether a timer passed over runs at each of its instants, or once at the end. */
  timers: Ref<'each' | 'late'>
  jump(ms: number): Promise<boolean>
  toggle(): Promise<boolean>
}

/** Passing over a day runs 1,440 sweeps when each is run, so once, at the end, is what a jump does unless told otherwise. */
const timers = ref<'each' | 'late'>('late')

export function useClockActs(): ClockActs {
  const { clock } = useShell()
  const { busy, act } = useAct(() => clock.refresh())
  const jump = (ms: number): Promise<boolean> => act('jump', () => send('POST', '/clock/advance', { ms, timers: timers.value }), 'The clock has moved.')
  const toggle = (): Promise<boolean> => act('toggle', () => send('POST', clock.data.value?.mode === 'frozen' ? '/clock/thaw' : '/clock/freeze'))
  return { busy, timers, jump, toggle }
}
