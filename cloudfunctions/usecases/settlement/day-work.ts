import { type Difference, type DifferenceCause } from '../../domain/settlement/difference'
import type { Posting } from '../../domain/ledger/posting'
import { type Settlement, withDifferences } from '../../domain/settlement/settlement'
import type { FundBill, TradeBill } from '../../domain/settlement/bill'
import type { BillAnswer, Ports, WorkItem } from '../../ports'

/** Somebody else has taken the day over: this worker must stop, and has counted nothing. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

/** The worker's hold on a day: until it lets go nobody else moves it on. */
export class DayWork {
  #trades: Promise<BillAnswer<TradeBill>> | undefined
  #funds: Promise<BillAnswer<FundBill>> | undefined

  constructor(readonly ports: Ports, public settlement: Settlement, readonly until: number) {}

  get day(): string {
    return this.settlement.id
  }

  /** Both bills stay as they are once they are there, so a run fetches each once. */
  trades(): Promise<BillAnswer<TradeBill>> {
    return this.#trades ??= this.ports.payments.tradeBill(this.day)
  }

  funds(): Promise<BillAnswer<FundBill>> {
    return this.#funds ??= this.ports.payments.fundBill(this.day)
  }

  isLate(): boolean {
    return this.ports.clock.now() >= this.until
  }

  /** Notes a step, only while the day is still this worker's. */
  async save(changes: Partial<Settlement>): Promise<void> {
    const { store } = this.ports
    const noted = { ...changes, steps: this.settlement.steps + 1 }
    if (!await store.update('settlements', this.day, { set: noted }, [{ field: 'dueAt', is: 'eq', value: this.settlement.dueAt }])) throw new LeaseLost(this.day)
    this.settlement = { ...this.settlement, ...noted }
  }

  /**
   * Writes what a step found and then notes the step. Ids derive from what they are about, so that a step done twice writes the same once more and
   * counts once.
   */
  async saveStep(found: { readonly postings: readonly Posting[]; readonly differences: readonly Difference[] }, changes: Partial<Settlement>): Promise<void> {
    const { store } = this.ports
    for (const posting of found.postings) await store.insert('postings', posting)
    for (const difference of found.differences) {
      await store.insert('settlement_differences', difference)
      if (difference.state === 'open') await this.raise(difference)
    }
    await this.save({ ...withDifferences(this.settlement, found.differences), ...changes })
  }

  private async raise({ id, cause, day, number, billFen, booksFen }: Difference): Promise<void> {
    const { store, clock } = this.ports
    await store.insert('work_items', { id: workItemIdOf(id), kind: KINDS[cause], state: 'open', subject: number, detail: `${day} ${cause}: ${billFen} / ${booksFen}`, at: clock.now(), day, differenceId: id })
  }
}

/** The work item of a difference. */
export function workItemIdOf(differenceId: string): string {
  return `bill-${differenceId.replaceAll(/[^0-9A-Za-z_:-]/g, ':')}`
}

const KINDS: Readonly<Record<DifferenceCause, WorkItem['kind']>> = {
  lost_notification: 'bill_only', other_day: 'bill_only', refund_state: 'bill_only', refund_closed: 'bill_only', bill_only: 'bill_only', ours_only: 'ours_only',
  amount: 'bill_amount', fee: 'bill_fee', fund_flow: 'bill_account', fund_only: 'bill_account', account: 'bill_account', unexplained: 'bill_account',
}
