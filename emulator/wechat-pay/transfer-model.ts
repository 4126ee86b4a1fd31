export type TransferState = 'ACCEPTED' | 'WAIT_USER_CONFIRM' | 'TRANSFERING' | 'SUCCESS' | 'FAIL' | 'CANCELING' | 'CANCELLED'

/** A transfer ends once; until the payee confirms it the merchant may take it back. */
export const transferTransitions: Readonly<Record<TransferState, readonly TransferState[]>> = {
  ACCEPTED: ['WAIT_USER_CONFIRM', 'CANCELING'],
  WAIT_USER_CONFIRM: ['TRANSFERING', 'CANCELING', 'FAIL'],
  TRANSFERING: ['SUCCESS', 'FAIL'],
  CANCELING: ['CANCELLED'],
  SUCCESS: [],
  FAIL: [],
  CANCELLED: [],
}

/** Why a transfer failed; OVERDUE_CLOSE when nobody confirmed it in time. */
export type TransferFailure =
  | 'OVERDUE_CLOSE'
  | 'ACCOUNT_FROZEN'
  | 'ACCOUNT_NOT_EXIST'
  | 'REAL_NAME_CHECK_FAIL'
  | 'NAME_NOT_CORRECT'
  | 'TRANSFER_QUOTA_EXCEED'
  | 'DAY_RECEIVED_QUOTA_EXCEED'
  | 'TRANSFER_RISK'

export interface Transfer {
  outBillNo: string
  transferBillNo: string
  appid: string
  openid: string
  sceneId: string
  amountFen: number
  remark: string
  userName?: string
  notifyUrl?: string
  request: string
  /** What the mini-program hands to `wx.requestMerchantTransfer`. */
  packageInfo: string
  createdAt: number
  updatedAt: number
  state: TransferState
  /** When the state that it is in ends by itself. */
  endsAt?: number
  failure?: TransferFailure
  /** How often the payee looked at it and went away. */
  declined: number
}
