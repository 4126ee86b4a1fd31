import { callFunction, type FunctionAnswer } from '@/platform/call'
import { useServerClock } from '@/stores/server-clock'
import type {
  AdminInput, AdminOutput, AdminProcedure, AdminRefusal, CallResult, Reply, ShopInput, ShopOutput, ShopProcedure, ShopRefusal,
} from './types'

/** Calls a procedure of the cloud function `shop`. Never throws: whatever happens is in the result. */
export function call<Name extends ShopProcedure>(
  procedure: Name,
  input: ShopInput<Name>,
): Promise<CallResult<ShopOutput<Name>, ShopRefusal<Name>>> {
  return ask('shop', procedure, input)
}

/** Calls a procedure of the cloud function `admin`; anyone who is not on the staff list is refused with `not_allowed`. */
export function callAdmin<Name extends AdminProcedure>(
  procedure: Name,
  input: AdminInput<Name>,
): Promise<CallResult<AdminOutput<Name>, AdminRefusal<Name>>> {
  return ask('admin', procedure, input)
}

async function ask<Value, Refusal extends string>(name: 'shop' | 'admin', procedure: string, input: unknown): Promise<CallResult<Value, Refusal>> {
  let answer = await send(name, procedure, input)
  // Reading twice does no harm; anything else is asked again by the shopper alone, who then knows that it is a second try.
  if (answer.kind === 'unreachable' && isRead(procedure)) answer = await send(name, procedure, input)
  for (let tries = 1; answer.kind === 'busy' && tries < MAX_TRIES && mayRetry(); tries++) {
    await new Promise(resolve => setTimeout(resolve, pauseMs(tries)))
    answer = await send(name, procedure, input)
  }
  if (answer.kind === 'unreachable') return { ok: false, problem: 'offline' }
  if (answer.kind === 'busy') return { ok: false, problem: 'refused', refusal: 'busy' as Refusal, detail: undefined }
  if (answer.kind === 'failed' || !isReply<Value, Refusal>(answer.reply)) {
    return { ok: false, problem: 'internal', requestId: answer.kind === 'failed' ? answer.requestId : '' }
  }
  return toResult(answer.reply)
}

/** A call that the cloud would not take was not carried out and can be made again, whatever it does. */
const MAX_TRIES = 4

/** Tries again that are left: a tenth of one comes back with each call that gets through, so that phones do not add to the crush (at most one call in ten). */
let retriesLeft = 3

function mayRetry(): boolean {
  if (retriesLeft < 1) return false
  retriesLeft -= 1
  return true
}

/** A random part of a time that doubles, so that those who were turned away together do not come back together. */
function pauseMs(tries: number): number {
  return Math.random() * 300 * 2 ** tries
}

async function send(name: string, procedure: string, input: unknown): Promise<FunctionAnswer> {
  const sentAt = Date.now()
  const answer = await callFunction(name, { procedure, input })
  if (answer.kind === 'answered') retriesLeft = Math.min(3, retriesLeft + 0.1)
  if (answer.kind === 'answered' && isReply(answer.reply)) useServerClock().observe(answer.reply.serverNow, sentAt, Date.now())
  return answer
}

function toResult<Value, Refusal extends string>(reply: Reply<Value, Refusal>): CallResult<Value, Refusal> {
  switch (reply.outcome) {
    case 'ok': return { ok: true, value: reply.value }
    case 'refused': return { ok: false, problem: 'refused', refusal: reply.refusal as Refusal, detail: reply.detail }
    case 'bad_input': return { ok: false, problem: 'bad_input', issues: reply.issues }
    case 'unknown_procedure': return { ok: false, problem: 'outdated' }
    case 'internal': return { ok: false, problem: 'internal', requestId: reply.requestId }
    default: return { ok: false, problem: 'outdated' }
  }
}

function isRead(procedure: string): boolean {
  return /\.(get|list\w*|read|skus|report|statement|orders|groups|hot|words|check|quote|centre|mine|history)$/.test(procedure)
}

function isReply<Value, Refusal extends string>(reply: unknown): reply is Reply<Value, Refusal> {
  return typeof reply === 'object' && reply !== null && 'outcome' in reply && 'serverNow' in reply && typeof reply.serverNow === 'number'
}
