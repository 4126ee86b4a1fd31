import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { queryTerms, searchTerms } from '../../cloudfunctions/domain/product/search-terms'

const finds = (keyword: string, title: string): boolean => {
  const terms = searchTerms(title)
  const wanted = queryTerms(keyword)
  return wanted.length > 0 && wanted.every(term => terms.includes(term))
}

describe('keyword search', () => {
  it('S36: finds a title by any part of it of a character or more', () => {
    for (const keyword of ['脐橙', '赣南', '橙', '赣南脐橙', '5斤', 'ABC', 'abc', '南脐']) expect(finds(keyword, '赣南脐橙 5斤装 abc'), keyword).toBe(true)
    for (const keyword of ['苹果', '橙脐', '10斤', '橙5']) expect(finds(keyword, '赣南脐橙 5斤装 abc'), keyword).toBe(false)
  })

  it('S36: nothing but punctuation finds nothing', () => {
    for (const keyword of ['', '   ', '，。！', '🍊']) expect(queryTerms(keyword)).toEqual([])
  })

  it('S36: whatever is in a title finds it', () => {
    const titles = fc.array(fc.constantFrom(...'赣南脐橙新鲜水果ab12 ·'), { minLength: 1, maxLength: 30 }).map(letters => letters.join(''))
    fc.assert(fc.property(titles, fc.nat(29), fc.integer({ min: 1, max: 10 }), (title, start, length) => {
      const keyword = title.slice(start, start + length)
      fc.pre(queryTerms(keyword).length > 0)
      expect(finds(keyword, title)).toBe(true)
    }))
  })

  it('S36: stays small: at most eight terms a search, two a character of the title', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      expect(queryTerms(text).length).toBeLessThanOrEqual(8)
      expect(searchTerms(text).length).toBeLessThanOrEqual(2 * [...text.toLowerCase()].length)
      expect(new Set(searchTerms(text)).size).toBe(searchTerms(text).length)
    }))
  })
})
