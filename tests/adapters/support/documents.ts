import type { Member } from '../../../cloudfunctions/domain/member/member'

/** A member as far as these tests look at one. */
export function memberOf(fields: object): Member {
  return { id: 'o-alice', nickname: 'alice', avatar: '', createdAt: 1, holds: {}, holdCount: 0, bought: {}, ...fields } as unknown as Member
}
