import type { Instant } from '../domain/kernel/instant'

export interface SubscribeMessage {
  readonly openid: string
  readonly templateId: string
  readonly page: string
  /** Template fields, already within WeChat's limits or cut to them by the adapter. */
  readonly fields: Readonly<Record<string, string>>
}

/** `no_quota`: the shopper did not allow another one (43101). `rejected`: will never pass. `unknown`: try again. */
export type MessageSent = { readonly outcome: 'sent' } | { readonly outcome: 'no_quota' } | { readonly outcome: 'rejected'; readonly code: number } | { readonly outcome: 'unknown' }

interface Handed {
  readonly transactionId: string
  readonly openid: string
  /** The time the info is dated with. WeChat takes a change only under a later one, and knows a repeated upload by the same. */
  readonly uploadedAt: Instant
}

/** Everything that was sent for a payment, at least one parcel; or what was handed over without any: card codes, vouchers. */
export type ShippingInfo =
  | Handed & { readonly receiverPhone: string; readonly parcels: readonly { readonly company: string; readonly trackingNo: string; readonly itemDescription: string }[] }
  | Handed & { readonly handedOver: string }

/**
 * `already`: WeChat has this very info (`same`), has had its one correction (`corrected`), or lets nothing be changed because the receipt is confirmed
 * (`confirmed`).
 */
export type ShippingUploaded = { readonly outcome: 'uploaded' } | { readonly outcome: 'already'; readonly why: 'same' | 'corrected' | 'confirmed' } | { readonly outcome: 'rejected'; readonly code: number } | { readonly outcome: 'unknown' }
export type CodePicture = { readonly outcome: 'picture'; readonly png: Uint8Array } | { readonly outcome: 'rejected'; readonly code: number } | { readonly outcome: 'unknown' }
export type TextVerdict = 'pass' | 'risky' | 'unknown'

/** The mini-program's server APIs. */
export interface WeChat {
  sendMessage: (message: SubscribeMessage) => Promise<MessageSent>
  /** The mini-program code of a page with a scene of at most 32 characters. */
  codePicture: (page: string, scene: string) => Promise<CodePicture>
  uploadShipping: (info: ShippingInfo) => Promise<ShippingUploaded>
  checkText: (openid: string, text: string) => Promise<TextVerdict>
}
