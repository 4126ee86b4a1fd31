import type { DepositEntryView, depositProcedures, DepositView } from '../../contract/deposits'
import type { Page } from '../../contract/views'
import { availableFen, changeDeposit, type Deposit, type DepositCommand, type DepositRefusal, noDeposit } from '../../domain/deposit/deposit'
import { depositPosting } from '../../domain/deposit/deposit-posting'
import { type Decision, accept, refuse } from '../../domain/kernel/decision'
import { fen } from '../../domain/kernel/fen'
import { NO_SETUP } from '../../domain/shop/setup'
import type { Ports } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { readCursor, toPage } from '../paging'

const PAGE_SIZE = 20

type Party = DepositView['party']
interface Asked { readonly party: Party; readonly note: string; readonly requestId: string }

async function list({ ports }: Call, { cursor }: { cursor: string | null }): Promise<Answer<Page<DepositView>, never>> {
  const after = readCursor(cursor)
  const deposits = await ports.store.page({ collection: 'deposits', where: [], order: { field: 'updatedAt', direction: 'desc' }, ...(after && { after }), limit: PAGE_SIZE })
  return answer(toPage(deposits, PAGE_SIZE, deposit => deposit.updatedAt, depositView))
}

async function get({ ports }: Call, { party }: { party: Party }): Promise<Answer<DepositView & { readonly log: readonly DepositEntryView[] }, 'deposit_not_found'>> {
  const id = idOf(party)
  const [deposit, audits] = await Promise.all([
    ports.store.get('deposits', id),
    ports.store.page({ collection: 'audits', where: [{ field: 'subject', is: 'eq', value: id }], order: { field: 'at', direction: 'desc' }, limit: 50 }),
  ])
  if (!deposit) return refused('deposit_not_found')
  const log = audits.map(({ act, at, openid, detail }) => ({ act: act as DepositEntryView['act'], at, by: openid, detail }))
  return answer({ ...depositView(deposit), log })
}

/**
 * Does one thing to a deposit, once however often it is asked for: the deposit, its posting and the entry that says who did it are one transaction
 * (I2, S74). A refusal changes nothing.
 */
async function change({ ports, openid }: Call, { party, note, requestId }: Asked, command: DepositCommand): Promise<Answer<DepositView, DepositRefusal | 'request_id_taken'>> {
  const { store, clock } = ports
  const id = idOf(party)
  const act = `deposit.${command.kind}` as const
  const detail = [...'amountFen' in command ? [`${command.amountFen} fen`] : [], ...'freezeId' in command && command.kind !== 'freeze' ? [command.freezeId] : [], note].join(', ')
  const now = clock.now()
  const result = await store.transaction(async (tx): Promise<Decision<Deposit, DepositRefusal | 'request_id_taken'>> => {
    const [found, before] = [await tx.get('deposits', id), await tx.get('audits', requestId)]
    const deposit = found ?? noDeposit(id, now)
    if (before) return before.act === act && before.subject === id && before.detail === detail ? accept(deposit) : refuse('request_id_taken')
    const changed = changeDeposit(deposit, command, now)
    if (!changed.ok) return changed
    await (found ? tx.replace('deposits', changed.value) : tx.insert('deposits', changed.value))
    const posting = depositPosting(requestId, id, command, now)
    if (posting) await tx.insert('postings', posting)
    await tx.insert('audits', { id: requestId, at: now, openid, act, subject: id, detail })
    return changed
  })
  return result.ok ? answer(depositView(result.value)) : refused(result.refusal)
}

async function receive(call: Call, input: Asked & { readonly amountFen: number }): Promise<Answer<DepositView, 'party_not_found' | 'request_id_taken'>> {
  if (!await isKnown(call.ports, input.party)) return refused('party_not_found')
  return change(call, input, { kind: 'receive', amountFen: fen(input.amountFen) }) as Promise<Answer<DepositView, 'request_id_taken'>>
}

/** Money is taken only from those who deal with the shop; it is given back to whoever left it. */
async function isKnown({ store }: Ports, { kind, id }: Party): Promise<boolean> {
  if (kind === 'leader') return (await store.get('staff', id))?.role === 'leader'
  const { suppliers } = await store.get('shop_setup', NO_SETUP.id) ?? NO_SETUP
  return suppliers.some(supplier => supplier.supplierId === id)
}

function idOf({ kind, id }: Party): string {
  return `${kind}:${id}`
}

function depositView(deposit: Deposit): DepositView {
  const at = deposit.id.indexOf(':')
  return {
    party: { kind: deposit.id.slice(0, at) === 'leader' ? 'leader' : 'supplier', id: deposit.id.slice(at + 1) },
    balanceFen: deposit.balanceFen,
    frozenFen: deposit.frozenFen,
    availableFen: availableFen(deposit),
    freezes: Object.entries(deposit.freezes).map(([freezeId, freeze]) => ({ freezeId, ...freeze })).sort((a, b) => a.at - b.at),
  }
}

/** Each procedure declares those of the refusals that its command can come to. */
type Answered<Refusal extends string> = Promise<Answer<DepositView, Refusal | 'request_id_taken'>>

export const depositImplementations: Implementations<typeof depositProcedures> = {
  'deposit.list': list,
  'deposit.get': get,
  'deposit.receive': receive,
  'deposit.withdraw': (call, input) => change(call, input, { kind: 'withdraw', amountFen: fen(input.amountFen) }) as Answered<'deposit_too_low' | 'deposit_frozen'>,
  'deposit.freeze': (call, input) => change(call, input, { kind: 'freeze', freezeId: input.requestId, amountFen: fen(input.amountFen), reason: input.note }) as Answered<'deposit_too_low' | 'too_many_freezes'>,
  'deposit.release': (call, input) => change(call, input, { kind: 'release', freezeId: input.freezeId }) as Answered<'freeze_not_found'>,
  'deposit.deduct': (call, input) => change(call, input, { kind: 'deduct', freezeId: input.freezeId, amountFen: fen(input.amountFen) }) as Answered<'freeze_not_found' | 'deposit_too_low'>,
}
