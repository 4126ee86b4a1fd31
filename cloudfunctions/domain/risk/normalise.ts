import type { Address } from '../order/order'

/** Chinese digits as they are written in house numbers, from zero to nine, and ten. */
const DIGITS = '\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d'
const TEN = '\u5341'
/** Another way to write zero. */
const ZERO = /\u3007/gu
/** Number, building, floor, room, also in traditional forms: they keep figures apart, and say nothing else. */
const UNITS = /[\u53f7\u865f\u697c\u6a13\u680b\u68df\u5e62\u5c42\u5c64\u5ba4]/gu

/**
 * One text for one door, however it was typed (S75): full-width letters, spaces, punctuation, traditional forms and Chinese numerals make no
 * difference, nor does a region repeated in the detail.
 */
export function normalAddress({ province, city, district, detail }: Omit<Address, 'name' | 'phone'>): string {
  const parts = [province, city, district].map(normalText)
  const rest = parts.reduce((text, part) => part !== '' && text.startsWith(part) ? text.slice(part.length) : text, normalText(detail))
  return [...parts, rest].join('|')
}

function normalText(text: string): string {
  const apart = text.normalize('NFKC').toLowerCase().replace(ZERO, '0').replace(UNITS, '-').replace(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, '-')
  // What is left between two figures must stay: house 1, room 2 is not house 12.
  return withDigits(apart).replace(/-+/g, '-').replace(/(?<!\d)-|-(?!\d)/g, '')
}

/** Numerals up to ninety-nine as digits: twelve is `12`, and digits one after the other stay so. */
function withDigits(text: string): string {
  const tens = new RegExp(`([${DIGITS}]?)${TEN}([${DIGITS}]?)`, 'gu')
  const value = (digit: string): number => DIGITS.indexOf(digit)
  return text
    .replace(tens, (_, ten: string, one: string) => String((ten === '' ? 1 : value(ten)) * 10 + (one === '' ? 0 : value(one))))
    .replace(new RegExp(`[${DIGITS}]`, 'gu'), digit => String(value(digit)))
}
