import type { WorkItem } from '../../domain/work/work-item'
import type { Ports } from '../../ports'

/** Puts something on the work list; one that was dealt with and has come up again is open again (I18). */
export async function raiseWork({ store }: Pick<Ports, 'store'>, item: Omit<WorkItem, 'state' | 'resolved'>): Promise<void> {
  if (await store.insert('work_items', { ...item, state: 'open' })) return
  await store.update('work_items', item.id, { set: { state: 'open', detail: item.detail, at: item.at }, unset: ['resolved'] }, [{ field: 'state', is: 'eq', value: 'closed' }])
}
