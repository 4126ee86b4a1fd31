import * as v from 'valibot'
import type { InputIssue, OutputOf, ParsedInputOf, Procedure, ProcedureTable, RefusalOf, Reply } from '../contract/procedure'
import { Busy, type Ports } from '../ports'
import { hasConsented } from '../domain/member/consent'
import type { Answer, Call } from './answer'
import { admit } from './member/role'
import { auditTurnedAway } from './risk/deny'

/** One implementation for every procedure of a table; the compiler finds a missing or mistyped one. */
export type Implementations<Table extends ProcedureTable> = {
  readonly [Name in keyof Table]: (call: Call, input: ParsedInputOf<Table[Name]>) => Promise<Answer<OutputOf<Table[Name]>, RefusalOf<Table[Name]>>>
}

/** What the platform says about a call; nothing of it comes from the payload. */
export interface CallSource {
  readonly openid: string | undefined
  readonly appid: string | undefined
  readonly requestId: string
  readonly ip?: string | undefined
}

const envelope = v.object({ procedure: v.string(), input: v.optional(v.unknown(), {}) })

/**
 * The single entry of `shop` and `admin`: caller, procedure, role, input, in that order; then the use case. Unknown procedure, bad input,
 * refusal and fault are four distinct replies. Faults are logged once and reach the phone as `internal` with the request id.
 */
export async function handleCall<Table extends ProcedureTable>(ports: Ports, table: Table, implementations: Implementations<Table>, source: CallSource, event: unknown): Promise<Reply> {
  const reply = await decideReply(ports, table, implementations, source, event)
  return { ...reply, serverNow: ports.clock.now() }
}

type Bare = Reply extends infer R ? R extends unknown ? Omit<R, 'serverNow'> : never : never

async function decideReply<Table extends ProcedureTable>(ports: Ports, table: Table, implementations: Implementations<Table>, source: CallSource, event: unknown): Promise<Bare> {
  const { openid } = source
  if (!openid || source.appid !== ports.payments.appid) return { outcome: 'refused', refusal: 'not_allowed' }
  const call = v.safeParse(envelope, event)
  if (!call.success) return { outcome: 'bad_input', issues: issuesOf(call.issues) }
  const name = call.output.procedure
  const procedure: Procedure | undefined = Object.hasOwn(table, name) ? table[name] : undefined
  if (!procedure) return { outcome: 'unknown_procedure' }
  try {
    const caller = await admit(ports, procedure.caller, openid)
    if (!caller) {
      await auditTurnedAway(ports, openid, name, ports.clock.now())
      return { outcome: 'refused', refusal: 'not_allowed' }
    }
    // A list would pass for an object whose fields may all be missing.
    const input = v.safeParse(procedure.input, Array.isArray(call.output.input) ? null : call.output.input)
    if (!input.success) return { outcome: 'bad_input', issues: issuesOf(input.issues) }
    if (procedure.consent === 'asked' && !hasConsented(await ports.store.get('members', openid) ?? {})) return { outcome: 'refused', refusal: 'consent_needed' }
    const run = implementations[name] as (call: Call, input: unknown) => Promise<Answer<unknown, string>>
    const result = await run({ ports, ...caller, ...(source.ip !== undefined && { ip: source.ip }) }, input.output)
    if (result.ok) return { outcome: 'ok', value: result.value }
    return { outcome: 'refused', refusal: result.refusal, ...(result.detail !== undefined && { detail: result.detail }) }
  }
  catch (error) {
    if (error instanceof Busy) return { outcome: 'refused', refusal: 'busy' }
    ports.log.fault(`procedure ${name}`, error)
    return { outcome: 'internal', requestId: source.requestId }
  }
}

/** Paths and rules only: an issue never repeats what was sent, not even the name of a field nobody knows. */
function issuesOf(issues: readonly v.BaseIssue<unknown>[]): InputIssue[] {
  return issues.slice(0, 10).map(issue => ({ path: (v.getDotPath(issue) ?? '').split('.').map(name => /^([a-zA-Z][0-9a-zA-Z]{0,39}|\d{1,4}|)$/.test(name) ? name : '?').join('.'), message: issue.type }))
}
