/**
 * Splits text into the single characters and neighbouring pairs a keyword search works on (S36): Chinese has no spaces, and pairs find a
 * word without a dictionary. Latin letters count in lower case; spaces and punctuation separate.
 */
export function searchTerms(text: string): string[] {
  const terms = new Set<string>()
  for (const run of text.toLowerCase().split(/[^\p{Letter}\p{Number}]+/u)) {
    const letters = [...run]
    letters.forEach((letter, index) => {
      terms.add(letter)
      const next = letters[index + 1]
      if (next) terms.add(letter + next)
    })
  }
  return [...terms]
}

/** What a title must contain to match a keyword: its pairs, or its only character. At most eight, which is plenty to tell goods apart. */
export function queryTerms(keyword: string): string[] {
  const terms = searchTerms(keyword)
  const pairs = terms.filter(term => [...term].length === 2)
  return (pairs.length > 0 ? pairs : terms).slice(0, 8)
}

/**
 * Finds in the order a shopper expects (S36): the keyword as it stands in the title, then every part of it somewhere in the title, then the rest, which
 * subtitle or category found. Among equals the order stays as it was.
 */
export function rankFinds<Find extends { readonly title: string }>(finds: readonly Find[], keyword: string): Find[] {
  const wanted = queryTerms(keyword)
  const whole = keyword.trim().toLowerCase()
  const score = ({ title }: Find): number => {
    if (title.toLowerCase().includes(whole)) return 0
    const terms = new Set(searchTerms(title))
    return wanted.every(term => terms.has(term)) ? 1 : 2
  }
  return finds.map(find => ({ find, at: score(find) })).sort((a, b) => a.at - b.at).map(one => one.find)
}
