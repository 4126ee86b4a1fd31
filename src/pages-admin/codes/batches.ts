/** So many codes go up at once, and so many in one go of the merchant. */
export const BATCH = 200
export const MOST_CODES = 5000

/** What the server takes for a code: visible characters, spaces within. */
const CODE = /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/

export type Typed = { readonly ok: true; readonly codes: readonly string[] } | { readonly ok: false; readonly why: 'empty' | 'too_many' } | { readonly ok: false; readonly why: 'bad_line'; readonly line: number }

/** Codes as they were pasted, one a line; twice the same counts once, as it does in the shop (S45). */
export function codesOf(pasted: string): Typed {
  const codes = new Set<string>()
  for (const [index, row] of pasted.split('\n').entries()) {
    const code = row.trim()
    if (code === '') continue
    if (!CODE.test(code)) return { ok: false, why: 'bad_line', line: index + 1 }
    codes.add(code)
  }
  if (codes.size === 0) return { ok: false, why: 'empty' }
  return codes.size > MOST_CODES ? { ok: false, why: 'too_many' } : { ok: true, codes: [...codes] }
}

export function inBatches(codes: readonly string[]): readonly string[][] {
  return Array.from({ length: Math.ceil(codes.length / BATCH) }, (_, index) => codes.slice(index * BATCH, (index + 1) * BATCH))
}
