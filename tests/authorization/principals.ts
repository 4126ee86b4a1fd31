import type { Caller } from '../../cloudfunctions/contract'
import type { Staff } from '../../cloudfunctions/domain/member/member'

type Principal = 'nobody' | 'stranger' | 'shopper' | 'other_shopper' | 'group_leader' | 'supplier' | 'other_supplier' | 'revoked_supplier' | 'revoked_staff' | 'owner_of_the_shop' | `staff_${Staff['role']}`

interface Who {
  readonly openid: string | undefined
  /** What they may call beside what everybody may. */
  readonly may: readonly Caller[]
}

/** Everybody who can call, as they stand in the world of the rows. A new role is missed here by the compiler. */
export const PRINCIPALS: Readonly<Record<Principal, Who>> = {
  nobody: { openid: undefined, may: [] },
  stranger: { openid: 'stranger', may: ['shopper'] },
  shopper: { openid: 'alice', may: ['shopper'] },
  other_shopper: { openid: 'bob', may: ['shopper'] },
  group_leader: { openid: 'carol', may: ['shopper'] },
  staff_leader: { openid: 'lily', may: ['shopper'] },
  staff_former: { openid: 'former-leader', may: ['shopper'] },
  supplier: { openid: 'farmer', may: ['shopper', 'supplier'] },
  other_supplier: { openid: 'miller', may: ['shopper', 'supplier'] },
  revoked_supplier: { openid: 'former-farmer', may: ['shopper'] },
  revoked_staff: { openid: 'former-clerk', may: ['shopper'] },
  staff_merchant: { openid: 'clerk', may: ['shopper', 'merchant'] },
  staff_operator: { openid: 'overseer', may: ['shopper', 'operator'] },
  owner_of_the_shop: { openid: 'merchant', may: ['shopper', 'merchant'] },
}

export const EVERYBODY = Object.entries(PRINCIPALS)
