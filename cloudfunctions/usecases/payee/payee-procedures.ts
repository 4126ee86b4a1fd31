import type { payeeProcedures, PayeeChangeView } from '../../contract/payees'
import { isIdNumber, movePayeeChange, type PayeeChange } from '../../domain/payee/payee-change'
import type { Ports } from '../../ports'
import { changeSetup } from '../admin/change-setup'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { countAct } from '../risk/count-act'
import { closeItem, withPayee } from './save-payee'

/** Checks cost money, and somebody who tries names until one fits must not have many tries. */
const CHECKS = { id: 'payee_checks', limit: { perDay: 5 } }

async function listHeld({ ports }: Call): Promise<Answer<{ readonly items: readonly PayeeChangeView[] }, never>> {
  const changes = await ports.store.page({ collection: 'payee_changes', where: [{ field: 'state', is: 'in', values: ['held', 'checking'] }], order: { field: 'askedAt', direction: 'asc' }, limit: 100 })
  return answer({ items: changes.map(changeView) })
}

type BeginRefusal = 'payee_change_not_found' | 'id_number_invalid' | 'check_too_often' | 'check_of_other_person' | 'check_rejected' | 'check_unavailable'

/** The service is asked first, then the token noted; a token that is lost on the way is worth nothing, and the check is begun again. */
async function beginCheck({ ports }: Call, { supplierId, name, idNumber }: { supplierId: string; name: string; idNumber: string }): Promise<Answer<{ readonly token: string }, BeginRefusal>> {
  const { store, identity, ids, clock } = ports
  const change = await store.get('payee_changes', supplierId)
  if (!change || !isWaiting(change)) return refused('payee_change_not_found')
  if (!isIdNumber(idNumber)) return refused('id_number_invalid')
  const personKey = ids.derive(`person:${idNumber}`)
  if (change.passedBy !== undefined && change.passedBy !== personKey) return refused('check_of_other_person')
  if (!await countAct(ports, CHECKS, supplierId, clock.now())) return refused('check_too_often')
  const begun = await identity.begin({ reference: `${supplierId}:${change.version}`, name, idNumber })
  if (begun.outcome === 'unknown') return refused('check_unavailable')
  if (begun.outcome === 'rejected') return refused('check_rejected', { code: begun.code })
  const next = movePayeeChange(change, 'checking', { token: begun.token, personKey })
  const noted = await store.update('payee_changes', supplierId, { set: { state: next.state, token: begun.token, personKey, version: next.version } }, [{ field: 'version', is: 'eq', value: change.version }])
  return noted ? answer({ token: begun.token }) : refused('payee_change_not_found')
}

type FinishRefusal = 'payee_change_not_found' | 'check_waiting' | 'check_failed' | 'check_unavailable' | 'payee_refused' | 'payment_unavailable'

/**
 * Only a check that was passed for this very wish changes the payee (S76): WeChat is told, then setup, change, audit and work item are one transaction.
 * Each step can be repeated.
 */
async function finishCheck({ ports, openid }: Call, { supplierId }: { supplierId: string }): Promise<Answer<PayeeChangeView, FinishRefusal>> {
  const { store, identity, payments } = ports
  const change = await store.get('payee_changes', supplierId)
  if (change?.state === 'applied') return answer(changeView(change))
  if (change?.state !== 'checking' || change.token === undefined || !change.payee) return refused('payee_change_not_found')
  const result = await identity.result(change.token)
  if (result.outcome === 'unknown') return refused('check_unavailable')
  if (result.outcome === 'waiting') return refused('check_waiting')
  if (result.outcome === 'failed') {
    await store.update('payee_changes', supplierId, { set: { state: 'held', version: change.version + 1 }, unset: ['token', 'personKey'] }, [{ field: 'version', is: 'eq', value: change.version }])
    return refused('check_failed', { code: result.code })
  }
  const { supplierId: _, ...receiver } = change.payee
  const added = await payments.addReceiver(receiver)
  if (added.outcome === 'rejected') return refused('payee_refused', { code: added.code })
  if (added.outcome !== 'known') return refused('payment_unavailable')
  const applied = await apply(ports, change, openid)
  return applied ? answer(changeView(applied)) : refused('payee_change_not_found')
}

/** Undefined when another wish came meanwhile, which this check was not about. */
async function apply(ports: Ports, checked: PayeeChange, openid: string): Promise<PayeeChange | undefined> {
  const now = ports.clock.now()
  let applied: PayeeChange | undefined
  await changeSetup<'changed'>(ports, async (setup, tx) => {
    applied = undefined
    const change = await tx.get('payee_changes', checked.id)
    if (change?.state === 'applied' && change.version === checked.version + 1) {
      applied = change
      return { refusal: 'changed' }
    }
    if (change?.version !== checked.version || !change.payee) return { refusal: 'changed' }
    const { token: _token, ...rest } = movePayeeChange(change, 'applied', { ...change.personKey !== undefined && { passedBy: change.personKey } })
    await tx.replace('payee_changes', rest)
    await tx.insert('audits', { id: `payee.apply:${change.id}:${change.version}`, at: now, openid, act: 'payee.apply', subject: change.id, detail: `${change.payee.type} ${change.payee.account}` })
    await closeItem(tx, change)
    applied = rest
    return withPayee(setup, change.id, change.payee)
  })
  return applied
}

async function drop({ ports, openid }: Call, { supplierId }: { supplierId: string }): Promise<Answer<PayeeChangeView, 'payee_change_not_found'>> {
  const now = ports.clock.now()
  const dropped = await ports.store.transaction(async (tx): Promise<PayeeChange | undefined> => {
    const change = await tx.get('payee_changes', supplierId)
    if (change?.state === 'dropped') return change
    if (!change || !isWaiting(change)) return undefined
    const { token: _token, personKey: _personKey, ...rest } = movePayeeChange(change, 'dropped')
    await tx.replace('payee_changes', rest)
    await tx.insert('audits', { id: `payee.drop:${change.id}:${change.version}`, at: now, openid, act: 'payee.drop', subject: change.id, detail: change.payee?.account ?? '' })
    await closeItem(tx, change)
    return rest
  })
  return dropped ? answer(changeView(dropped)) : refused('payee_change_not_found')
}

function isWaiting({ state }: PayeeChange): boolean {
  return state === 'held' || state === 'checking'
}

function changeView({ id, state, payee, askedAt }: PayeeChange): PayeeChangeView {
  return { supplierId: id, state, accountEnd: payee?.account.slice(-4) ?? '', askedAt }
}

export const payeeImplementations: Implementations<typeof payeeProcedures> = {
  'payee.held': listHeld,
  'payee.beginCheck': beginCheck,
  'payee.finishCheck': finishCheck,
  'payee.drop': drop,
}
