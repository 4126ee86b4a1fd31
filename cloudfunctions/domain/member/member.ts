import type { Instant } from '../kernel/instant'

/** Unpaid holds one shopper may have at a time; keeps one person from booking up a shop. */
export const MAX_UNPAID_HOLDS = 3

export interface Member {
  /** The openid. */
  readonly id: string
  readonly nickname: string
  readonly avatar: string
  readonly createdAt: Instant
  /** Unpaid orders and when their leases end. */
  readonly holds: Readonly<Record<string, Instant>>
  readonly holdCount: number
  /** Orders per activity that are not closed; what the activity's limit counts. */
  readonly bought: Readonly<Record<string, number>>
  /** The orders those counts are made of, each with its version then: it goes in once, and only a later closing takes it out. */
  readonly counted: Readonly<Record<string, number>>
}

/** Someone who works for the shop. Read at every call: a revoked role ends with the next one. */
export interface Staff {
  readonly id: string
  readonly role: 'merchant' | 'leader'
}
