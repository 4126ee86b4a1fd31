import type { Caller } from '../../contract/procedure'
import { impossible } from '../../domain/kernel/decision'
import type { Staff } from '../../domain/member/member'
import { NO_SETUP, type ShopSetup } from '../../domain/shop/setup'
import { supplierOfStaff } from '../../domain/shop/supplier'
import type { Ports } from '../../ports'
import type { Call } from '../answer'

/** What a person may do for the shop, read at this very call: a role taken away is gone with the next one (pitfall 27). */
export async function roleOf({ store, ownerOpenid }: Ports, openid: string): Promise<'shopper' | Exclude<Staff['role'], 'former'>> {
  if (openid === ownerOpenid) return 'merchant'
  const role = (await store.get('staff', openid))?.role ?? 'former'
  return role === 'former' ? 'shopper' : role
}

/** Who is calling, if this caller may: a supplier's staff come with the supplier they act for (X9). Undefined turns the call away. */
export async function admit(ports: Ports, caller: Caller, openid: string): Promise<Omit<Call, 'ports'> | undefined> {
  switch (caller) {
    case 'shopper': return { openid }
    case 'merchant': return await roleOf(ports, openid) === 'merchant' ? { openid } : undefined
    // Nobody who sells in the shop oversees it, its owner neither (S13).
    case 'operator': return await roleOf(ports, openid) === 'operator' ? { openid } : undefined
    case 'supplier': {
      const supplier = supplierOfStaff(await setupOf(ports), openid)
      return supplier && { openid, supplierId: supplier.supplierId }
    }
    default: return impossible(caller)
  }
}

export async function setupOf({ store }: Ports): Promise<ShopSetup> {
  return await store.get('shop_setup', 'shop') ?? NO_SETUP
}
