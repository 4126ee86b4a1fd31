export type TradeState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'

/** Where an order may go from where it is. REFUND says that a refund was accepted, nothing about how it ended. */
export const tradeTransitions: Readonly<Record<TradeState, readonly TradeState[]>> = {
  NOTPAY: ['SUCCESS', 'CLOSED'],
  SUCCESS: ['REFUND'],
  REFUND: ['REFUND'],
  CLOSED: [],
}

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED'

/** ABNORMAL goes back to PROCESSING when the merchant names another account for the money. */
export const refundTransitions: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  PROCESSING: ['SUCCESS', 'ABNORMAL', 'CLOSED'],
  SUCCESS: [],
  ABNORMAL: ['PROCESSING'],
  CLOSED: [],
}

/** The state after the move; throws on a move that the table does not know, which would be a fault of this peer. */
export function move<S extends string>(table: Readonly<Record<S, readonly S[]>>, from: S, to: S): S {
  if (!table[from].includes(to)) throw new Error(`no way from ${from} to ${to}`)
  return to
}

/** What the payer's money did. `payerFen` is less than the total when a coupon of WeChat's paid the rest. */
export interface Payment {
  transactionId: string
  paidAt: number
  payerFen: number
  couponFen: number
  feeFen: number
}

export interface Order {
  outTradeNo: string
  appid: string
  mchid: string
  openid: string
  description: string
  attach?: string
  notifyUrl: string
  totalFen: number
  /** The parameters of the first create call in one spelling: a later call must repeat them. */
  request: string
  createdAt: number
  /** Last moment at which the payer can pay; the order does not close by itself after it. */
  payUntil: number
  state: TradeState
  /** Its money is to be shared out and stays frozen until then. */
  profitSharing?: boolean
  payment?: Payment
  refundNos: string[]
}

/** A session in which the payer can pay; one order may have several. */
export interface Prepay {
  prepayId: string
  outTradeNo: string
  createdAt: number
}

export interface Refund {
  outRefundNo: string
  refundId: string
  outTradeNo: string
  transactionId: string
  request: string
  notifyUrl?: string
  reason?: string
  totalFen: number
  refundFen: number
  payerTotalFen: number
  payerRefundFen: number
  feeReturnedFen: number
  fundsAccount: 'UNSETTLED' | 'AVAILABLE'
  channel: 'ORIGINAL' | 'OTHER_BANKCARD'
  receivedAccount: string
  createdAt: number
  status: RefundStatus
  /** When a PROCESSING refund reaches its outcome. */
  settlesAt?: number
  successAt?: number
  /** Every status it had, for a bill shows what stood when it was made; absent in accounts from before there were bills. */
  turns?: { at: number, status: RefundStatus }[]
}

/** How the next refund, or one refund, is to end. USER_ACCOUNT_ABNORMAL is refused at the request already. */
export type RefundOutcome = 'SUCCESS' | 'ABNORMAL' | 'CLOSED' | 'USER_ACCOUNT_ABNORMAL'

export type EventType = 'TRANSACTION.SUCCESS' | 'REFUND.SUCCESS' | 'REFUND.ABNORMAL' | 'REFUND.CLOSED' | 'MCHTRANSFER.BILL.FINISHED'

export interface Attempt {
  at: number
  kind: 'try' | 'duplicate' | 'probe' | 'unsigned' | 'lost' | 'resend' | 'impostor'
  /** The merchant's answer; absent when none arrived in time. */
  status?: number
  error?: string
}

export interface Notification {
  id: string
  eventType: EventType
  /** The merchant's own number of what it tells about. */
  subject: string
  url: string
  /** The sealed envelope as it goes over the wire, and what is in it. */
  body: string
  plain: string
  createdAt: number
  state: 'pending' | 'delivered' | 'given-up'
  /** How many tries of the schedule are spent. */
  tries: number
  nextAt?: number
  attempts: Attempt[]
}

export type FlowKind =
  | 'payment'
  | 'fee'
  | 'refund'
  | 'fee-returned'
  | 'refund-closed'
  | 'share'
  | 'share-returned'
  | 'transfer'
  | 'transfer-returned'
  | 'top-up'
  | 'withdrawal'

/** One movement on the merchant's account; a fund-flow bill is a list of these. */
export interface Flow {
  id: string
  at: number
  kind: FlowKind
  amountFen: number
  balanceFen: number
  /** WeChat's number of what moved the money, and the merchant's own. */
  reference: string
  voucher?: string
}
