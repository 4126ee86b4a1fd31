import type { Plan } from '../../cloudbase/http/plan'
import type { FaultRule } from '../../control/faults'
import type { Notification } from '../../wechat-pay/model'

export type { Explanation } from '../../cloudbase/database/database'
export type { Invocation } from '../../cloudbase/functions/journal'
export type { TimerState } from '../../cloudbase/timers/timers'
export type { Finding } from '../../control/unindexed'
export type { FaultKind } from '../../control/faults'
export type { Person } from '../../identity/people'
export type { SentMessage } from '../../wechat/peer'
export type { Shipment } from '../../wechat/shipments'
export type { Account } from '../../wechat-pay/account'
export type { Attempt, Flow, Order, Refund, RefundOutcome } from '../../wechat-pay/model'

/** What the control API answers, route by route. */
export interface Cloud { url: string; env: string; functions: string[]; data: string }

export interface ClockState {
  now: number
  mode: 'running' | 'frozen'
  pending: { at: number; label: string }[]
}

export interface FunctionSummary {
  name: string
  timeout: number
  memorySize: number
  triggers: unknown[]
  invoke: unknown
  http: unknown
  instances: number
  calls: number
  errors: number
  cold: number
  meanMs: number
  maxMs: number
  gbSeconds: number
}

export interface IndexSummary { name: string; fields: { field: string; direction: string | number }[]; unique?: boolean; sparse?: boolean }

export interface CollectionSummary { name: string; documents: number; bytes?: number; indexes: IndexSummary[] }

export type StoredDocument = Record<string, unknown>

export type PaymentNotification = Omit<Notification, 'body'>

export type Rule = Required<FaultRule>

export type Limits = Plan['limits']
