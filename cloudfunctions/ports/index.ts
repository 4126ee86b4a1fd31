import type { Identity } from './identity'
import type { InstanceMemory } from './memory'
import type { Payments } from './payments'
import type { Seal } from './seal'
import type { Store } from './store'
import type { WeChat } from './wechat'

export interface Clock { now: () => number }

export interface Ids {
  /** A random id of 20 letters and digits, where nothing can be derived. */
  next: () => string
  /** A code of 10 letters and digits that follows from the text and cannot be guessed from it (keyed hash). */
  derive: (text: string) => string
}

/** Typed events only: no free text, so that no name, phone number or key can slip into a log line. */
export interface Log { event: (name: string, fields?: Readonly<Record<string, string | number | boolean>>) => void; fault: (where: string, error: unknown) => void }

/** Everything a use case may reach. */
export interface Ports {
  readonly store: Store
  readonly payments: Payments
  readonly wechat: WeChat
  readonly identity: Identity
  readonly clock: Clock
  readonly ids: Ids
  readonly seal: Seal
  readonly log: Log
  readonly memory: InstanceMemory
  /** The shop's first merchant, who needs no entry on the staff list. */
  readonly ownerOpenid: string | undefined
}

export type * from './identity'
export * from './memory'
export type * from './money'
export type * from './payments'
export type * from './records'
export type * from './seal'
export * from './store'
export type * from './wechat'
