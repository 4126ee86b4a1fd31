import { X509Certificate } from 'node:crypto'
import * as v from 'valibot'
import type { TrustedKey } from './key-ring'
import { openSealed } from './seal'

const answer = v.object({
  data: v.array(v.object({
    serial_no: v.string(),
    effective_time: v.string(),
    expire_time: v.string(),
    encrypt_certificate: v.object({ nonce: v.string(), associated_data: v.optional(v.string(), ''), ciphertext: v.string() }),
  })),
})

/** The platform certificates of `GET /v3/certificates`, opened with the APIv3 key. Throws when one cannot be opened or read. */
export function readCertificates(body: string, apiV3Key: string): TrustedKey[] {
  return v.parse(answer, JSON.parse(body)).data.map(({ serial_no: serial, effective_time, expire_time, encrypt_certificate: sealed }) => ({
    serial,
    key: new X509Certificate(openSealed(apiV3Key, { ciphertext: sealed.ciphertext, nonce: sealed.nonce, associatedData: sealed.associated_data })).publicKey,
    from: Date.parse(effective_time),
    until: Date.parse(expire_time),
  }))
}
