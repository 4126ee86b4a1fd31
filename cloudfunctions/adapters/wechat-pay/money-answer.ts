import type { MoneyAnswer } from '../../ports/money'
import { type Answer, isAbsent, passingCode, refusalCode } from './answers'

/** Reads an answer about money on its way out: facts that `read` understands, or why there are none. What cannot be understood is unknown. */
export function moneyAnswer<Facts>(answer: Answer, read: (data: unknown) => Facts | undefined): MoneyAnswer<Facts> {
  if (answer.status === 200) {
    const facts = read(answer.data)
    return facts === undefined ? { outcome: 'unknown' } : { outcome: 'known', facts }
  }
  const passing = passingCode(answer)
  if (passing !== undefined) return { outcome: 'later', code: passing }
  const code = refusalCode(answer)
  if (code === undefined) return { outcome: 'unknown' }
  return isAbsent(code) ? { outcome: 'absent' } : { outcome: 'rejected', code }
}
