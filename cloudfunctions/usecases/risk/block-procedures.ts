import type { AdminBlockView, blockAdminProcedures, blockShopProcedures, BlockView } from '../../contract/blocks'
import type { Page } from '../../contract/views'
import { appealBlock, type AppealRefusal, decideBlock, type RiskBlock } from '../../domain/risk/block'
import type { Instant } from '../../domain/kernel/instant'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { readCursor, toPage } from '../paging'
import { addressKey } from './watch-reads'

const PAGE_SIZE = 20

/** A block of somebody else's is the same as none (I15). */
function isTheirs(call: Call, block: RiskBlock | undefined): block is RiskBlock {
  return block !== undefined && (block.subject === call.openid || block.subject === addressKey(call))
}

async function getBlock(call: Call, { blockId }: { blockId: string }): Promise<Answer<BlockView, 'block_not_found'>> {
  const block = await call.ports.store.get('risk_blocks', blockId)
  return isTheirs(call, block) ? answer(blockView(block, call.ports.clock.now())) : refused('block_not_found')
}

/** The appeal and what tells the merchant of it, in one transaction; the same words again are the same appeal. */
async function appeal(call: Call, { blockId, text }: { blockId: string; text: string }): Promise<Answer<BlockView, AppealRefusal | 'block_not_found'>> {
  const { store, clock } = call.ports
  const now = clock.now()
  const result = await store.transaction(async (tx): Promise<RiskBlock | AppealRefusal | 'block_not_found'> => {
    const block = await tx.get('risk_blocks', blockId)
    if (!isTheirs(call, block)) return 'block_not_found'
    if (block.appeal?.text === text) return block
    const appealed = appealBlock(block, text, now)
    if (typeof appealed === 'string') return appealed
    await tx.replace('risk_blocks', appealed)
    await tx.insert('work_items', { id: workItemId(blockId), kind: 'block_appealed', state: 'open', subject: blockId, detail: text.slice(0, 200), at: now })
    return appealed
  })
  return typeof result === 'string' ? refused(result) : answer(blockView(result, now))
}

async function list({ ports }: Call, { which, cursor }: { which: 'active' | 'appealed'; cursor: string | null }): Promise<Answer<Page<AdminBlockView>, never>> {
  const now = ports.clock.now()
  const after = readCursor(cursor)
  const blocks = await ports.store.page({
    collection: 'risk_blocks',
    where: which === 'active' ? [{ field: 'state', is: 'eq', value: 'active' }, { field: 'until', is: 'gt', value: now }] : [{ field: 'appeal.state', is: 'eq', value: 'open' }],
    order: which === 'active' ? { field: 'until', direction: 'desc' } : { field: 'appeal.at', direction: 'asc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  return answer(toPage(blocks, PAGE_SIZE, block => which === 'active' ? block.until : block.appeal?.at ?? 0, block => adminBlockView(block, now)))
}

/** Decision, audit and work item in one transaction. A lifted block is over within half a minute, which is how long instances believe what they saw. */
async function decide({ ports, openid }: Call, { blockId, verdict, note, requestId }: { blockId: string; verdict: 'lift' | 'keep'; note: string; requestId: string }): Promise<Answer<AdminBlockView, 'block_not_found' | 'request_id_taken'>> {
  const { store, clock, memory } = ports
  const now = clock.now()
  const result = await store.transaction(async (tx): Promise<RiskBlock | 'block_not_found' | 'request_id_taken'> => {
    const block = await tx.get('risk_blocks', blockId)
    if (!block) return 'block_not_found'
    const before = await tx.get('audits', requestId)
    if (before) return before.act === 'block.decide' && before.subject === blockId && before.detail === `${verdict}: ${note}` ? block : 'request_id_taken'
    const decided = decideBlock(block, verdict)
    await tx.replace('risk_blocks', decided)
    await tx.insert('audits', { id: requestId, at: now, openid, act: 'block.decide', subject: blockId, detail: `${verdict}: ${note}` })
    const item = await tx.get('work_items', workItemId(blockId))
    if (item?.state === 'open') await tx.replace('work_items', { ...item, state: 'closed' })
    return decided
  })
  if (typeof result === 'string') return refused(result)
  delete memory.seen
  return answer(adminBlockView(result, now))
}

function workItemId(blockId: string): string {
  return `appeal-${blockId}`
}

function blockView({ id, by, at, until, state, appeal: asked }: RiskBlock, now: Instant): BlockView {
  return { blockId: id, by, at, until, state: state === 'lifted' ? 'lifted' : now < until ? 'active' : 'over', appeal: asked ?? null }
}

function adminBlockView(block: RiskBlock, now: Instant): AdminBlockView {
  return { ...blockView(block, now), ruleId: block.ruleId, times: block.times, openid: block.by === 'openid' ? block.subject : null }
}

export const blockShopImplementations: Implementations<typeof blockShopProcedures> = { 'block.get': getBlock, 'block.appeal': appeal }
export const blockAdminImplementations: Implementations<typeof blockAdminProcedures> = { 'block.list': list, 'block.decide': decide }
