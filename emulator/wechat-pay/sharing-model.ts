/** Somebody who may be given part of a payment. */
export interface Receiver {
  type: 'MERCHANT_ID' | 'PERSONAL_OPENID'
  account: string
  name?: string
  relation: string
}

/** The money of one payment that is to be shared out. It ends at zero when the rest is unfrozen. */
export interface Freeze {
  transactionId: string
  outTradeNo: string
  paidAt: number
  /** What may be shared out at most, and what was, less what receivers could not take. */
  capFen: number
  sharedFen: number
  /** Frozen and free to share; frozen for shares on their way. */
  leftFen: number
  pendingFen: number
  requests: number
  released: boolean
}

/** Why a receiver or a return gets nothing. */
export type ShareFailure =
  | 'ACCOUNT_ABNORMAL'
  | 'NO_RELATION'
  | 'RECEIVER_HIGH_RISK'
  | 'RECEIVER_REAL_NAME_NOT_VERIFIED'
  | 'NO_AUTH'
  | 'RECEIVER_RECEIPT_LIMIT'
  | 'PAYER_ACCOUNT_ABNORMAL'
  | 'INVALID_REQUEST'

export interface Share {
  type: Receiver['type']
  account: string
  amountFen: number
  description: string
  detailId: string
  result: 'PENDING' | 'SUCCESS' | 'CLOSED'
  failure?: ShareFailure
  finishedAt?: number
  /** What came back of it. */
  returnedFen: number
}

/** One request to share out, or to unfreeze the rest, which goes to the merchant itself. */
export interface Sharing {
  outOrderNo: string
  orderId: string
  transactionId: string
  request: string
  createdAt: number
  settlesAt: number
  state: 'PROCESSING' | 'FINISHED'
  unfreezes: boolean
  shares: Share[]
}

export interface SharingReturn {
  outReturnNo: string
  returnId: string
  outOrderNo: string
  orderId: string
  returnMchid: string
  amountFen: number
  description: string
  request: string
  createdAt: number
  settlesAt: number
  result: 'PROCESSING' | 'SUCCESS' | 'FAILED'
  failure?: ShareFailure
  finishedAt?: number
}
