/** How often a word was searched for on a Shanghai day (S34); id `2026-03-01:脐橙`. */
export interface SearchCount {
  readonly id: string
  readonly day: string
  readonly word: string
  readonly count: number
  /** Whether the last search for it found anything. */
  readonly found: boolean
}

/** Longer than any word a catalogue answers to. */
const LONGEST_WORD = 20

/** A search as it is counted: trimmed, in lower case, one space between words. Undefined for what is no word. */
export function searchWord(keyword: string): string | undefined {
  const word = keyword.trim().toLowerCase().replace(/\s+/g, ' ')
  return word !== '' && [...word].length <= LONGEST_WORD && /^[\p{Letter}\p{Number}][\p{Letter}\p{Number} ]*$/u.test(word) ? word : undefined
}

export function searchCountId(day: string, word: string): string {
  return `${day}:${word}`
}

/** Words with how often each was searched for over all, most first; of equals the one first in order, so that the answer does not waver. */
export function sumCounts(counts: readonly SearchCount[]): { readonly word: string; readonly count: number; readonly found: boolean }[] {
  const sums = new Map<string, { word: string; count: number; found: boolean; day: string }>()
  for (const { word, count, found, day } of counts) {
    const sum = sums.get(word) ?? { word, count: 0, found, day }
    sums.set(word, { word, count: sum.count + count, ...(day >= sum.day ? { found, day } : { found: sum.found, day: sum.day }) })
  }
  return [...sums.values()].map(({ word, count, found }) => ({ word, count, found })).sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
}

/** What is offered to search for: the merchant's words first, then what shoppers search for and find (S34). */
export function hotWords(configured: readonly string[], counts: readonly SearchCount[], limit: number): string[] {
  return [...new Set([...configured, ...sumCounts(counts).filter(one => one.found).map(one => one.word)])].slice(0, limit)
}
