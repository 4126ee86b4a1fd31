import { holdPayee, movePayeeChange, type PayeeChange } from '../../domain/payee/payee-change'
import type { ShopSetup } from '../../domain/shop/setup'
import type { Payee } from '../../domain/split/split'
import type { Ports, Transaction } from '../../ports'
import { changeSetup } from '../admin/change-setup'

export function isSamePayee(a: Payee, b: Payee): boolean {
  return a.supplierId === b.supplierId && a.type === b.type && a.account === b.account && a.name === b.name
}

/** The setup with this payee in place of the supplier's, or with none. */
export function withPayee(setup: ShopSetup, supplierId: string, payee: Payee | undefined): ShopSetup {
  return { ...setup, payees: [...(setup.payees ?? []).filter(one => one.supplierId !== supplierId), ...payee ? [payee] : []] }
}

/** Whether a new payee is a change, which is held (S76): the supplier has one, or had one once. */
export async function isChange({ store }: Ports, { payees = [] }: ShopSetup, supplierId: string): Promise<boolean> {
  return payees.some(one => one.supplierId === supplierId) || await store.get('payee_changes', supplierId) !== undefined
}

/** Sets a supplier's first payee, unless one came meanwhile. */
export async function setFirstPayee(ports: Ports, payee: Payee): Promise<ShopSetup | 'has_one'> {
  const changed = await changeSetup<'has_one'>(ports, async (setup, tx) => {
    const taken = (setup.payees ?? []).some(one => one.supplierId === payee.supplierId) || await tx.get('payee_changes', payee.supplierId) !== undefined
    return taken ? { refusal: 'has_one' } : withPayee(setup, payee.supplierId, payee)
  })
  return 'refusal' in changed ? changed.refusal : changed
}

/** Nobody is paid any more, at once; that a payee was there is remembered, so that the next one is held. */
export async function removePayee(ports: Ports, supplierId: string, openid: string): Promise<ShopSetup> {
  const now = ports.clock.now()
  const changed = await changeSetup(ports, async (setup, tx) => {
    const [known, had] = [await tx.get('payee_changes', supplierId), (setup.payees ?? []).some(one => one.supplierId === supplierId)]
    if (!known && !had) return setup
    if (!known) await tx.insert('payee_changes', { id: supplierId, state: 'removed', askedBy: openid, askedAt: now, wish: 1, version: 1 })
    else if (known.state !== 'removed') {
      await tx.replace('payee_changes', movePayeeChange(known, 'removed'))
      await closeItem(tx, known)
    }
    return withPayee(setup, supplierId, undefined)
  })
  if ('refusal' in changed) throw new Error('nothing refuses a removal')
  return changed
}

/** Writes down what is wanted and tells the merchant what is missing; the payee stays who it is. The same wish again is the same change. */
export async function holdChange({ store, clock }: Ports, payee: Payee, openid: string): Promise<void> {
  const now = clock.now()
  await store.transaction(async (tx) => {
    const known = await tx.get('payee_changes', payee.supplierId)
    const waits = known?.state === 'held' || known?.state === 'checking'
    if (waits && known.payee && isSamePayee(known.payee, payee)) return
    if (known && waits) await closeItem(tx, known)
    const held = holdPayee(known, payee, openid, now)
    await (known ? tx.replace('payee_changes', held) : tx.insert('payee_changes', held))
    await tx.insert('work_items', { id: workItemId(held), kind: 'payee_held', state: 'open', subject: held.id, detail: `${payee.type} ${payee.account.slice(-4)}`, at: now })
    await tx.insert('audits', { id: `payee.hold:${held.id}:${held.version}`, at: now, openid, act: 'payee.hold', subject: held.id, detail: `${payee.type} ${payee.account}` })
  })
}

/** Raised once for a wish, which later versions of the change keep. */
function workItemId({ id, wish }: PayeeChange): string {
  return `payee-${id}-${wish}`
}

export async function closeItem(tx: Transaction, change: PayeeChange): Promise<void> {
  const item = await tx.get('work_items', workItemId(change))
  if (item?.state === 'open') await tx.replace('work_items', { ...item, state: 'closed' })
}
