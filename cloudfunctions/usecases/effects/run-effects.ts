import type { Effect, OutboxRow } from '../../domain/effect/effect'
import { effectId } from '../../domain/effect/effect-id'
import type { Instant } from '../../domain/kernel/instant'
import { impossible } from '../../domain/kernel/decision'
import type { Ports } from '../../ports'
import { driveTransfer } from '../commission/drive-transfer'
import { deliverCodes } from '../codes/deliver-codes'
import { eraseMember } from '../privacy/erase-member'
import { raiseWork } from '../work/raise-work'
import { issueVouchers } from '../vouchers/issue-vouchers'
import { EFFECT_LEASE_MS, MAX_FAULTS, MAX_WAITS, retryAt, runsInline } from './outbox'
import { driveSplit } from '../split/drive-split'
import { releaseOrder } from './release-order'
import { restockReturn } from './restock-return'
import type { RefundPace } from './refund-pace'
import { reviveOrder } from './revive-order'
import { sendMessage } from './send-message'
import { sendRefund } from './send-refund'
import { settleGroup } from './settle-group'
import { settleOrder } from './settle-order'
import { uploadShipping } from './upload-shipping'

/**
 * `done` lets the row go; `later` keeps it: not yet possible, or not yet known; `more` keeps it too: this run has done its part and the next goes on.
 * A thrown fault is tried again like `later`.
 */
export type EffectResult = 'done' | 'later' | 'more'

function perform(ports: Ports, effect: Effect, until: Instant, pace?: RefundPace): Promise<EffectResult> {
  switch (effect.kind) {
    case 'settle_order': return settleOrder(ports, effect.orderId)
    case 'release_order': return releaseOrder(ports, effect.orderId)
    case 'revive_order': return reviveOrder(ports, effect.orderId)
    case 'settle_group': return settleGroup(ports, effect.groupId, until)
    case 'send_refund': return sendRefund(ports, effect.refundId, pace)
    case 'pay_split': return driveSplit(ports, effect.orderId)
    case 'send_transfer': return driveTransfer(ports, effect.transferId)
    case 'deliver_codes': return deliverCodes(ports, effect.orderId)
    case 'issue_vouchers': return issueVouchers(ports, effect.orderId)
    case 'restock_return': return restockReturn(ports, effect.returnId)
    case 'correct_shipping':
    case 'upload_shipping': return uploadShipping(ports, effect.orderId)
    case 'erase_member': return eraseMember(ports, effect.openid, effect.pseudonym, until)
    case 'send_message': return sendMessage(ports, effect.messageKey, effect.orderId)
    default: return impossible(effect)
  }
}

/** Runs the effects this call has just committed, whose rows it holds. A fault leaves its row to the sweep; the call itself has succeeded. */
export async function runOwn(ports: Ports, effects: readonly Effect[]): Promise<void> {
  for (const effect of effects.filter(runsInline)) {
    try {
      if (await perform(ports, effect, Infinity) === 'done') await ports.store.remove('outbox', effectId(effect))
    }
    catch (error) {
      ports.log.fault(`effect ${effect.kind}`, error)
    }
  }
}

/** Runs what a recorded payment of this order left due; nothing when it is settled or somebody is at it. */
export async function settleDue(ports: Ports, orderId: string): Promise<void> {
  const ids = (['settle_order', 'revive_order'] as const).map(kind => effectId({ kind, orderId }))
  const now = ports.clock.now()
  for (const row of await ports.store.getMany('outbox', ids)) if (row.state === 'waiting' && row.dueAt <= now) await runRow(ports, row)
}

/** Claims a due row of the outbox and runs it, the long ones not much past `until`. False when somebody else has it, or refunds wait for the next run. */
export async function runRow(ports: Ports, row: OutboxRow, until: Instant = Infinity, pace?: RefundPace): Promise<boolean> {
  if (row.effect.kind === 'send_refund' && pace?.isSpent()) return false
  const { store, clock, log } = ports
  const leaseUntil = clock.now() + EFFECT_LEASE_MS
  const claimed = await store.update('outbox', row.id, { set: { dueAt: leaseUntil }, inc: { tries: 1 } }, [
    { field: 'dueAt', is: 'eq', value: row.dueAt },
    { field: 'state', is: 'eq', value: 'waiting' },
  ])
  if (!claimed) return false
  let lastError = 'later'
  try {
    const result = await perform(ports, row.effect, until, pace)
    if (result === 'done') {
      await store.remove('outbox', row.id)
      return true
    }
    if (result === 'more') {
      // It has come further, so that this was no try in vain.
      await store.update('outbox', row.id, { set: { dueAt: clock.now(), tries: 0 } }, [{ field: 'dueAt', is: 'eq', value: leaseUntil }])
      return true
    }
  }
  catch (error) {
    log.fault(`effect ${row.effect.kind}`, error)
    lastError = error instanceof Error ? error.name : 'unknown'
  }
  await putBack(ports, row, leaseUntil, lastError)
  return true
}

async function putBack({ store, clock }: Ports, row: OutboxRow, leaseUntil: number, lastError: string): Promise<void> {
  const tries = row.tries + 1
  const faults = row.faults + (lastError === 'later' ? 0 : 1)
  const mine = [{ field: 'dueAt', is: 'eq', value: leaseUntil }] as const
  if (tries < MAX_WAITS && faults < MAX_FAULTS) {
    await store.update('outbox', row.id, { set: { dueAt: retryAt(clock.now(), tries, row.effect.kind), faults, lastError } }, mine)
    return
  }
  await raiseWork({ store }, { id: `fx-${row.id}`, kind: 'effect_dead', subject: row.id, detail: lastError, at: clock.now() })
  await store.update('outbox', row.id, { set: { state: 'dead', faults, lastError } }, mine)
}
