import type { Fen } from '../domain/kernel/fen'
import type { FundBill, TradeBill } from '../domain/settlement/bill'

/** `none`: no movement that day. `creating`: ask again later. `unreadable`: it came and is not in the form we know, which a person must look at. */
export type BillAnswer<Bill> =
  | { readonly outcome: 'bill'; readonly bill: Bill }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'creating' }
  | { readonly outcome: 'unreadable'; readonly why: string }
  | { readonly outcome: 'unknown' }

/** WeChat's statements about a past Shanghai day, `2026-03-01`. */
export interface Bills {
  tradeBill: (day: string) => Promise<BillAnswer<TradeBill>>
  fundBill: (day: string) => Promise<BillAnswer<FundBill>>
}

/** Somebody who can be given a part of a payment. A merchant's name must be given; a person's need not be. */
export interface Receiver {
  readonly type: 'merchant' | 'person'
  /** A merchant number, or an openid of our mini-program. */
  readonly account: string
  readonly name?: string
}

export interface ShareRequest {
  readonly transactionId: string
  readonly outOrderNo: string
  readonly receivers: readonly (Receiver & { readonly amountFen: Fen; readonly description: string })[]
}

/** What became of one receiver's share; `failed` says why and moves nothing. */
export interface ShareResult {
  readonly account: string
  readonly amountFen: number
  readonly result: 'pending' | 'succeeded' | 'failed'
  readonly detailId: string
  readonly why?: string
}

export interface ShareFacts {
  readonly outOrderNo: string
  readonly transactionId: string
  readonly finished: boolean
  readonly receivers: readonly ShareResult[]
}

export interface ReturnRequest {
  readonly outOrderNo: string
  readonly outReturnNo: string
  readonly mchid: string
  readonly amountFen: Fen
  readonly description: string
}

export interface ReturnFacts {
  readonly outReturnNo: string
  readonly amountFen: number
  readonly result: 'processing' | 'succeeded' | 'failed'
  readonly why?: string
}

/** `absent` is no such number. `later` passes by itself, `rejected` does not. `unknown`: ask again under the same number, never under another. */
export type MoneyAnswer<Facts> =
  | { readonly outcome: 'known'; readonly facts: Facts }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'later'; readonly code: string }
  | { readonly outcome: 'rejected'; readonly code: string }
  | { readonly outcome: 'unknown' }

/** Sharing a payment out to suppliers; its order must have been created for it (S55). */
export interface ProfitSharing {
  /** Makes somebody known as a receiver; again is harmless. */
  addReceiver: (receiver: Receiver) => Promise<MoneyAnswer<{ account: string }>>
  share: (request: ShareRequest) => Promise<MoneyAnswer<ShareFacts>>
  queryShare: (transactionId: string, outOrderNo: string) => Promise<MoneyAnswer<ShareFacts>>
  /** Gives the rest to the merchant, under a number of its own; nothing can be shared after it. */
  unfreeze: (transactionId: string, outOrderNo: string, description: string) => Promise<MoneyAnswer<ShareFacts>>
  /** What is left to share, in fen. */
  unsplit: (transactionId: string) => Promise<MoneyAnswer<{ unsplitFen: number }>>
  /** Asks a merchant for a share back. */
  returnShare: (request: ReturnRequest) => Promise<MoneyAnswer<ReturnFacts>>
  queryReturn: (outReturnNo: string, outOrderNo: string) => Promise<MoneyAnswer<ReturnFacts>>
}

export interface TransferRequest {
  /** Letters and digits, at most 32. */
  readonly outBillNo: string
  readonly openid: string
  readonly amountFen: Fen
  /** The real name, wanted from ¥2000 on. */
  readonly name?: string
  readonly scene: string
  readonly remark: string
  readonly reports: readonly { readonly type: string; readonly content: string }[]
}

export interface TransferFacts {
  readonly outBillNo: string
  readonly state: 'accepted' | 'processing' | 'waiting' | 'transferring' | 'succeeded' | 'failed' | 'cancelling' | 'cancelled'
  /** With it the payee confirms, while `waiting`. */
  readonly packageInfo?: string
  readonly why?: string
}

/** Money to a person, who takes it by confirming in WeChat. */
export interface Transfers {
  transfer: (request: TransferRequest) => Promise<MoneyAnswer<TransferFacts>>
  queryTransfer: (outBillNo: string) => Promise<MoneyAnswer<TransferFacts>>
  cancelTransfer: (outBillNo: string) => Promise<MoneyAnswer<TransferFacts>>
}
