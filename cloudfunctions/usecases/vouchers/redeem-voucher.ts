import type { RedeemedView } from '../../contract/vouchers'
import type { Instant } from '../../domain/kernel/instant'
import { decideRedeem, GUESS_LOCK_MS, type RedeemRefusal, type Voucher, WRONG_GUESSES_ALLOWED } from '../../domain/voucher/voucher'
import { Busy, type Ports } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { redeemedView } from '../views/voucher-view'
import { endService } from './end-service'

type Refusal = RedeemRefusal | 'voucher_not_found' | 'redeem_locked'

/**
 * Uses a voucher (S44): once, within its time by the server's clock, by one conditional update. A second scan is told when it was used; the same
 * call again gets the same answer. Codes that do not exist are counted, and after five whoever tried them waits an hour.
 */
export async function redeemVoucher({ ports, openid }: Call, { code, requestId }: { code: string; requestId: string }): Promise<Answer<RedeemedView, Refusal>> {
  const { store, clock } = ports
  const locked = await countGuess(ports, openid)
  if (locked !== undefined) return refused('redeem_locked', { until: locked })
  const voucher = await store.get('vouchers', code)
  if (!voucher) {
    await store.update('redeem_guards', openid, { set: { lastAt: clock.now() } })
    return refused('voucher_not_found')
  }
  await store.update('redeem_guards', openid, { inc: { wrong: -1 } }, [{ field: 'wrong', is: 'gt', value: 0 }])
  const now = clock.now()
  const decision = decideRedeem(voucher, now)
  if (decision.ok) {
    await store.update('vouchers', code, { set: { state: 'used', usedAt: now, usedBy: openid, requestId }, inc: { version: 1 } }, [
      { field: 'state', is: 'eq', value: 'unused' },
      { field: 'validFrom', is: 'lte', value: now },
      { field: 'validUntil', is: 'gt', value: now },
    ])
  }
  const current = await store.get('vouchers', code)
  if (!current) throw new Error('a voucher vanished')
  if (isMine(current, openid, requestId)) {
    await endService(ports, current.orderId)
    return answer(redeemedView(current))
  }
  if (current.state === 'used') return refused('voucher_used', { usedAt: current.usedAt })
  const after = decideRedeem(current, now)
  if (after.ok) throw new Busy('a voucher that keeps changing')
  return refused(after.refusal, { validFrom: current.validFrom, validUntil: current.validUntil })
}

function isMine({ state, usedBy, requestId }: Voucher, openid: string, mine: string): boolean {
  return state === 'used' && usedBy === openid && requestId === mine
}

/**
 * Counts a try before it is made and takes it back when the code exists, so that nobody gets more guesses by making them side by side. Answers until
 * when there are none left; an hour after the last wrong one they are forgotten.
 */
async function countGuess({ store, clock }: Ports, openid: string): Promise<Instant | undefined> {
  const now = clock.now()
  for (let attempt = 0; attempt < 4; attempt++) {
    const counted = await store.update('redeem_guards', openid, { inc: { wrong: 1 } }, [
      { field: 'wrong', is: 'lt', value: WRONG_GUESSES_ALLOWED },
      { field: 'lastAt', is: 'gt', value: now - GUESS_LOCK_MS },
    ])
    if (counted) return undefined
    const guard = await store.get('redeem_guards', openid)
    if (!guard) {
      if (await store.insert('redeem_guards', { id: openid, wrong: 1, lastAt: now })) return undefined
    }
    else if (now >= guard.lastAt + GUESS_LOCK_MS) {
      if (await store.update('redeem_guards', openid, { set: { wrong: 1, lastAt: now } }, [{ field: 'lastAt', is: 'eq', value: guard.lastAt }])) return undefined
    }
    else if (guard.wrong >= WRONG_GUESSES_ALLOWED) {
      return guard.lastAt + GUESS_LOCK_MS
    }
  }
  throw new Busy('guesses of one person')
}
