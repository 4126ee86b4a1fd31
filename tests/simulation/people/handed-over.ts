import { SEAL } from '../cloud/load'
import type { Documents } from '../cloud/documents'

/** What cannot be taken back: codes that somebody has seen, services that somebody has had (S44, S45). */
export class HandedOver {
  readonly #shown = new Map<string, string>()
  readonly #used = new Map<string, Set<string>>()

  showed(codes: readonly string[], orderId: string): void {
    for (const code of codes) this.#shown.set(`${code} ${orderId}`, SEAL.mac(`code:${code}`))
  }

  used(code: string, requestId: string): void {
    this.#used.set(code, (this.#used.get(code) ?? new Set()).add(requestId))
  }

  broken(documents: Documents): string[] {
    const broken: string[] = []
    const owners = [...this.#shown].map(([name, id]) => ({ id, orderId: name.split(' ')[1] }))
    if (new Set(owners.map(one => one.id)).size < owners.length) broken.push('S45: one code was shown for two orders')
    for (const { id, orderId } of owners) {
      const code = documents.one('card_codes', id)
      if (code?.state !== 'assigned' || code.orderId !== orderId) broken.push(`S45: a code that was shown for ${orderId} is ${code?.state} for ${code?.orderId}`)
    }
    for (const [code, requests] of this.#used) {
      if (requests.size > 1) broken.push(`S44: a voucher was used ${requests.size} times`)
      const voucher = documents.one('vouchers', code)
      if (voucher?.state !== 'used') broken.push(`S44: a voucher of ${voucher?.orderId} that was used is ${voucher?.state}`)
    }
    return broken
  }
}
