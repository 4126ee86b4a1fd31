import { startOfDay } from '../../cloudfunctions/domain/kernel/day'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { HeldCoupon } from '../../cloudfunctions/domain/member/coupon'
import { decidePurchase, type PurchaseFacts, type PurchaseRequest } from '../../cloudfunctions/domain/order/purchase'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { aGroup, aMember, anActivity, aProduct, aRequest, T0 } from '../support/builders'

/** Borders in time of what is sold at all, which come before any price. */
interface Border {
  readonly what: string
  readonly at: number
  readonly request?: Partial<PurchaseRequest>
  readonly facts: Partial<PurchaseFacts>
}

const DAY = startOfDay(T0)
const at = (hours: number, minutes = 0): number => DAY + hours * HOUR_MS + minutes * MINUTE_MS

const coupon: HeldCoupon = {
  id: 'c-1', templateId: 't', name: '满30减5', state: 'unused', claimedAt: DAY, validFrom: at(12), expiresAt: at(20),
  rule: { id: 'c-1', version: 1, kind: 'coupon', scope: { kind: 'all' }, order: 0, fromFen: fen(3000), gives: { by: 'amount', offFen: fen(500) } },
}

const fresh = { products: [aProduct({ orderHours: { fromMinute: 6 * 60, cutoffMinute: 18 * 60 } })] }
const half = { products: [aProduct({ orderHours: { fromMinute: 0, cutoffMinute: 17 * 60 + 30 } })] }
const wallet = { member: aMember({ coupons: { 'c-1': coupon } }) }
const service = { products: [aProduct({ kind: 'service', service: { uses: 1, validFrom: at(8), validUntil: at(22), refundSteps: [] } })] }
const running = { products: [aProduct({ activity: anActivity({ startsAt: at(9), endsAt: at(21) }) })] }
const group = { group: aGroup({ deadlineAt: at(11) }) }

/** The last second and the last millisecond before a border, and the border itself. */
function around(what: string, border: number, rest: Omit<Border, 'what' | 'at'>): Border[] {
  return [-SECOND_MS, -1, 0].map(away => ({ what, at: border + away, ...rest }))
}

const BORDERS: readonly Border[] = [
  ...around('fresh goods, orders from 06:00', at(6), { facts: fresh }),
  ...around('fresh goods, cutoff at 18:00', at(18), { facts: fresh }),
  ...around('fresh goods, cutoff at 17:30', at(17, 30), { facts: half }),
  ...around('the same, the day after begins', at(24), { facts: half }),
  ...around('a coupon usable from 12:00', at(12), { request: { couponIds: ['c-1'] }, facts: wallet }),
  ...around('a coupon that ends at 20:00', at(20), { request: { couponIds: ['c-1'] }, facts: wallet }),
  ...around('a service that ends at 22:00', at(22), { facts: service }),
  ...around('opening a group, activity from 09:00', at(9), { request: { kind: 'open' }, facts: running }),
  ...around('opening a group, activity until 21:00', at(21), { request: { kind: 'open' }, facts: running }),
  ...around('joining a group, deadline at 11:00', at(11), { request: { kind: 'join', groupId: 'g-order-alice' }, facts: group }),
]

/** The table of the borders: what each would pay, or why it is not sold. Instants are of the Shanghai day. */
export function soldOrNot(): string {
  const rows = BORDERS.map(({ what, at: instant, request, facts }) => {
    const known: PurchaseFacts = { products: [aProduct()], group: undefined, setup: NO_SETUP, member: aMember(), ...facts }
    const decision = decidePurchase(aRequest(request), known, null, 'bob', instant)
    return `| ${what} | ${clock(instant)} | ${decision.ok ? `¥${(decision.value.quote.payableFen / 100).toFixed(2)}` : decision.refusal} |`
  })
  return ['| what | when | answer |', '| --- | --- | --- |', ...rows].join('\n')
}

function clock(instant: number): string {
  return new Date(instant - DAY).toISOString().slice(11, -1)
}
