import { GROUP_TRANSITIONS } from '../../../cloudfunctions/domain/group/group'
import type { Transitions } from '../../../cloudfunctions/domain/kernel/transition'
import { ORDER_TRANSITIONS } from '../../../cloudfunctions/domain/order/order'
import { REFUND_TRANSITIONS } from '../../../cloudfunctions/domain/refund/refund'
import type { Documents } from '../cloud/documents'

interface Stateful { readonly id: string; readonly state: string }

/** What was, to compare with what is (I6, I7): states move along their tables, and what is final stays. */
export class History {
  readonly #states = new Map<string, string>()
  readonly #postings = new Map<string, string>()

  #changes = -1

  /** Whether anything changed since the last check. */
  isBehind(documents: Documents): boolean {
    return documents.changes !== this.#changes
  }

  check(documents: Documents): string[] {
    this.#changes = documents.changes
    const broken = [
      ...this.#moves('orders', documents.all('orders'), ORDER_TRANSITIONS),
      ...this.#moves('groups', documents.all('groups'), GROUP_TRANSITIONS),
      ...this.#moves('refunds', documents.all('refunds'), REFUND_TRANSITIONS),
    ]
    for (const posting of documents.all('postings')) {
      const text = JSON.stringify(posting)
      const known = this.#postings.get(posting.id)
      if (known !== undefined && known !== text) broken.push(`I2: posting ${posting.id} was changed`)
      this.#postings.set(posting.id, text)
    }
    if (this.#postings.size !== documents.all('postings').length) broken.push('I2: a posting is gone')
    return broken
  }

  #moves<State extends string>(what: string, documents: readonly Stateful[], table: Transitions<State>): string[] {
    return documents.flatMap(({ id, state }) => {
      const key = `${what}/${id}`
      const before = this.#states.get(key)
      this.#states.set(key, state)
      return before === undefined || leads(table, before as State, state as State) ? [] : [`I7: ${key} went from ${before} to ${state}`]
    })
  }
}

/** Whether some way along the table leads there; several steps may lie between two looks. */
function leads<State extends string>(table: Transitions<State>, from: State, to: State): boolean {
  const seen = new Set<State>([from])
  for (const state of seen) for (const next of table[state]) seen.add(next)
  return seen.has(to)
}
