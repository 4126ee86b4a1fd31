import type { AdminGroupListView, AdminGroupView, AuditView, GroupCountsView } from '../../contract/group-views'
import type { Page } from '../../contract/views'
import { beginOfDay, dayOf } from '../../domain/kernel/day'
import { DAY_MS } from '../../domain/kernel/instant'
import type { Group } from '../../domain/group/group'
import { answer, type Answer, type Call, refused } from '../answer'
import { type CompleteRefusal, completeShortGroup } from '../group/complete-group'
import { setupOf } from '../member/role'
import { readCursor, toPage } from '../paging'
import { adminGroupView } from '../views/admin-group-view'

const PAGE_SIZE = 20
const MAX_DAYS = 31

/** Groups somebody has paid in, by how they stand in the store; one whose time is just over may still be among the open ones. */
export async function listShopGroups({ ports }: Call, { state, cursor }: { state: Group['state']; cursor: string | null }): Promise<Answer<AdminGroupListView, never>> {
  const { store, clock } = ports
  const after = readCursor(cursor)
  const [groups, { switches }] = await Promise.all([
    store.page({
      collection: 'groups',
      where: [{ field: 'state', is: 'eq', value: state }, { field: 'listed', is: 'eq', value: true }],
      order: { field: 'deadlineAt', direction: state === 'open' ? 'asc' : 'desc' },
      ...(after && { after }),
      limit: PAGE_SIZE,
    }),
    setupOf(ports),
  ])
  const on = switches.simulatedCompletion
  const page = toPage(groups, PAGE_SIZE, group => group.deadlineAt, group => adminGroupView(group, on, clock.now()))
  return answer({ ...page, completion: { on, ruleKey: 'simulated_completion' } })
}

/** The merchant accepts a short group (S16). */
export async function completeGroup({ ports, openid }: Call, input: { groupId: string; requestId: string }): Promise<Answer<AdminGroupView, CompleteRefusal>> {
  const group = await completeShortGroup(ports, { ...input, openid })
  return typeof group === 'string' ? refused(group) : answer(adminGroupView(group, true, ports.clock.now()))
}

export async function listAudits({ ports }: Call, { cursor }: { cursor: string | null }): Promise<Answer<Page<AuditView>, never>> {
  const after = readCursor(cursor)
  const audits = await ports.store.page({ collection: 'audits', where: [], order: { field: 'at', direction: 'desc' }, ...(after && { after }), limit: PAGE_SIZE })
  const openids = [...new Set(audits.map(audit => audit.openid))]
  const people = new Map((openids.length > 0 ? await ports.store.getMany('members', openids) : []).map(member => [member.id, member]))
  return answer(toPage(audits, PAGE_SIZE, audit => audit.at, ({ openid, ...audit }): AuditView => {
    const person = people.get(openid)
    return { ...audit, by: { nickname: person?.nickname ?? '', avatar: person?.avatar ?? '', openidEnd: openid.slice(-4) } }
  }))
}

/** How groups ended, day by day, each figure one count along an index (S16). */
export async function countGroups({ ports }: Call, { from, to }: { from: string; to: string }): Promise<Answer<GroupCountsView, 'period_invalid'>> {
  const begin = beginOfDay(from)
  const end = beginOfDay(to)
  if (begin === undefined || end === undefined || end < begin || end - begin >= MAX_DAYS * DAY_MS) return refused('period_invalid')
  const days: GroupCountsView['days'][number][] = []
  for (let at = begin; at <= end; at += DAY_MS) {
    const count = (how: NonNullable<Group['ended']>['how']): Promise<number> => ports.store.count('groups', [
      { field: 'ended.how', is: 'eq', value: how }, { field: 'ended.at', is: 'gte', value: at }, { field: 'ended.at', is: 'lt', value: at + DAY_MS },
    ])
    const [formed, completedShort, failed] = await Promise.all([count('formed'), count('completed_short'), count('failed')])
    days.push({ day: dayOf(at), formed, completedShort, failed })
  }
  return answer({ days })
}
