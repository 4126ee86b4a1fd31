import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CASES, quotesInWords } from '../../golden/quotes'
import { soldOrNot } from '../../golden/sold-or-not'

const file = fileURLToPath(new URL('../../golden/quotes.md', import.meta.url))

describe('golden quotes', () => {
  it('S15, S18, S19, S21, S22, S39, S42, S43, S52, X1, X3: every rule at its borders costs what is written down', () => {
    const now = quotesInWords()
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, now)
    expect(now).toBe(readFileSync(file, 'utf8'))
    expect(CASES.length).toBeGreaterThanOrEqual(60)
  })

  it('S42: a second and a millisecond before the cutoff are in time, the cutoff is not', () => {
    const answers = soldOrNot().split('\n').filter(row => row.includes('cutoff at 18:00')).map(row => row.split(' | ').at(-1))
    expect(answers).toEqual(['¥39.90 |', '¥39.90 |', 'past_cutoff |'])
  })
})
