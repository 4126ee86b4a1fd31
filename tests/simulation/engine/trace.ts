import { hashOf } from './random'

/** All that happened, as one number; equal numbers mean equal runs. The last lines are kept for whoever looks at a failure. */
export class Trace {
  #low = 0x811c9dc5
  #high = 0x1000193
  readonly lines: string[] = []

  constructor(private readonly keep: number) {}

  add(at: number, text: string): void {
    this.#low = hashOf(text, this.#low ^ (at >>> 0))
    this.#high = hashOf(text, (this.#high + at) >>> 0)
    if (this.keep > 0) {
      this.lines.push(`${new Date(at).toISOString().slice(11, 23)} ${text}`)
      if (this.lines.length > this.keep) this.lines.shift()
    }
  }

  get hash(): string {
    return this.#low.toString(16).padStart(8, '0') + this.#high.toString(16).padStart(8, '0')
  }
}
