import * as v from 'valibot'
import type { Instant } from '../../domain/kernel/instant'
import type { Log, Store } from '../../ports'
import { type ApiAnswer, type ApiCall } from './http'

export interface AccessTokenOptions {
  readonly appid: string
  readonly secret: string
  readonly store: Pick<Store, 'get' | 'update' | 'insert'>
  readonly now: () => Instant
  readonly log: Log
  readonly send: (call: ApiCall) => Promise<ApiAnswer>
}

interface Token { readonly token: string; readonly expiresAt: Instant }

/** A token is replaced this long before it ends; WeChat hands out its successor from then on. */
const MARGIN_MS = 5 * 60 * 1000

const answerSchema = v.object({ access_token: v.pipe(v.string(), v.nonEmpty()), expires_in: v.pipe(v.number(), v.integer(), v.minValue(1)) })

/**
 * The access token of the open API, shared by all instances through the store. `stable_token` gives everyone the same one, so two instances
 * that refresh at once do no harm; one instance asks only once for all of its waiting calls.
 */
export class AccessToken {
  readonly #options: AccessTokenOptions
  #held: Token | undefined
  #asking: Promise<string | undefined> | undefined

  constructor(options: AccessTokenOptions) {
    this.#options = options
  }

  /** A token to use, or nothing when none can be had now. */
  async current(): Promise<string | undefined> {
    if (this.#usable(this.#held)) return this.#held.token
    return this.#once(async () => await this.#stored() ?? await this.#ask(false))
  }

  /** Another token after WeChat refused this one; from the store if another instance was faster. */
  async replace(refused: string): Promise<string | undefined> {
    if (this.#held?.token === refused) this.#held = undefined
    return this.#once(async () => {
      const stored = await this.#stored()
      if (stored !== undefined && stored !== refused) return stored
      const asked = await this.#ask(false)
      return asked === refused ? this.#ask(true) : asked
    })
  }

  #once(work: () => Promise<string | undefined>): Promise<string | undefined> {
    this.#asking ??= work().finally(() => this.#asking = undefined)
    return this.#asking
  }

  #usable(token: Token | undefined): token is Token {
    return token !== undefined && this.#options.now() < token.expiresAt - MARGIN_MS
  }

  async #stored(): Promise<string | undefined> {
    const { store, appid, log } = this.#options
    try {
      const cached = await store.get('token_caches', appid)
      if (!this.#usable(cached)) return undefined
      this.#held = { token: cached.token, expiresAt: cached.expiresAt }
      return cached.token
    }
    catch (error) {
      log.fault('access-token.read', error)
      return undefined
    }
  }

  async #ask(force: boolean): Promise<string | undefined> {
    const { appid, secret, send, now } = this.#options
    const askedAt = now()
    const answer = await send({ path: '/cgi-bin/stable_token', body: { grant_type: 'client_credential', appid, secret, force_refresh: force } })
    const parsed = answer?.kind === 'json' ? v.safeParse(answerSchema, answer.data) : undefined
    if (!parsed?.success) return undefined
    const { access_token: token, expires_in: seconds } = parsed.output
    const held = { token, expiresAt: askedAt + seconds * 1000 }
    this.#held = held
    await this.#keep(held)
    return token
  }

  /** The store only spares other instances a call, so its trouble must not spoil this one. */
  async #keep(held: Token): Promise<void> {
    const { store, appid, log } = this.#options
    try {
      const updated = await store.update('token_caches', appid, { set: { token: held.token, expiresAt: held.expiresAt } })
      if (!updated) await store.insert('token_caches', { id: appid, ...held })
    }
    catch (error) {
      log.fault('access-token.keep', error)
    }
  }
}
