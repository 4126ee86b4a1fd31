import type { Decision } from '../../domain/kernel/decision'
import type { Instant } from '../../domain/kernel/instant'
import { impose, lift, NO_RESTRICTIONS, type Restriction, type Restrictions, type RestrictionTarget } from '../../domain/oversight/restriction'
import { NO_SETUP } from '../../domain/shop/setup'
import type { Transaction } from '../../ports'

/** Takes the shop or goods from sale, and tells the merchant why, in the transaction of whoever decided it (S13). */
export async function imposeIn(tx: Transaction, target: RestrictionTarget, restriction: Restriction): Promise<Decision<Restrictions, 'already_restricted' | 'too_many_restricted'>> {
  const imposed = await changeRestrictions(tx, now => impose(now, target, restriction))
  if (imposed.ok) await tellMerchant(tx, target, { reason: restriction.reason, at: restriction.at })
  return imposed
}

/** Gives it back to sale; what told the merchant of it is done. */
export async function liftIn(tx: Transaction, target: RestrictionTarget): Promise<Decision<Restrictions, 'not_restricted'>> {
  const lifted = await changeRestrictions(tx, now => lift(now, target))
  const item = lifted.ok ? await tx.get('work_items', workItemId(target)) : undefined
  if (item?.state === 'open') await tx.replace('work_items', { ...item, state: 'closed' })
  return lifted
}

async function changeRestrictions<Refusal extends string>(tx: Transaction, change: (now: Restrictions) => Decision<Restrictions, Refusal>): Promise<Decision<Restrictions, Refusal>> {
  const setup = await tx.get('shop_setup', NO_SETUP.id)
  const changed = change(setup?.restrictions ?? NO_RESTRICTIONS)
  if (!changed.ok) return changed
  const next = { ...setup ?? NO_SETUP, restrictions: changed.value }
  await (setup ? tx.replace('shop_setup', next) : tx.insert('shop_setup', next))
  return changed
}

async function tellMerchant(tx: Transaction, target: RestrictionTarget, { reason, at }: { reason: string; at: Instant }): Promise<void> {
  const id = workItemId(target)
  const known = await tx.get('work_items', id)
  const item = { id, kind: 'sale_restricted', state: 'open', subject: subjectOf(target), detail: reason, at } as const
  await (known ? tx.replace('work_items', item) : tx.insert('work_items', item))
}

export function subjectOf(target: RestrictionTarget): string {
  return target.kind === 'shop' ? 'shop' : `goods:${target.productId}`
}

function workItemId(target: RestrictionTarget): string {
  return `restricted-${subjectOf(target)}`
}
