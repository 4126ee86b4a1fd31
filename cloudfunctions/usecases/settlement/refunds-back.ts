import type { Refund } from '../../domain/refund/refund'
import type { FundRow, TradeBill } from '../../domain/settlement/bill'
import { movedBeyond, refundBack, type RefundBack } from '../../domain/settlement/refund-back'
import { clearingOf } from '../../domain/settlement/settlement-postings'
import type { Ports } from '../../ports'
import { recordRefund } from '../payments/record-refund'

const READ = 50

/** Refunds that WeChat has closed and whose money that day brought back. What our books do not know to be closed yet is asked about. */
export async function refundsBack(ports: Ports, rows: readonly FundRow[], trades: TradeBill | undefined): Promise<RefundBack[]> {
  const { store } = ports
  const beyond = movedBeyond(rows, trades ?? { rows: [] })
  const numbers = [...beyond.keys()].filter(number => number !== '')
  const found: RefundBack[] = []
  for (let at = 0; at < numbers.length; at += READ) {
    const some = numbers.slice(at, at + READ)
    const refunds = await store.getMany('refunds', some)
    if (refunds.length === 0) continue
    const fees = new Map((await store.getMany('postings', refunds.map(refund => `${refund.id}.fee`))).map(posting => [posting.id, clearingOf(posting)]))
    for (const refund of refunds) {
      const more = beyond.get(refund.id)
      const known = refund.state === 'closed' ? refund : await ask(ports, refund.id) ?? refund
      const back = more && refundBack(more, known, fees.get(`${refund.id}.fee`) ?? 0)
      if (back) found.push(back)
    }
  }
  return found
}

async function ask(ports: Ports, refundId: string): Promise<Refund | undefined> {
  const queried = await ports.payments.queryRefund(refundId)
  if (queried.outcome === 'known') await recordRefund(ports, queried.facts)
  return ports.store.get('refunds', refundId)
}

/** The bill that listed such a refund waited for its money to come back. */
export async function settleRefundsBack({ store }: Ports, back: readonly RefundBack[]): Promise<void> {
  for (const { number } of back) await store.update('settlement_differences', `trade.${number}`, { set: { state: 'settled' } }, [{ field: 'state', is: 'eq', value: 'waiting' }])
}
