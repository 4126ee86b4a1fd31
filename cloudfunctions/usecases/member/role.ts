import type { Staff } from '../../domain/member/member'
import type { Ports } from '../../ports'

/** What a person may do, read at this very call: a role taken away is gone with the next one (pitfall 27). */
export async function roleOf({ store, ownerOpenid }: Ports, openid: string): Promise<'shopper' | Staff['role']> {
  if (openid === ownerOpenid) return 'merchant'
  return (await store.get('staff', openid))?.role ?? 'shopper'
}
