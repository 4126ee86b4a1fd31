import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CASES, quotesInWords } from '../../golden/quotes'

const file = fileURLToPath(new URL('../../golden/quotes.md', import.meta.url))

describe('golden quotes', () => {
  it('S15, S18, S19, S21, S22, S39, S52, X1: every rule at its borders costs what is written down', () => {
    const now = quotesInWords()
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, now)
    expect(now).toBe(readFileSync(file, 'utf8'))
    expect(CASES.length).toBeGreaterThanOrEqual(60)
  })
})
