import type { settlementProcedures } from '../../contract/settlement'
import type { PayoutView, SettlementCard, SettlementView, TrialBalanceView } from '../../contract/settlement-views'
import type { Page } from '../../contract/views'
import { ACCOUNTS, POINT_ACCOUNTS } from '../../domain/ledger/posting'
import { EMPTY_BOOKS, type LedgerDay, netOf } from '../../domain/settlement/day-books'
import type { FeeRate } from '../../domain/settlement/fee'
import type { Settlement } from '../../domain/settlement/settlement'
import { NO_SETUP, type ShopSetup } from '../../domain/shop/setup'
import { DEFAULT_CAP_PERCENT } from '../../domain/split/split'
import type { Ports } from '../../ports'
import { changeSetup } from '../admin/change-setup'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { readCursor, toPage } from '../paging'
import { holdChange, isChange, isSamePayee, removePayee, setFirstPayee } from '../payee/save-payee'
import { workItemIdOf } from './day-work'

const PAGE_SIZE = 31

async function listSettlements({ ports }: Call, { cursor }: { cursor: string | null }): Promise<Answer<Page<SettlementCard>, never>> {
  // Days are their own order: the cursor carries only the id.
  const after = readCursor(cursor)
  const days = await ports.store.page({ collection: 'settlements', where: [], order: { field: 'id', direction: 'desc' }, ...(after && { after: { value: after.id, id: after.id } }), limit: PAGE_SIZE })
  return answer(toPage(days, PAGE_SIZE, () => 0, card))
}

async function getSettlement({ ports }: Call, { day }: { day: string }): Promise<Answer<SettlementView, 'settlement_not_found'>> {
  const [settlement, differences] = await Promise.all([
    ports.store.get('settlements', day),
    ports.store.page({ collection: 'settlement_differences', where: [{ field: 'day', is: 'eq', value: day }], order: { field: 'id', direction: 'asc' }, limit: 100 }),
  ])
  if (!settlement) return refused('settlement_not_found')
  const { clearing, accounts } = settlement.books
  const sum = (...kinds: (keyof typeof clearing)[]): number => kinds.reduce((total, kind) => total + (clearing[kind] ?? 0), 0)
  const netFen = netOf(accounts.wechat_clearing)
  const lines = { paymentsFen: sum('payment', 'top_up'), refundsFen: sum('refund_returned'), feesFen: sum('fee'), splitsFen: sum('split', 'split_returned'), transfersFen: sum('transfer', 'transfer_returned') }
  return answer({
    ...card(settlement),
    bill: settlement.bill,
    books: { ...lines, otherFen: netFen - lines.paymentsFen - lines.refundsFen - lines.feesFen - lines.splitsFen - lines.transfersFen, netFen },
    gapFen: settlement.gapFen,
    accountFen: settlement.accountFen,
    items: differences.map(({ id, cause, number, billFen, booksFen, gapFen, state }) => ({ cause, number, billFen, booksFen, gapFen, state, workItemId: state === 'open' ? workItemIdOf(id) : null })),
  })
}

function card({ id, state, fundNetFen, differences, closedAt }: Settlement): SettlementCard {
  return { day: id, state, netFen: fundNetFen, differences, closedAt: closedAt ?? null }
}

/** One document: what a day closed with stands in it, so that no posting has to be added up. */
async function trialBalance({ ports }: Call, { until }: { until: string | null }): Promise<Answer<TrialBalanceView, 'day_not_closed'>> {
  const day = until === null ? await lastClosed(ports) : await ports.store.get('ledger_days', until)
  if (!day && until !== null) return refused('day_not_closed')
  const standing = day?.standing ?? EMPTY_BOOKS
  const accounts = ACCOUNTS.map(account => ({ account, ...(standing.accounts as Partial<typeof standing.accounts>)[account] ?? EMPTY_BOOKS.accounts[account] }))
  return answer({
    day: day?.id ?? null,
    accounts,
    points: POINT_ACCOUNTS.map(account => ({ account, points: standing.points[account] })),
    totalDebitFen: accounts.reduce((sum, one) => sum + one.debitFen, 0),
    totalCreditFen: accounts.reduce((sum, one) => sum + one.creditFen, 0),
  })
}

async function lastClosed({ store }: Ports): Promise<LedgerDay | undefined> {
  const [last] = await store.page({ collection: 'ledger_days', where: [], order: { field: 'id', direction: 'desc' }, limit: 1 })
  return last
}

async function getPayout({ ports }: Call): Promise<Answer<PayoutView, never>> {
  return answer(await payoutView(ports, await ports.store.get('shop_setup', NO_SETUP.id) ?? NO_SETUP))
}

type NewPayee = { readonly type: 'merchant'; readonly account: string; readonly name: string } | { readonly type: 'person'; readonly account: string }

/** WeChat is told before the first payee is saved, so that no share is ever asked for towards a stranger. A change is only written down (S76). */
async function savePayee({ ports, openid }: Call, { supplierId, payee }: { supplierId: string; payee: NewPayee | null }): Promise<Answer<PayoutView, 'supplier_not_found' | 'payee_refused' | 'payment_unavailable' | 'busy'>> {
  const setup = await ports.store.get('shop_setup', NO_SETUP.id) ?? NO_SETUP
  if (!setup.suppliers.some(one => one.supplierId === supplierId)) return refused('supplier_not_found')
  if (!payee) return answer(await payoutView(ports, await removePayee(ports, supplierId, openid)))
  if (setup.payees?.some(one => isSamePayee(one, { supplierId, ...payee }))) return answer(await payoutView(ports, setup))
  if (await isChange(ports, setup, supplierId)) {
    await holdChange(ports, { supplierId, ...payee }, openid)
    return answer(await payoutView(ports, setup))
  }
  const added = await ports.payments.addReceiver(payee)
  if (added.outcome === 'rejected') return refused('payee_refused', { code: added.code })
  if (added.outcome !== 'known') return refused('payment_unavailable')
  const saved = await setFirstPayee(ports, { supplierId, ...payee })
  return saved === 'has_one' ? refused('busy') : answer(await payoutView(ports, saved))
}

function saveCap({ ports }: Call, { percent }: { percent: number }): Promise<Answer<PayoutView, never>> {
  return saved(ports, setup => ({ ...setup, splitCapPercent: percent }))
}

function saveFees({ ports }: Call, { feeRates }: { feeRates: FeeRate[] }): Promise<Answer<PayoutView, never>> {
  return saved(ports, setup => ({ ...setup, feeRates }))
}

async function saved(ports: Ports, change: (setup: ShopSetup) => ShopSetup): Promise<Answer<PayoutView, never>> {
  const setup = await changeSetup(ports, change)
  return answer(await payoutView(ports, 'refusal' in setup ? NO_SETUP : setup))
}

async function payoutView({ store }: Ports, { payees = [], splitCapPercent = DEFAULT_CAP_PERCENT, feeRates = [] }: ShopSetup): Promise<PayoutView> {
  const held = await store.page({ collection: 'payee_changes', where: [{ field: 'state', is: 'in', values: ['held', 'checking'] }], order: { field: 'askedAt', direction: 'asc' }, limit: 100 })
  return { payees: payees.map(({ supplierId, type, account }) => ({ supplierId, type, account })), held: held.map(change => change.id), splitCapPercent, feeRates }
}

export const settlementImplementations: Implementations<typeof settlementProcedures> = {
  'settlement.list': listSettlements,
  'settlement.get': getSettlement,
  'ledger.trialBalance': trialBalance,
  'payout.get': getPayout,
  'payout.savePayee': savePayee,
  'payout.saveCap': saveCap,
  'fees.save': saveFees,
}
