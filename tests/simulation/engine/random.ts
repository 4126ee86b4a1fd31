import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

const FRACTIONS = 2 ** 30

/** Chance that a seed and a name decide. Each user has a stream of its own, so that taking one fault away leaves the draws of all others as they were. */
export class Random {
  readonly #generator: RandomGenerator

  constructor(seed: number, name: string) {
    this.#generator = xoroshiro128plus(mixed(hashOf(`${seed}/${name}`)))
    // The generator's first numbers follow its seed too closely.
    for (let skipped = 0; skipped < 8; skipped += 1) this.#generator.next()
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return uniformInt(this.#generator, from, to)
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** From 0 up to 1. */
  fraction = (): number => this.int(0, FRACTIONS - 1) / FRACTIONS

  pick<T>(from: readonly T[]): T {
    const found = from[this.int(0, from.length - 1)]
    if (found === undefined) throw new RangeError('nothing to pick from')
    return found
  }

  /** Picks by weight. */
  weighted<T extends { readonly weight: number }>(from: readonly T[]): T {
    let left = this.fraction() * from.reduce((sum, one) => sum + one.weight, 0)
    for (const one of from) {
      left -= one.weight
      if (left < 0) return one
    }
    return this.pick(from)
  }
}

/** Spreads what differs in a few bits over all of them (the last steps of MurmurHash3). */
function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

/** 32 bits of a text (FNV-1a). */
export function hashOf(text: string, start = 0x811c9dc5): number {
  let hash = start
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
