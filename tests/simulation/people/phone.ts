import { type AdminProcedures, adminProcedures, type InputOf, type OutputOf, type ProcedureTable, type Reply, type ShopProcedures, shopProcedures } from '../../../cloudfunctions/contract'
import type { Address } from '../../../cloudfunctions/domain/order/order'
import { adminImplementations } from '../../../cloudfunctions/usecases/admin'
import { ADDRESS } from '../../support/builders'
import { handleCall, type Implementations } from '../../../cloudfunctions/usecases/handle-call'
import { shopImplementations } from '../../../cloudfunctions/usecases/shop'
import type { Platform } from '../cloud/platform'
import { APPID } from '../cloud/wechat-side'
import type { Faults } from '../engine/faults'
import type { Random } from '../engine/random'
import type { Timeline } from '../engine/timeline'
import type { Home } from './crowd'

/** What a phone hears: a value, a refusal by its code, or nothing, which says nothing. */
export type Heard<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: string; readonly detail: unknown }
  | { readonly kind: 'nothing' }

interface PhoneParts {
  readonly home?: Home
  /** Told of every reply, whether it reaches the phone or not. */
  readonly answered?: (procedure: string, reply: Reply) => Promise<void>
  readonly platform: Platform
  readonly timeline: Timeline
  readonly faults: Faults
  readonly random: Random
  /** Told of replies that no honest caller may get. */
  readonly complain: (what: string) => void
}

const GIVES_UP_MS = 25_000

/** One person's phone: calls the functions over a network that may lose the way there or the way back. */
export class Phone {
  constructor(readonly openid: string, private readonly parts: PhoneParts) {}

  get address(): Address {
    return this.parts.home?.address ?? ADDRESS
  }

  shop<Name extends keyof ShopProcedures>(procedure: Name, input: InputOf<ShopProcedures[Name]>): Promise<Heard<OutputOf<ShopProcedures[Name]>>> {
    return this.#call('shop', shopProcedures, shopImplementations, procedure, input) as Promise<Heard<OutputOf<ShopProcedures[Name]>>>
  }

  admin<Name extends keyof AdminProcedures>(procedure: Name, input: InputOf<AdminProcedures[Name]>): Promise<Heard<OutputOf<AdminProcedures[Name]>>> {
    return this.#call('admin', adminProcedures, adminImplementations, procedure, input) as Promise<Heard<OutputOf<AdminProcedures[Name]>>>
  }

  async #call<Table extends ProcedureTable>(name: 'shop' | 'admin', table: Table, implementations: Implementations<Table>, procedure: string, input: unknown): Promise<Heard<unknown>> {
    const { platform, timeline, faults, random, home, answered } = this.parts
    await timeline.sleep(random.int(5, 60))
    const lost = faults.strikes('phone_lost') ? faults.stream('phone_lost').pick(['there', 'back'] as const) : undefined
    if (lost === 'there') return this.#hearsNothing()
    const event = JSON.parse(JSON.stringify({ procedure, input })) as unknown
    const reply = await platform.invoke(name, `${this.openid} ${procedure}`, (ports, requestId) =>
      handleCall(ports, table, implementations, { openid: this.openid, appid: APPID, requestId, ip: home?.ip }, event))
    if (reply) await answered?.(procedure, reply)
    if (!reply || lost) return this.#hearsNothing()
    await timeline.sleep(random.int(5, 60))
    return this.#understand(reply, procedure)
  }

  async #hearsNothing(): Promise<{ readonly kind: 'nothing' }> {
    const { timeline, random } = this.parts
    await timeline.sleep(random.int(1000, GIVES_UP_MS))
    return { kind: 'nothing' }
  }

  #understand(reply: Reply, procedure: string): Heard<unknown> {
    switch (reply.outcome) {
      case 'ok': return { kind: 'ok', value: reply.value }
      case 'refused':
        if (reply.refusal === 'not_allowed') this.parts.complain(`${procedure} of ${this.openid} is not allowed`)
        return { kind: 'refused', refusal: reply.refusal, detail: reply.detail }
      case 'internal': return { kind: 'nothing' }
      default:
        this.parts.complain(`${procedure} of ${this.openid}: ${JSON.stringify(reply)}`)
        return { kind: 'nothing' }
    }
  }
}
