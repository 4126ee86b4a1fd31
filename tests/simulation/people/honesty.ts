import type { Reply } from '../../../cloudfunctions/contract'
import type { Documents } from '../cloud/documents'

/** What the rules about limits and risk watch. */
export const WATCHED = ['page read', 'coupon claimed', 'order placed', 'person held'] as const
export type Watched = (typeof WATCHED)[number]

export interface Count {
  readonly asked: number
  /** Refused or held by such a rule; that goods are sold out is no such thing. */
  readonly stopped: number
}

const ACTS: Readonly<Record<string, Watched>> = {
  'home.get': 'page read', 'goods.list': 'page read', 'goods.get': 'page read', 'group.get': 'page read', 'coupon.claim': 'coupon claimed', 'order.place': 'order placed',
}
const STOPS: ReadonlySet<string> = new Set(['reads_blocked', 'claims_too_fast', 'claims_held', 'claims_barred', 'orders_too_fast'])
/** As many orders as somebody may leave unpaid, which the shop tells them. */
const UNPAID = 3

/** Counts what honest people ask for, and how much of it the rules against dishonest ones deny them. */
export class Honesty {
  readonly #counts = new Map<Watched, Count>()
  readonly #people = new Set<string>()

  constructor(private readonly documents: Documents) {}

  async answered(openid: string, procedure: string, reply: Reply): Promise<void> {
    this.#people.add(openid)
    const act = ACTS[procedure]
    if (act === undefined || (reply.outcome !== 'ok' && reply.outcome !== 'refused')) return
    const { refusal } = reply as { refusal?: string }
    const stopped = refusal !== undefined && (STOPS.has(refusal) || (refusal === 'too_many_unpaid' && await this.#hasRoom(openid)))
    this.#count(act, stopped)
  }

  /** Acts, and people whom a rule holds at the end. */
  counts(): Readonly<Partial<Record<Watched, Count>>> {
    for (const openid of this.#people) {
      const verdict = this.documents.one('members', openid)?.standing?.verdict
      this.#count('person held', verdict === 'held' || verdict === 'barred')
    }
    return Object.fromEntries(this.#counts)
  }

  #count(act: Watched, stopped: boolean): void {
    const { asked, stopped: before } = this.#counts.get(act) ?? { asked: 0, stopped: 0 }
    this.#counts.set(act, { asked: asked + 1, stopped: before + (stopped ? 1 : 0) })
  }

  /**
   * Whoever has three unpaid orders and asks for a fourth is told what they see themselves; whoever has fewer is wronged. One that is paid or closed counts
   * until its hold is let go, which is left to the sweep for a minute when the phone never asks what became of it, or the function that closed it died.
   */
  async #hasRoom(openid: string): Promise<boolean> {
    await this.documents.refresh()
    const letGo = new Set(this.documents.all('outbox').flatMap(({ effect }) => effect.kind === 'settle_order' || effect.kind === 'release_order' ? [effect.orderId] : []))
    const held = this.documents.all('orders').filter(order => order.openid === openid && (order.state === 'placing' || order.state === 'placed' || letGo.has(order.id)))
    return held.length < UNPAID
  }
}
