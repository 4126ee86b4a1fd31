export type TitleHint =
  | { readonly kind: 'too_short' | 'too_long'; readonly length: number; readonly limit: number }
  | { readonly kind: 'no_category_word' | 'emphatic_word'; readonly word: string }
  | { readonly kind: 'no_hot_word' }

export const TITLE_LENGTH = { min: 8, max: 30 } as const

/**
 * What could be better about a title (S36): its length in characters, a word of its category, a word that people search for, and none that only shouts.
 * Hints, not refusals.
 */
export function titleHints(title: string, { category, hot, emphatic }: { readonly category: string; readonly hot: readonly string[]; readonly emphatic: readonly string[] }): TitleHint[] {
  const hints: TitleHint[] = []
  const { length } = [...title.trim()]
  if (length < TITLE_LENGTH.min) hints.push({ kind: 'too_short', length, limit: TITLE_LENGTH.min })
  if (length > TITLE_LENGTH.max) hints.push({ kind: 'too_long', length, limit: TITLE_LENGTH.max })
  const lower = title.toLowerCase()
  if (category !== '' && !shares(lower, category.toLowerCase())) hints.push({ kind: 'no_category_word', word: category })
  if (hot.length > 0 && !hot.some(word => lower.includes(word.toLowerCase()))) hints.push({ kind: 'no_hot_word' })
  for (const word of emphatic) {
    if (lower.includes(word.toLowerCase())) hints.push({ kind: 'emphatic_word', word })
  }
  return hints
}

/** Whether a title has the category's name in it, or two neighbouring characters of it. */
function shares(title: string, category: string): boolean {
  const letters = [...category]
  return title.includes(category) || letters.some((letter, index) => index + 1 < letters.length && title.includes(letter + (letters[index + 1] ?? '')))
}
