import { type Instant, MINUTE_MS, SECOND_MS } from '../../domain/kernel/instant'
import { blockId, isBlocking, renewBlock, type RiskBlock } from '../../domain/risk/block'
import { publicAddress } from '../../domain/risk/network'
import { type RateRule, rulesFor } from '../../domain/risk/rules'
import { riskRulesOf } from '../../domain/shop/setup'
import type { InstanceMemory, Ports } from '../../ports'
import { type Answer, type Call, refused } from '../answer'
import { countAct } from './count-act'

/** So long an instance believes what it has seen of blocks and rules. */
const SEEN_FOR_MS = 30 * SECOND_MS
/** So many reads of a subject are counted at once, or a tenth of the smallest limit. */
const AT_ONCE = 10
/** Subjects an instance keeps uncounted reads of; beyond that it forgets them. */
const KEPT = 5000

/**
 * A procedure that reads pages, watched for those who read more than a person does (S77): nine of ten reads cost nothing, the tenth counts all ten in
 * the store, beside the reading itself. Beyond the limit the reader is shut out for a while, and may appeal.
 */
export function watched<Input, Output, Refusal extends string>(read: (call: Call, input: Input) => Promise<Answer<Output, Refusal>>): (call: Call, input: Input) => Promise<Answer<Output, Refusal | 'reads_blocked'>> {
  return async (call, input) => {
    const { memory, clock } = call.ports
    const now = clock.now()
    const known = memory.seen && now - memory.seen.at < SEEN_FOR_MS && now >= memory.seen.at ? blockOf(memory, call, now) : undefined
    if (known) return shutOut(known)
    // Nobody goes without a page because their reading could not be counted.
    const watching = watch(call, now).catch((error: unknown) => void call.ports.log.fault('watching reads', error))
    const [value, block] = await Promise.all([read(call, input), watching])
    return block ? shutOut(block) : value
  }
}

function shutOut({ id, until }: RiskBlock): Answer<never, 'reads_blocked'> {
  return refused('reads_blocked', { blockId: id, until })
}

async function watch(call: Call, now: Instant): Promise<RiskBlock | undefined> {
  const { ports } = call
  const { memory } = ports
  await look(ports, now)
  const block = blockOf(memory, call, now)
  if (block || !memory.seen) return block
  for (const rule of rulesFor(memory.seen.rules, 'page.read', false)) {
    const subject = subjectOf(call, rule)
    if (subject === undefined) continue
    const times = countHere(memory, rule, subject)
    if (times === 0 || await countAct(ports, rule, subject, now, { times })) continue
    const raised = await raiseBlock(ports, rule, subject, now)
    if (isBlocking(raised, now)) {
      memory.seen = { ...memory.seen, blocks: new Map([...memory.seen.blocks, [subject, raised]]) }
      return raised
    }
  }
  return undefined
}

/** Blocks that are in force, as many as a page holds; whoever is not on it is stopped by the count itself. */
async function look({ store, memory }: Ports, now: Instant): Promise<void> {
  if (memory.seen && now - memory.seen.at < SEEN_FOR_MS && now >= memory.seen.at) return
  const [setup, blocks] = await Promise.all([
    store.get('shop_setup', 'shop'),
    store.page({ collection: 'risk_blocks', where: [{ field: 'state', is: 'eq', value: 'active' }, { field: 'until', is: 'gt', value: now }], order: { field: 'until', direction: 'desc' }, limit: 100 }),
  ])
  memory.seen = { at: now, rules: riskRulesOf(setup), blocks: new Map(blocks.map(block => [block.subject, block])) }
}

function blockOf({ seen }: InstanceMemory, call: Call, now: Instant): RiskBlock | undefined {
  if (!seen || seen.blocks.size === 0) return undefined
  const found = [call.openid, addressKey(call)].flatMap(subject => subject === undefined ? [] : seen.blocks.get(subject) ?? [])
  return found.find(block => isBlocking(block, now))
}

/** The network's address as a keyed hash, if it is one that means anything. */
export function addressKey({ ports, ip }: Call): string | undefined {
  const known = publicAddress(ip)
  return known && ports.ids.derive(`ip:${known}`)
}

function subjectOf(call: Call, { by }: RateRule): string | undefined {
  return by === 'openid' ? call.openid : by === 'ip' ? addressKey(call) : undefined
}

/** One more read; answers how many are to be counted in the store now. */
function countHere({ reads }: InstanceMemory, { id, limit }: RateRule, subject: string): number {
  const key = `${id}:${subject}`
  const count = (reads.get(key) ?? 0) + 1
  const smallest = Math.min(limit.perMinute ?? limit.perDay, limit.perHour ?? limit.perDay, limit.perDay)
  const full = count >= Math.max(1, Math.min(AT_ONCE, Math.floor(smallest / 10)))
  if (reads.size >= KEPT) reads.clear()
  if (full) reads.delete(key)
  else reads.set(key, count)
  return full ? count : 0
}

/** One block an hour for a subject, and each time it is imposed an entry that says so, in one transaction (S77). */
async function raiseBlock({ store, memory }: Ports, { id: ruleId, by }: RateRule, subject: string, now: Instant): Promise<RiskBlock> {
  const id = blockId(ruleId, subject, now)
  const blockMs = memory.seen?.rules.blockMs ?? MINUTE_MS
  return store.transaction(async (tx) => {
    const found = await tx.get('risk_blocks', id)
    const block = found ? renewBlock(found, blockMs, now) : { id, ruleId, subject, by, at: now, until: now + blockMs, state: 'active' as const, times: 1 }
    if (!block) return found as RiskBlock
    await (found ? tx.replace('risk_blocks', block) : tx.insert('risk_blocks', block))
    await tx.insert('audits', { id: `${id}:${block.times}`, at: now, openid: 'system', act: 'block.raise', subject: id, detail: `page.read by ${by} until ${block.until}` })
    return block
  })
}
