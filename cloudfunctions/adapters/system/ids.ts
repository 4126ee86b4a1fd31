import { createHmac, randomBytes } from 'node:crypto'
import type { Ids } from '../../ports'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM_LENGTH = 20
const DERIVED_LENGTH = 10
/** Bytes from here on would make the first characters of the alphabet likelier than the rest. */
const FAIR_BYTES = 256 - 256 % ALPHABET.length

/**
 * Random ids of 20 letters and digits, about 119 bits: not to be guessed, not to collide, fit for `out_trade_no`. Derived codes follow from
 * text and secret; under another secret the same text gives another code, and codes given out before stay as valid as their documents.
 */
export function secretIds(secret: string): Ids {
  return {
    next: () => lettersOf(RANDOM_LENGTH, () => randomBytes(RANDOM_LENGTH)),
    derive: text => lettersOf(DERIVED_LENGTH, round => createHmac('sha256', secret).update(`lintuan:${round}:${text}`).digest()),
  }
}

/** Letters and digits from bytes, asking for more bytes while unfair ones leave too few. */
function lettersOf(length: number, bytesOf: (round: number) => Uint8Array): string {
  let letters = ''
  for (let round = 0; letters.length < length; round += 1) {
    for (const byte of bytesOf(round)) {
      if (byte < FAIR_BYTES && letters.length < length) letters += ALPHABET.charAt(byte % ALPHABET.length)
    }
  }
  return letters
}
