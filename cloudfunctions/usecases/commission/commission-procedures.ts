import type { AdminTransferView, commissionAdminProcedures, commissionShopProcedures, CommissionTermsView, CommissionView, TransferView } from '../../contract/commission'
import type { Page } from '../../contract/views'
import { type CommissionTerms, keepsPastRates, NO_COMMISSION } from '../../domain/commission/commission'
import type { Effect } from '../../domain/effect/effect'
import { dayOf } from '../../domain/kernel/day'
import { fen } from '../../domain/kernel/fen'
import { CONFIRM_MS, MIN_TRANSFER_FEN, NAME_FROM_FEN, promiseTransfer, type Transfer, transferredOn, type TransferRefusal } from '../../domain/transfer/transfer'
import type { Ports } from '../../ports'
import { changeSetup } from '../admin/change-setup'
import { answer, type Answer, type Call, refused } from '../answer'
import { saveEffects } from '../effects/outbox'
import { runOwn } from '../effects/run-effects'
import type { Implementations } from '../handle-call'
import { setupOf } from '../member/role'
import { readCursor, toPage } from '../paging'
import { driveTransfer, recordAnswer } from './drive-transfer'

const PAGE_SIZE = 20

async function termsOf(ports: Ports): Promise<CommissionTerms> {
  return (await setupOf(ports)).commission ?? NO_COMMISSION
}

async function getCommission({ ports, openid }: Call): Promise<Answer<CommissionView, never>> {
  const [member, terms] = await Promise.all([ports.store.get('members', openid), termsOf(ports)])
  const today = member ? transferredOn(member, dayOf(ports.clock.now())) : 0
  return answer({ availableFen: member?.commissionFen ?? 0, minFen: MIN_TRANSFER_FEN, perTransferFen: terms.perTransferFen, leftTodayFen: Math.max(0, terms.perDayFen - today), nameFromFen: NAME_FROM_FEN })
}

export interface Withdrawal { readonly transferId: string; readonly amountFen: number; readonly name: string | null }

/**
 * A leader takes commission out. It is promised first, with its posting and what is left in one transaction (I2); then WeChat is asked, now or as soon
 * as it answers. The name is kept sealed, and only until WeChat has it.
 */
export async function withdraw({ ports, openid }: Call, { transferId, amountFen, name }: Withdrawal): Promise<Answer<TransferView, TransferRefusal | 'transfer_id_taken'>> {
  const { store, clock, seal } = ports
  const terms = await termsOf(ports)
  const effects: readonly Effect[] = [{ kind: 'send_transfer', transferId }]
  const result = await store.transaction(async (tx): Promise<'promised' | 'known' | TransferRefusal | 'transfer_id_taken'> => {
    const [known, member] = [await tx.get('transfers', transferId), await tx.get('members', openid)]
    if (known) return known.openid === openid && known.amountFen === amountFen ? 'known' : 'transfer_id_taken'
    if (!member) return 'commission_too_low'
    const now = clock.now()
    const promised = promiseTransfer(member, { id: transferId, amountFen: fen(amountFen), ...(name !== null && { sealedName: seal.seal(name, transferId) }) }, terms, now)
    if (!promised.ok) return promised.refusal
    await tx.replace('members', promised.value.member)
    await tx.insert('transfers', promised.value.transfer)
    await tx.insert('postings', promised.value.posting)
    await saveEffects(tx, effects, now)
    return 'promised'
  })
  if (result !== 'promised' && result !== 'known') return refused(result)
  if (result === 'promised') await runOwn(ports, effects)
  return answer(view(ports, await mustGet(ports, transferId)))
}

async function mustGet({ store }: Ports, transferId: string): Promise<Transfer> {
  const transfer = await store.get('transfers', transferId)
  if (!transfer) throw new Error(`transfer ${transferId} vanished`)
  return transfer
}

/** A transfer of this caller's. Somebody else's is the same as none (I15). */
async function own({ ports, openid }: Call, transferId: string): Promise<Transfer | undefined> {
  const transfer = await ports.store.get('transfers', transferId)
  return transfer?.openid === openid ? transfer : undefined
}

async function sync(call: Call, { transferId }: { transferId: string }): Promise<Answer<TransferView, 'transfer_not_found'>> {
  if (!await own(call, transferId)) return refused('transfer_not_found')
  await driveTransfer(call.ports, transferId)
  return answer(view(call.ports, await mustGet(call.ports, transferId)))
}

/** Cancelled is what WeChat says is: what was confirmed at the same moment has gone out. */
async function cancel(call: Call, { transferId }: { transferId: string }): Promise<Answer<TransferView, 'transfer_not_found' | 'transfer_not_cancellable'>> {
  const { ports } = call
  const transfer = await own(call, transferId)
  if (!transfer) return refused('transfer_not_found')
  if (transfer.state === 'cancelled' || transfer.state === 'cancelling') return answer(view(ports, transfer))
  if (transfer.sentAt === undefined || transfer.endedAt !== undefined) return refused('transfer_not_cancellable')
  const answered = await ports.payments.cancelTransfer(transferId)
  if (answered.outcome === 'rejected') {
    await driveTransfer(ports, transferId)
    return refused('transfer_not_cancellable')
  }
  return answer(view(ports, await recordAnswer(ports, transfer, answered)))
}

async function listOwn({ ports, openid }: Call, { cursor }: { cursor: string | null }): Promise<Answer<Page<TransferView>, never>> {
  const after = readCursor(cursor)
  const transfers = await ports.store.page({ collection: 'transfers', where: [{ field: 'openid', is: 'eq', value: openid }], order: { field: 'createdAt', direction: 'desc' }, ...(after && { after }), limit: PAGE_SIZE })
  return answer(toPage(transfers, PAGE_SIZE, one => one.createdAt, one => view(ports, one)))
}

function view({ payments }: Ports, { id, amountFen, state, createdAt, endedAt, packageInfo, sentAt, why }: Transfer): TransferView {
  const waits = state === 'waiting' && packageInfo !== undefined && sentAt !== undefined
  return {
    transferId: id, amountFen, state, createdAt, endedAt: endedAt ?? null, why: why ?? null,
    confirm: waits ? { params: { mchId: payments.mchid, appId: payments.appid, package: packageInfo }, until: sentAt + CONFIRM_MS } : null,
    actions: waits ? ['confirm', 'cancel'] : [],
  }
}

async function getTerms({ ports }: Call): Promise<Answer<CommissionTermsView, never>> {
  return answer(await termsOf(ports))
}

async function saveTerms({ ports }: Call, { rates, perTransferFen, perDayFen }: CommissionTermsView): Promise<Answer<CommissionTermsView, 'past_rate_fixed'>> {
  const terms: CommissionTerms = { rates: [...rates].sort((a, b) => a.from - b.from), perTransferFen: fen(perTransferFen), perDayFen: fen(perDayFen) }
  const saved = await changeSetup<'past_rate_fixed'>(ports, setup => keepsPastRates(setup.commission?.rates ?? [], terms.rates, ports.clock.now()) ? { ...setup, commission: terms } : { refusal: 'past_rate_fixed' })
  return 'refusal' in saved ? refused(saved.refusal) : answer(terms)
}

/** Audited with what it changes, in one transaction. Neither a merchant nor who oversees the shop is a leader, or is made one. */
async function saveLeader({ ports, openid: by }: Call, { openid, active }: { openid: string; active: boolean }): Promise<Answer<{ openid: string; active: boolean }, 'staff_is_merchant'>> {
  const { store, clock, ids, ownerOpenid } = ports
  const done = await store.transaction(async (tx): Promise<'done' | 'staff_is_merchant'> => {
    const staff = await tx.get('staff', openid)
    if (openid === ownerOpenid || staff?.role === 'merchant' || staff?.role === 'operator') return 'staff_is_merchant'
    const role = active ? 'leader' : 'former'
    if ((staff?.role ?? 'former') === role) return 'done'
    await (staff ? tx.replace('staff', { id: openid, role }) : tx.insert('staff', { id: openid, role }))
    await tx.insert('audits', { id: ids.next(), at: clock.now(), openid: by, act: 'leader.save', subject: openid, detail: role })
    return 'done'
  })
  return done === 'done' ? answer({ openid, active }) : refused(done)
}

async function listAll({ ports }: Call, { cursor }: { cursor: string | null }): Promise<Answer<Page<AdminTransferView>, never>> {
  const { store } = ports
  const after = readCursor(cursor)
  const transfers = await store.page({ collection: 'transfers', where: [], order: { field: 'createdAt', direction: 'desc' }, ...(after && { after }), limit: PAGE_SIZE })
  const openids = [...new Set(transfers.map(one => one.openid))]
  const people = new Map((openids.length > 0 ? await store.getMany('members', openids) : []).map(member => [member.id, member]))
  return answer(toPage(transfers, PAGE_SIZE, one => one.createdAt, (one): AdminTransferView => {
    const { confirm: _confirm, actions: _actions, ...rest } = view(ports, one)
    return { ...rest, leader: { nickname: people.get(one.openid)?.nickname ?? '', avatar: people.get(one.openid)?.avatar ?? '' } }
  }))
}

export const commissionShopImplementations: Implementations<typeof commissionShopProcedures> = {
  'commission.get': getCommission,
  'commission.withdraw': withdraw,
  'commission.sync': sync,
  'commission.cancel': cancel,
  'commission.transfers': listOwn,
}

export const commissionAdminImplementations: Implementations<typeof commissionAdminProcedures> = {
  'commission.terms': getTerms,
  'commission.saveTerms': saveTerms,
  'leader.save': saveLeader,
  'commission.listTransfers': listAll,
}
