import type { HttpMessage } from '../../ports'

/** Reads an HTTP access event: header names in lower case, the body as the text that was sent. Undefined for anything else. */
export function readHttpEvent(event: unknown): HttpMessage | undefined {
  if (typeof event !== 'object' || event === null) return undefined
  const { headers, body, isBase64Encoded, httpMethod } = event as Record<string, unknown>
  if (httpMethod !== 'POST' || typeof headers !== 'object' || headers === null || typeof body !== 'string') return undefined
  const lowered: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') lowered[name.toLowerCase()] = value
  }
  return { headers: lowered, body: isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body }
}
