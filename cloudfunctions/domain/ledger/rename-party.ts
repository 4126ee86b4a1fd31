import type { Posting } from './posting'

/** The same movement under another name: amounts and accounts stay, so that every balance does (S12, I2). */
export function renameParty(posting: Posting, from: string, to: string): Posting {
  const renamed = <Entry extends { readonly party?: string }>(entry: Entry): Entry => entry.party === from ? { ...entry, party: to } : entry
  return {
    ...posting,
    entries: posting.entries.map(renamed),
    pointEntries: posting.pointEntries.map(renamed),
    ...(posting.balanceOf === from && { balanceOf: to }),
    ...(posting.commissionOf === from && { commissionOf: to }),
    ...(posting.pointsOf === from && { pointsOf: to }),
  }
}
