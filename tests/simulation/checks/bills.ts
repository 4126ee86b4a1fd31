import type { Documents } from '../cloud/documents'

/** Weeks later every day's bill is matched, and nothing in it is left for a person to explain (X13). */
export function billsBroken(documents: Documents): string[] {
  const open = documents.all('settlements').filter(day => day.state !== 'closed').map(day => `X13: ${day.id} is still at its ${day.state}`)
  const differences = documents.all('settlement_differences').filter(one => one.state !== 'settled').map(one => `X13: ${one.number} of ${one.day} differs: ${JSON.stringify(one)}`)
  return [...open, ...differences]
}
