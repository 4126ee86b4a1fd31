import { createHash, createHmac } from 'node:crypto'

const SERVICE = 'faceid'
const SIGNED = 'content-type;host'
export const CONTENT_TYPE = 'application/json; charset=utf-8'

export interface SignedRequest {
  readonly host: string
  readonly body: string
  /** Epoch seconds. */
  readonly timestamp: number
}

/** Tencent Cloud's signature of an API request (TC3-HMAC-SHA256): over method, path, two headers and body, with a key that is good for one day. */
export function authorization({ host, body, timestamp }: SignedRequest, secretId: string, secretKey: string): string {
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const scope = `${date}/${SERVICE}/tc3_request`
  const request = ['POST', '/', '', `content-type:${CONTENT_TYPE}`, `host:${host}`, '', SIGNED, sha256(body)].join('\n')
  const key = [date, SERVICE, 'tc3_request'].reduce<Buffer | string>((secret, part) => hmac(secret, part), `TC3${secretKey}`)
  const signature = hmac(key, ['TC3-HMAC-SHA256', timestamp, scope, sha256(request)].join('\n')).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
