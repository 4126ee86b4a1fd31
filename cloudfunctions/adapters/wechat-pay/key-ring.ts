import type { KeyObject } from 'node:crypto'
import type { Instant } from '../../domain/kernel/instant'

/** One of WeChat's keys. A merchant's WeChat Pay public key has no end; platform certificates have. */
export interface TrustedKey {
  readonly serial: string
  readonly key: KeyObject
  readonly from: Instant
  readonly until: Instant
}

export interface KeyRingOptions {
  /** The WeChat Pay public key, for merchants who have one (`PUB_KEY_ID_…`). */
  readonly publicKey?: { readonly id: string; readonly key: KeyObject }
  /** Fetches and opens the platform certificates; undefined when that did not work. */
  readonly fetchCertificates: () => Promise<readonly TrustedKey[] | undefined>
  readonly now: () => Instant
}

const FETCH_GAP_MS = 60_000

/**
 * The list of serials we trust. In platform-certificate mode, and while WeChat moves a merchant to a public key, an unknown serial makes us
 * fetch the certificates, at most once a minute: a flood of forged serials must not become a flood of requests of ours.
 */
export class KeyRing {
  readonly #options: KeyRingOptions
  #certificates: readonly TrustedKey[] = []
  #fetchedAt = Number.NEGATIVE_INFINITY
  #fetching: Promise<void> | undefined

  constructor(options: KeyRingOptions) {
    this.#options = options
  }

  /** The key for a serial, compared without regard to case. */
  find = async (serial: string): Promise<KeyObject | undefined> => {
    const known = this.#lookUp(serial)
    if (known || !looksLikeCertificate(serial)) return known
    await this.#refresh()
    return this.#lookUp(serial)
  }

  /** The key to name in `Wechatpay-Serial`, by which WeChat then answers, and to encrypt for. Undefined while certificates cannot be had. */
  async preferred(): Promise<{ readonly serial: string; readonly key: KeyObject } | undefined> {
    const { publicKey } = this.#options
    if (publicKey) return { serial: publicKey.id, key: publicKey.key }
    if (!this.#newest()) await this.#refresh()
    return this.#newest()
  }

  #lookUp(serial: string): KeyObject | undefined {
    const { publicKey, now } = this.#options
    const wanted = serial.toUpperCase()
    if (publicKey && wanted === publicKey.id.toUpperCase()) return publicKey.key
    return this.#certificates.find(certificate => certificate.serial.toUpperCase() === wanted && now() < certificate.until)?.key
  }

  #newest(): TrustedKey | undefined {
    const now = this.#options.now()
    return this.#certificates.filter(certificate => certificate.from <= now && now < certificate.until).sort((a, b) => b.from - a.from)[0]
  }

  #refresh(): Promise<void> {
    const now = this.#options.now()
    if (!this.#fetching && Math.abs(now - this.#fetchedAt) >= FETCH_GAP_MS) {
      this.#fetchedAt = now
      this.#fetching = this.#fetch().finally(() => this.#fetching = undefined)
    }
    return this.#fetching ?? Promise.resolve()
  }

  async #fetch(): Promise<void> {
    const fetched = await this.#options.fetchCertificates()
    if (fetched && fetched.length > 0) this.#certificates = fetched
  }
}

function looksLikeCertificate(serial: string): boolean {
  return /^[0-9A-Fa-f]{8,64}$/.test(serial)
}
