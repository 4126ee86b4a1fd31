import type { IndexDeclaration } from '../../emulator/cloudbase/database/index'

/** What the writers do and the checks know of it. */
export const ACCOUNTS = 40
export const OPENING_BALANCE = 1_000_000

export const COLLECTIONS = ['notes', 'counters', 'accounts', 'transfers']

export const INDEXES: readonly IndexDeclaration[] = [
  { collection: 'notes', name: 'round', fields: [{ field: 'round', direction: 'asc' }, { field: '_id', direction: 'asc' }] },
  { collection: 'notes', name: 'code', fields: [{ field: 'code', direction: 'asc' }], unique: true },
  { collection: 'transfers', name: 'round', fields: [{ field: 'round', direction: 'asc' }, { field: '_id', direction: 'asc' }] },
  { collection: 'counters', name: 'n', fields: [{ field: 'n', direction: 'desc' }] },
]

export function accountId(n: number): string {
  return `account-${String(n).padStart(2, '0')}`
}

export interface Transfer {
  _id: string
  round: number
  from: string
  to: string
  amount: number
}

/** One line of the log: what was acknowledged. */
export type Acknowledged =
  | { did: 'wrote' | 'removed' | 'moved'; id: string; round: number }
  | { did: 'counted'; id: string; n: number }
