import { createDecipheriv } from 'node:crypto'

export interface Sealed {
  readonly ciphertext: string
  readonly nonce: string
  readonly associatedData: string
}

const TAG_BYTES = 16

/**
 * Opens what WeChat sealed with the APIv3 key (AES-256-GCM, the tag at the end of the ciphertext). Throws when the tag does not fit: the
 * merchant library skips that check, and would hand out altered amounts as genuine.
 */
export function openSealed(apiV3Key: string, { ciphertext, nonce, associatedData }: Sealed): string {
  const bytes = Buffer.from(ciphertext, 'base64')
  if (bytes.length < TAG_BYTES) throw new Error('sealed text is too short')
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(associatedData))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
