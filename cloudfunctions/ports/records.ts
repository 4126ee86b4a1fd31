import type { MessageKey } from '../contract/views'
import type { Instant } from '../domain/kernel/instant'

/** A short code that stands for a group and the one who shared it (S1). */
export interface ShareCode {
  readonly id: string
  readonly groupId: string
  readonly sharerOpenid: string
  readonly createdAt: Instant
  /** False for one beyond the day's: whoever comes by it earns its sharer nothing (S49). */
  readonly earns?: boolean
}

/** One opening of the mini-program with its source and sharer (S1). */
export interface Visit {
  readonly id: string
  readonly openid: string
  readonly source: 'share' | 'qr' | 'search' | 'direct'
  readonly path: string
  readonly code?: string
  readonly sharerOpenid?: string
  readonly at: Instant
}

export type { WorkItem } from '../domain/work/work-item'

/** Something a person did for the shop that must be answered for; written with what it changed and never changed itself. */
export interface Audit {
  /** Made by whoever asked, so that asking twice is one act. */
  readonly id: string
  readonly at: Instant
  readonly openid: string
  readonly act: AuditAct
  /** What it was done to. */
  readonly subject: string
  readonly detail: string
}

export type AuditAct =
  | 'group.complete' | 'voucher.reschedule' | 'address.view' | 'order.correctParcel' | 'work.resolve' | 'split.paidByHand' | 'leader.save' | 'switch.turn'
  | 'access.deny' | 'risk.deny' | 'risk.decide' | 'risk.hold' | 'risk.rules' | 'block.raise' | 'block.decide'
  | 'deposit.receive' | 'deposit.withdraw' | 'deposit.freeze' | 'deposit.release' | 'deposit.deduct' | 'payee.hold' | 'payee.apply' | 'payee.drop'
  | 'inspection.draw' | 'inspection.decide' | 'restriction.impose' | 'restriction.lift'

/** How many messages of a template a shopper still allows; id `openid:key`. */
export interface MessageQuota {
  readonly id: string
  readonly openid: string
  readonly key: MessageKey
  readonly left: number
}

/** What the merchant put on the home page; one document, id `home`. */
export interface HomeContent {
  readonly id: string
  readonly shopName: string
  readonly banners: readonly { readonly image: string; readonly title: string; readonly path: string }[]
  readonly categories: readonly { readonly categoryId: string; readonly name: string; readonly icon: string }[]
  /** WeChat's template ids by message; templates without an id are not offered. */
  readonly messageTemplates: Readonly<Partial<Record<MessageKey, string>>>
}

/** How far a sweep that looks at every document of a collection has come; `done` once it has seen them all. */
export interface SweepMark {
  readonly id: string
  /** Of what it does: another one begins anew. */
  readonly task: string
  readonly after?: { readonly value: number; readonly id: string }
  readonly done: boolean
}

/** The shared access token of the open API; id is the appid. */
export interface TokenCache {
  readonly id: string
  readonly token: string
  readonly expiresAt: Instant
}
