import * as v from 'valibot'
import { id, text, whole } from './fields'
import { procedure } from './procedure'

/** What a merchant may want to change about a title (S36); nothing is refused for it. */
export type TitleHintView =
  | { readonly kind: 'too_short' | 'too_long'; readonly length: number; readonly limit: number }
  | { readonly kind: 'no_category_word' | 'emphatic_word'; readonly word: string }
  | { readonly kind: 'no_hot_word' }

export interface SearchReportRow { readonly word: string; readonly count: number; /** Whether the last search for it found anything. */ readonly found: boolean }

const words = (most: number) => v.pipe(v.array(text(12)), v.maxLength(most), v.check(list => new Set(list).size === list.length))

export const catalogueShopProcedures = {
  /** What is offered to search for: the merchant's words, then what is searched for most (S34). */
  'search.hot': procedure<{ words: readonly string[] }>()({ caller: 'shopper', input: v.strictObject({}) }),
}

export const catalogueAdminProcedures = {
  /** The words as they stand: those offered to search for, and those a title should not shout with. */
  'search.words': procedure<{ hot: readonly string[]; emphatic: readonly string[] }>()({ caller: 'merchant', input: v.strictObject({}) }),
  'search.saveHotWords': procedure<{ saved: true }>()({ caller: 'merchant', input: v.strictObject({ words: words(20) }) }),
  /** Words a title should not shout with; replaces the list the shop came with. */
  'search.saveTitleWords': procedure<{ saved: true }>()({ caller: 'merchant', input: v.strictObject({ emphatic: words(100) }) }),
  /** What was searched for in the last days, today included, most first. */
  'search.report': procedure<{ rows: readonly SearchReportRow[] }>()({ caller: 'merchant', input: v.strictObject({ days: whole(1, 30) }) }),
  'goods.check': procedure<{ hints: readonly TitleHintView[] }>()({ caller: 'merchant', input: v.strictObject({ title: text(60), categoryId: id }) }),
}
