import { counterId } from '../../domain/risk/counter'
import type { RateRule } from '../../domain/risk/rules'
import { windowsAt, windowsOver } from '../../domain/risk/windows'
import type { Instant } from '../../domain/kernel/instant'
import type { Clause, Ports } from '../../ports'

/**
 * Counts an act of a subject under a rule and answers whether it was within the limit (S25, S77). Of any number at once, exactly as many pass as the
 * limit leaves; what is refused changes nothing. One write if the guess is right whether this is the subject's `first` act of the day, else two.
 */
export async function countAct({ store }: Ports, { id: ruleId, limit }: Pick<RateRule, 'id' | 'limit'>, subject: string, now: Instant, { times = 1, first = false } = {}): Promise<boolean> {
  const id = counterId(ruleId, subject, now)
  const windows = windowsAt(limit, now)
  const room = windows.map(({ key, limit: most }): Clause => ({ field: `counts.${key}`, is: 'nin', values: Array.from({ length: times }, (_, more) => most + more) }))
  const count = (): Promise<boolean> => store.update('risk_counters', id, { inc: Object.fromEntries(windows.map(({ key }) => [`counts.${key}`, times])) }, room)
  const begin = (): Promise<boolean> => store.insert('risk_counters', { id, counts: Object.fromEntries(windows.map(({ key }) => [key, times])), until: windowsOver(now) })
  // Limits are at least one, so the first act of a day is always within them.
  if (first) return await begin() || count()
  return await count() || await begin() || count()
}

/**
 * Counts a thing once, however often it is asked for (S49): true when it is among the first so many of the day, now or before.
 */
export async function countOnce({ store }: Ports, ruleId: string, perDay: number, subject: string, thing: string, now: Instant): Promise<boolean> {
  const id = counterId(ruleId, subject, now)
  const [window] = windowsAt({ perDay }, now)
  if (!window || perDay <= 0) return false
  const field = `taken.${thing}`
  const count = (): Promise<boolean> => store.update('risk_counters', id, { inc: { [`counts.${window.key}`]: 1 }, set: { [field]: true } }, [
    { field, is: 'absent' }, { field: `counts.${window.key}`, is: 'neq', value: perDay },
  ])
  if (await count()) return true
  if (await store.insert('risk_counters', { id, counts: { [window.key]: 1 }, taken: { [thing]: true }, until: windowsOver(now) })) return true
  if (await count()) return true
  return (await store.get('risk_counters', id))?.taken?.[thing] === true
}
