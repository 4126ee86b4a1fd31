import { type RiskCase, standingOf } from '../../domain/risk/case'
import type { Ports } from '../../ports'

/**
 * Writes what a case says into its shoppers' documents, each by one conditional update, then notes that it is done; every step can be repeated. An
 * open case holds only those about whom nothing is decided yet; a decision replaces what is older.
 */
export async function applyCase({ store }: Ports, found: RiskCase): Promise<void> {
  const standing = standingOf(found)
  for (const openid of found.openids) {
    if (await store.update('members', openid, { set: { standing } }, [{ field: 'standing', is: 'absent' }])) continue
    if (found.state === 'open') continue
    await store.update('members', openid, { set: { standing } }, [{ field: 'standing.at', is: 'lte', value: standing.at }])
  }
  await store.update('risk_cases', found.id, { set: { applied: true } }, [{ field: 'version', is: 'eq', value: found.version }])
}
