import type { Posting } from '../../domain/ledger/posting'
import { type FundBill, type FundRow, type TradeBill } from '../../domain/settlement/bill'
import { isTrade, matchFunds, postingIdsOf, tradeNumbers } from '../../domain/settlement/match-funds'
import { openingPosting } from '../../domain/settlement/settlement-postings'
import { dayBefore, startOf } from '../../domain/settlement/settlement'
import { fen } from '../../domain/kernel/fen'
import type { Ports } from '../../ports'
import { driveTransfer } from '../commission/drive-transfer'
import type { DayWork } from './day-work'
import { refundsBack, settleRefundsBack } from './refunds-back'

const READ_ROWS = 50

/** Goes through what the account itself did that day. One step: done again from the start, it writes the same. */
export async function settleFunds(work: DayWork, funds: FundBill | undefined, trades: TradeBill | undefined): Promise<void> {
  const { ports, day } = work
  const rows = funds?.rows ?? []
  const back = await refundsBack(ports, rows, trades)
  const matched = matchFunds(day, rows, trades, await oursAmong(ports, rows, trades), back, ports.clock.now())
  await settleRefundsBack(ports, back)
  const last = await ports.store.get('settlements', dayBefore(day))
  const opening = last?.accountFen ?? null
  const [first, end] = [rows[0], rows.at(-1)]
  const postings: Posting[] = [...matched.postings]
  if (opening === null && first && first.balanceFen !== first.amountFen) postings.push(openingPosting(fen(first.balanceFen - first.amountFen), startOf(day)))
  const openedFen = opening === null && first ? first.balanceFen - first.amountFen : 0
  await work.saveStep({ postings, differences: matched.differences }, {
    state: 'books',
    // What was there before the first day counts as having come in on it, as our books have it.
    fundNetFen: fen(matched.netFen + openedFen),
    accountFen: end?.balanceFen ?? opening,
  })
}

async function oursAmong(ports: Ports, rows: readonly FundRow[], trades: TradeBill | undefined): Promise<Map<string, Posting>> {
  const numbers = tradeNumbers(trades ?? { rows: [] })
  const others = rows.filter(row => !isTrade(row, numbers))
  await lookForTransfers(ports, others)
  const found = new Map<string, Posting>()
  for (let at = 0; at < others.length; at += READ_ROWS) {
    const ids = [...new Set(others.slice(at, at + READ_ROWS).flatMap(postingIdsOf))]
    for (const posting of await ports.store.getMany('postings', ids)) found.set(posting.id, posting)
  }
  return found
}

/** A transfer that the account knows of and whose answer never reached us is asked about, so that its posting is there to be matched. */
async function lookForTransfers(ports: Ports, rows: readonly FundRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += READ_ROWS) {
    const ids = [...new Set(rows.slice(at, at + READ_ROWS).map(row => row.voucher).filter(voucher => /^[0-9A-Za-z]{12,32}$/.test(voucher)))]
    const transfers = ids.length > 0 ? await ports.store.getMany('transfers', ids) : []
    for (const { id, endedAt } of transfers) {
      if (endedAt === undefined) await driveTransfer(ports, id)
    }
  }
}
