import { describe, expect, it } from 'vitest'
import { formatCount, goodsCopy } from '@/copy/goods'
import { formatFen, formatFenExact, splitFen } from '@/copy/money'
import { nicknameOf } from '@/copy/profile'
import { countdownParts, formatLeft, formatTime } from '@/copy/time'

describe('money', () => {
  it.each([
    [0, '¥0', '¥0.00'],
    [1, '¥0.01', '¥0.01'],
    [10, '¥0.10', '¥0.10'],
    [99, '¥0.99', '¥0.99'],
    [100, '¥1', '¥1.00'],
    [110, '¥1.10', '¥1.10'],
    [9_999_999, '¥99999.99', '¥99999.99'],
    [-850, '-¥8.50', '-¥8.50'],
    [-1, '-¥0.01', '-¥0.01'],
  ])('X12: %i fen are %s on a price and %s on a bill', (fen, price, bill) => {
    expect(formatFen(fen)).toBe(price)
    expect(formatFenExact(fen)).toBe(bill)
  })

  it('X12: loses no fen between the large and the small digits', () => {
    for (let fen = 0; fen <= 12_345; fen++) {
      const { whole, cents } = splitFen(fen)
      expect(Number(whole) * 100 + Number(cents || '0')).toBe(fen)
    }
  })
})

describe('time', () => {
  const day = 86_400_000

  it.each([
    [0, '00:00:00'],
    [1, '00:00:01'],
    [1000, '00:00:01'],
    [1001, '00:00:02'],
    [59_999, '00:01:00'],
    [day - 1, '1天 00:00:00'],
    [day - 1000, '23:59:59'],
    [3 * day + 3_661_000, '3天 01:01:01'],
    [-5000, '00:00:00'],
  ])('S17: %i ms left are shown as %s', (left, shown) => {
    expect(formatLeft(left)).toBe(shown)
  })

  it('S17: says that the time is up only when it is', () => {
    expect(countdownParts(1)).toMatchObject({ seconds: '01' })
    expect(countdownParts(0)).toEqual({ days: 0, hours: '00', minutes: '00', seconds: '00' })
  })

  it('writes moments in the shop\'s own time wherever the phone is, across midnight and new year', () => {
    expect(formatTime(Date.UTC(2026, 11, 31, 15, 59))).toBe('2026-12-31 23:59')
    expect(formatTime(Date.UTC(2026, 11, 31, 16, 0))).toBe('2027-01-01 00:00')
  })
})

describe('words', () => {
  it.each([[0, '0'], [9999, '9999'], [10_000, '1万'], [12_800, '1.2万'], [3_456_789, '345.6万']])('a count of %i reads %s', (count, shown) => {
    expect(formatCount(count)).toBe(shown)
  })

  it('goods nobody has bought are new and not unloved', () => {
    expect(goodsCopy.sold(0)).not.toContain('0')
    expect(goodsCopy.sold(328)).toContain('328')
  })

  it('a shopper without a name is called as WeChat calls them', () => {
    expect(nicknameOf({ nickname: '' })).toBe('微信用户')
    expect(nicknameOf({ nickname: '  ' })).toBe('微信用户')
    expect(nicknameOf({ nickname: ' 小雨 ' })).toBe('小雨')
  })
})
