import type { CommonRefusal } from '../contract/procedure'
import type { Ports } from '../ports'

/** What a procedure answers: a value, or a refusal with what the phone needs to go on. */
export type Answer<Output, Refusal extends string> = { readonly ok: true; readonly value: Output } | { readonly ok: false; readonly refusal: Refusal | CommonRefusal; readonly detail?: unknown }

/** Who is calling, as the platform vouches for it. */
export interface Call {
  readonly ports: Ports
  readonly openid: string
  /** Where the call came from, as the platform says; a hint, because many people share one. */
  readonly ip?: string
  /** For whom a caller of a supplier's procedure acts, as the shop says at this very call. */
  readonly supplierId?: string
}

export function answer<Output>(value: Output): { ok: true; value: Output } {
  return { ok: true, value }
}

export function refused<Refusal extends string>(refusal: Refusal, detail?: unknown): { ok: false; refusal: Refusal; detail?: unknown } {
  return detail === undefined ? { ok: false, refusal } : { ok: false, refusal, detail }
}
