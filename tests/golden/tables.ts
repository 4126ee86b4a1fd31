import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { type Group, GROUP_TRANSITIONS, groupStateAt, type GroupState, SEAT_TRANSITIONS } from '../../cloudfunctions/domain/group/group'
import { endGroup, paySeat } from '../../cloudfunctions/domain/group/seats'
import { CODE_TRANSITIONS } from '../../cloudfunctions/domain/code/card-code'
import type { Transitions } from '../../cloudfunctions/domain/kernel/transition'
import { closeOrder, moveOrder } from '../../cloudfunctions/domain/order/move-order'
import { type Order, ORDER_TRANSITIONS, type OrderState } from '../../cloudfunctions/domain/order/order'
import { decideSeat } from '../../cloudfunctions/domain/order/purchase'
import { PAYMENT_TRANSITIONS } from '../../cloudfunctions/domain/payment/payment'
import { decidePayment, seatPaidOrder } from '../../cloudfunctions/domain/payment/record-payment'
import { promiseRefund } from '../../cloudfunctions/domain/refund/promise-refund'
import { decideRefund } from '../../cloudfunctions/domain/refund/record-refund'
import { type Refund, REFUND_TRANSITIONS, type RefundState } from '../../cloudfunctions/domain/refund/refund'
import { RETURN_TRANSITIONS } from '../../cloudfunctions/domain/returns/return'
import { STOCK_MOVES } from '../../cloudfunctions/domain/stock/stock'
import { VOUCHER_TRANSITIONS } from '../../cloudfunctions/domain/voucher/voucher'
import { orderActions } from '../../cloudfunctions/usecases/views/order-view'
import { aGroup, anOrder, aSeat, factsOf, T0 } from '../support/builders'

const NOTHING = '·'
const DEFECT = '**defect**'

type Row = readonly string[]

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** What a decision answers: a state, nothing, or a throw for what must never be asked. */
function ask(decide: () => string | undefined): string {
  try {
    return decide() ?? NOTHING
  }
  catch {
    return DEFECT
  }
}

const BEFORE_PAYMENT: readonly OrderState[] = ['placing', 'placed', 'closed']
const group = aGroup({ free: 0, seats: { alice: aSeat('order-alice', { state: 'paid' }), bob: aSeat('order-bob', { takenAt: T0 + 1 }) } })
const after = group.deadlineAt

/** Bob's order in a state, as it would be stored: what lies behind its payment is paid. */
function orderIn(state: OrderState): Order {
  const order = anOrder({ state })
  if (BEFORE_PAYMENT.includes(state)) return order
  return { ...order, payment: { ...order.payment, state: 'succeeded', transactionId: '1' } }
}

function paid(order: Order): string | undefined {
  const recorded = decidePayment(order, factsOf(order), T0)
  return recorded && `${recorded.order.state}, to be ${recorded.effects.some(effect => effect.kind === 'revive_order') ? 'revived' : 'settled'}`
}

function seat(order: Order, now: number): string | undefined {
  if (order.state !== 'paid') return undefined
  const decision = seatPaidOrder(order, group, now)
  return decision.kind === 'given_back' ? `${decision.promise.order.state} + refund` : `${decision.order.state}${decision.group.state === 'formed' ? ', forms the group' : ''}`
}

const ORDER_COMMANDS: Readonly<Record<string, (order: Order) => string | undefined>> = {
  'money': order => paid(order),
  'settle, last seat': order => seat(order, T0),
  'settle, group over': order => seat(order, after),
  'close unpaid': order => closeOrder(order, 'expired', T0).state,
  'prepare': order => moveOrder(order, 'preparing').state,
  'ship': order => moveOrder(order, 'shipped').state,
  'receive': order => moveOrder(order, 'received').state,
  'complete': order => moveOrder(order, 'completed').state,
  'promise refund': order => `${promiseRefund(order, 'group_failed', T0).order.state} + refund`,
}

function orders(): string {
  const states = Object.keys(ORDER_TRANSITIONS) as OrderState[]
  const commands = Object.entries(ORDER_COMMANDS)
  return table(['order', ...commands.map(([name]) => name)], states.map(state => [state, ...commands.map(([, command]) => ask(() => command(orderIn(state))))]))
}

function actions(): string {
  const states = Object.keys(ORDER_TRANSITIONS) as OrderState[]
  const shown = (state: OrderState, now: number): string => orderActions(orderIn(state), now).join(', ') || NOTHING
  return table(['order', 'what its shopper may do', 'after the time to pay'], states.map(state => [state, shown(state, T0), shown(state, T0 + 9 * 60_000)]))
}

function groups(): string {
  const states = Object.keys(GROUP_TRANSITIONS) as GroupState[]
  const seat = (of: Group, now: number): string => {
    const decision = decideSeat({ ...of, free: 1 }, 'carol', now)
    return decision.ok ? 'may join' : decision.refusal
  }
  return table(
    ['group', 'is read as', 'read past deadline', 'join', 'join past deadline', 'last seat paid', 'paid past deadline', 'sweep', 'sweep past deadline'],
    states.map((state) => {
      const of: Group = { ...group, state }
      return [
        state, groupStateAt(of, T0), groupStateAt(of, after), seat(of, T0), seat(of, after),
        ...[T0, after].map(now => ask(() => paySeat(of, 'bob', 'order-bob', now)?.state)),
        ...[T0, after].map(now => ask(() => endGroup(of, now)?.state)),
      ]
    }),
  )
}

function refunds(): string {
  const said = ['processing', 'succeeded', 'abnormal', 'closed'] as const
  const base: Refund = { id: 'order-bob-GF', orderId: 'order-bob', openid: 'bob', reason: 'group_failed', amountFen: anOrder().payableFen, totalFen: anOrder().payableFen, balanceFen: fen(0), points: 0, state: 'requested', requestedAt: T0, version: 1 }
  const decide = (state: RefundState, to: (typeof said)[number]): string | undefined => {
    const recorded = decideRefund({ ...base, state }, { state: to, providerRefundId: '5', amountFen: base.amountFen, totalFen: base.totalFen, outTradeNo: base.orderId }, T0)
    return recorded === undefined || recorded === 'mismatch' ? recorded : `${recorded.refund.state}${recorded.postings.length > 0 ? ' + money returned' : ''}`
  }
  const states = Object.keys(REFUND_TRANSITIONS) as RefundState[]
  return table(['refund', ...said.map(state => `WeChat says ${state}`)], states.map(state => [state, ...said.map(to => ask(() => decide(state, to)))]))
}

function stocks(): string {
  const states = Object.keys(ORDER_TRANSITIONS) as OrderState[]
  const moves = Object.entries(STOCK_MOVES)
  return table(
    ['order', ...moves.map(([name, rule]) => `${name} (${rule.from.join(', ')} → ${rule.to})`)],
    states.map(state => [state, ...moves.map(([, rule]) => rule.whileOrder.includes(state) ? 'yes' : NOTHING)]),
  )
}

function moves(transitions: Transitions<string>): string {
  return table(['from', 'to'], Object.entries(transitions).map(([from, to]) => [from, to.join(', ') || '(final)']))
}

/** The whole document: what the transition data says, and what the decisions answer in every state. */
export function orderTransitions(): string {
  const parts = [
    '# States and commands',
    'Made from the transition tables and the decisions themselves; `UPDATE_GOLDEN=1 npx vitest run --project unit tests/domain/golden.test.ts` writes it anew.\n'
    + `\`${NOTHING}\` means that nothing happens, ${DEFECT} that asking is a programming error: use cases look first, and the table stops them if they do not.`,
    '## Orders', orders(),
    '## What a shopper may do with an order', actions(),
    '## When an order’s stock may move', stocks(),
    '## Groups', groups(),
    '## Refunds', refunds(),
    '## Transition tables',
    '### Order', moves(ORDER_TRANSITIONS), '### Payment', moves(PAYMENT_TRANSITIONS), '### Seat', moves(SEAT_TRANSITIONS), '### Group', moves(GROUP_TRANSITIONS), '### Refund', moves(REFUND_TRANSITIONS),
    '### Card code', moves(CODE_TRANSITIONS), '### Voucher', moves(VOUCHER_TRANSITIONS), '### Return', moves(RETURN_TRANSITIONS),
  ]
  return `${parts.join('\n\n')}\n`
}
