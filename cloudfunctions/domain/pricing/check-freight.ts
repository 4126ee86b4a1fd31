import type { FreightRate, FreightTemplate } from './freight'

/** The field that is wrong in a freight template about to be saved (S43), undefined when all is well. */
export function checkFreight({ id, rate, regionRates, freeFromFen, coldFen, excludedRegions }: FreightTemplate): string | undefined {
  if (id === '') return 'id'
  if (!isRate(rate)) return 'rate'
  // A region in two lists would be charged by whichever stands first, which nobody can have meant.
  const named = [...regionRates.flatMap(one => one.regions), ...excludedRegions]
  if (regionRates.some(one => one.regions.length === 0 || !isRate(one.rate))) return 'regionRates'
  if (new Set(named).size < named.length) return 'regions'
  if (freeFromFen !== null && freeFromFen < 0) return 'freeFromFen'
  return coldFen !== undefined && coldFen < 0 ? 'coldFen' : undefined
}

function isRate({ firstUnits, firstFen, nextUnits, nextFen }: FreightRate): boolean {
  return [firstUnits, nextUnits].every(units => Number.isSafeInteger(units) && units >= 1) && firstFen >= 0 && nextFen >= 0
}
