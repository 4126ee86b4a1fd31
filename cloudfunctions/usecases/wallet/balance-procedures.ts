import type { BalanceView, TopUpPayView, TopUpView } from '../../contract'
import { decideTopUp, MAX_BALANCE_FEN, MAX_TOP_UP_FEN, MIN_TOP_UP_FEN, type TopUp, type TopUpRefusal } from '../../domain/balance/top-up'
import { addFen, fen } from '../../domain/kernel/fen'
import { NO_SETUP } from '../../domain/shop/setup'
import { answer, type Answer, type Call, refused } from '../answer'
import { TOP_UP_DESCRIPTION } from '../effects/texts'
import { syncTopUp } from '../payments/record-top-up'

/** What the shopper has to spend, and what putting in more would bring (S20). */
export async function getBalance({ ports, openid }: Call): Promise<Answer<BalanceView, never>> {
  const [member, setup] = await Promise.all([ports.store.get('members', openid), ports.store.get('shop_setup', 'shop')])
  const { switches, topUpBonuses, methods } = setup ?? NO_SETUP
  return answer({
    balanceFen: member?.balanceFen ?? 0,
    heldFen: addFen(...Object.values(member?.holds ?? {}).map(hold => hold.balanceFen)),
    storedValue: switches.storedValue && methods?.wechat !== false,
    minFen: MIN_TOP_UP_FEN,
    maxFen: MAX_TOP_UP_FEN,
    maxBalanceFen: MAX_BALANCE_FEN,
    bonuses: topUpBonuses,
    note: 'stored_value_terms',
  })
}

interface TopUpInput { readonly topUpId: string; readonly amountFen: number }
type AskRefusal = 'top_up_id_taken' | 'top_up_over' | 'already_paid' | 'payment_unavailable'

/**
 * Parameters for the payment sheet of a top-up (S20). It is written before WeChat is asked, always under its one number; asking again gives
 * fresh parameters for the same amount and the bonus first shown. Lost answers are never taken for failures.
 */
export async function topUpBalance({ ports, openid }: Call, { topUpId, amountFen }: TopUpInput): Promise<Answer<TopUpPayView, TopUpRefusal | AskRefusal | 'busy'>> {
  const { store, clock } = ports
  const [before, member, setup] = await Promise.all([store.get('top_ups', topUpId), store.get('members', openid), store.get('shop_setup', 'shop')])
  if (before) return askAgain({ ports, openid }, before, amountFen)
  const decision = decideTopUp(topUpId, openid, fen(amountFen), { member, setup: setup ?? NO_SETUP }, clock.now())
  if (!decision.ok) return refused(decision.refusal)
  if (await store.insert('top_ups', decision.value)) return ask({ ports, openid }, decision.value)
  const other = await store.get('top_ups', topUpId)
  return other ? askAgain({ ports, openid }, other, amountFen) : refused('busy')
}

async function askAgain(call: Call, topUp: TopUp, amountFen: number): Promise<Answer<TopUpPayView, AskRefusal>> {
  if (topUp.openid !== call.openid || topUp.amountFen !== amountFen) return refused('top_up_id_taken')
  if (topUp.state === 'paid') return refused('already_paid')
  if (topUp.state === 'closed' || call.ports.clock.now() >= topUp.expiresAt) return refused('top_up_over')
  return ask(call, topUp)
}

async function ask({ ports, openid }: Call, topUp: TopUp): Promise<Answer<TopUpPayView, AskRefusal>> {
  const created = await ports.payments.create({ outTradeNo: topUp.id, openid, description: TOP_UP_DESCRIPTION, amountFen: topUp.amountFen, expiresAt: topUp.expiresAt })
  switch (created.outcome) {
    case 'created': return answer({ topUp: topUpView(topUp), params: created.params })
    case 'already_paid':
      await syncTopUp(ports, topUp)
      return refused('already_paid')
    case 'closed': return refused('top_up_over')
    case 'rejected':
      ports.log.event('prepay_rejected', { code: created.code })
      return refused('payment_unavailable')
    case 'unknown': return refused('payment_unavailable')
  }
}

/** The phone came back from the payment sheet and says nothing that counts: WeChat is asked. */
export async function syncBalanceTopUp({ ports, openid }: Call, { topUpId }: { topUpId: string }): Promise<Answer<TopUpView, 'top_up_not_found'>> {
  const topUp = await ports.store.get('top_ups', topUpId)
  if (topUp?.openid !== openid) return refused('top_up_not_found')
  if (topUp.state !== 'paid' && await syncTopUp(ports, topUp)) return answer(topUpView(await ports.store.get('top_ups', topUpId) ?? topUp))
  return answer(topUpView(topUp))
}

function topUpView({ id, state, amountFen, bonusFen, expiresAt }: TopUp): TopUpView {
  return { topUpId: id, state, amountFen, bonusFen, payUntil: expiresAt }
}
