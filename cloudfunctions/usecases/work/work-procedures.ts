import type { WorkItemView, workProcedures } from '../../contract/work'
import type { Page } from '../../contract/views'
import { unpaidShares } from '../../domain/split/by-hand'
import type { Split } from '../../domain/split/split'
import { WORK_GUIDE, type WorkItem } from '../../domain/work/work-item'
import type { Ports } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { setupOf } from '../member/role'
import { readCursor, toPage } from '../paging'
import { resolveWork } from './resolve-work'

const PAGE_SIZE = 20

/** What only a person can settle, newest first; and what was settled. */
async function listWork({ ports }: Call, { state, cursor }: { state: 'open' | 'closed'; cursor: string | null }): Promise<Answer<Page<WorkItemView>, never>> {
  const after = readCursor(cursor)
  const items = await ports.store.page({
    collection: 'work_items',
    where: [{ field: 'state', is: 'eq', value: state }],
    order: { field: 'at', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  const view = await viewer(ports, items)
  return answer(toPage(items, PAGE_SIZE, item => item.at, view))
}

/** Views of some items, with what suppliers are owed and who resolved them: one read each, only when some item needs it. */
async function viewer(ports: Ports, items: readonly WorkItem[]): Promise<(item: WorkItem) => WorkItemView> {
  const { store } = ports
  const splitIds = items.filter(item => item.kind === 'split_unpaid' && item.state === 'open').map(item => item.subject)
  const openids = [...new Set(items.flatMap(item => item.resolved ? [item.resolved.openid] : []))]
  const [splits, people, suppliers] = await Promise.all([
    splitIds.length > 0 ? store.getMany('splits', splitIds) : [],
    openids.length > 0 ? store.getMany('members', openids) : [],
    splitIds.length > 0 ? setupOf(ports).then(setup => setup.suppliers) : [],
  ])
  const unpaid = (split: Split | undefined): WorkItemView['unpaid'] =>
    split ? unpaidShares(split).map(one => ({ ...one, name: suppliers.find(supplier => supplier.supplierId === one.supplierId)?.name ?? '' })) : []
  return ({ id, kind, state, subject, detail, at, day, resolved }) => {
    const { owner, page, ways } = WORK_GUIDE[kind]
    return {
      id, kind, state, subject, detail, at, owner,
      link: page && { page, day: day ?? null },
      ways: state === 'open' ? ways : [],
      unpaid: kind === 'split_unpaid' && state === 'open' ? unpaid(splits.find(split => split.id === subject)) : [],
      resolved: resolved ? { at: resolved.at, way: resolved.way, note: resolved.note, by: people.find(person => person.id === resolved.openid)?.nickname ?? '' } : null,
    }
  }
}

async function resolve({ ports, openid }: Call, input: Parameters<Implementations<typeof workProcedures>['work.resolve']>[1]): ReturnType<Implementations<typeof workProcedures>['work.resolve']> {
  const item = await resolveWork(ports, { ...input, openid })
  if (typeof item === 'string') return refused(item)
  return answer((await viewer(ports, [item]))(item))
}

export const workImplementations: Implementations<typeof workProcedures> = { 'work.list': listWork, 'work.resolve': resolve }
