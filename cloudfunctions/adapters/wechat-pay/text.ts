import type { Instant } from '../../domain/kernel/instant'

const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000

/** An instant as WeChat Pay wants it: RFC 3339 to the second, in China's time zone whatever the machine's is. */
export function chinaTime(at: Instant): string {
  return `${new Date(at + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}

/** Cuts text to a number of UTF-8 bytes without splitting a character. */
export function cutToBytes(text: string, bytes: number): string {
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break
    kept += character
  }
  return kept
}
