import * as v from 'valibot'
import { cursor, day, id, keyId } from './fields'
import type { AdminGroupListView, AdminGroupView, AuditView, GroupCountsView } from './group-views'
import { procedure } from './procedure'
import type { Page } from './views'

/** The merchant's groups, what may be done with them, and what was done. */
export const groupAdminProcedures = {
  /** Open ones by their deadline, the nearest first; ended ones the latest first. */
  'group.list': procedure<AdminGroupListView>()({
    caller: 'merchant',
    input: v.strictObject({ state: v.picklist(['open', 'formed', 'failed']), cursor }),
  }),
  /** Accepts a group short of people (S16). Only while the shop's switch for it is on; the id makes a repeated call harmless. */
  'group.complete': procedure<AdminGroupView>()({
    caller: 'merchant',
    input: v.strictObject({ groupId: id, requestId: keyId }),
    refusals: ['group_not_found', 'completion_off', 'group_not_completable', 'request_id_taken'],
  }),
  /** What people did for the shop that must be answered for, newest first. */
  'audit.list': procedure<Page<AuditView>>()({ caller: 'merchant', input: v.strictObject({ cursor }) }),
  /** How many groups ended in which way, by Shanghai day, first and last day included; at most 31. */
  'stats.groups': procedure<GroupCountsView>()({
    caller: 'merchant',
    input: v.strictObject({ from: day, to: day }),
    refusals: ['period_invalid'],
  }),
}
