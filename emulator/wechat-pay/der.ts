import { sign, type KeyObject } from 'node:crypto'

// The few ASN.1 types an X.509 certificate is made of, in distinguished encoding.

function element(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + hex.length % 2, '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

/** Big-endian bytes of a positive number; a leading zero keeps the sign bit clear. */
function integer(bytes: Buffer): Buffer {
  return element(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const groups = [part & 0x7F]
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift(left & 0x7F | 0x80)
    bytes.push(...groups)
  }
  return element(0x06, Buffer.from(bytes))
}

const sequence = (...parts: Buffer[]): Buffer => element(0x30, ...parts)
const explicit = (number: number, part: Buffer): Buffer => element(0xA0 | number, part)
const bitString = (bytes: Buffer): Buffer => element(0x03, Buffer.from([0]), bytes)
const generalizedTime = (at: number): Buffer =>
  element(0x18, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}Z`))

const attributes = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' } as const

export type Name = Partial<Record<keyof typeof attributes, string>>

function name(parts: Name): Buffer {
  const entries = Object.entries(parts) as [keyof typeof attributes, string][]
  return sequence(...entries.map(([key, value]) =>
    element(0x31, sequence(objectId(attributes[key]), element(key === 'C' ? 0x13 : 0x0C, Buffer.from(value))))))
}

export interface CertificateFacts {
  serial: string
  issuer: Name
  subject: Name
  from: number
  until: number
  publicKey: KeyObject
  signWith: KeyObject
}

/** An X.509 certificate as PEM, signed with RSA and SHA-256. `serial` is hexadecimal. */
export function issueCertificate(facts: CertificateFacts): string {
  const algorithm = sequence(objectId('1.2.840.113549.1.1.11'), element(0x05))
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.from(facts.serial, 'hex')),
    algorithm,
    name(facts.issuer),
    sequence(generalizedTime(facts.from), generalizedTime(facts.until)),
    name(facts.subject),
    facts.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const certificate = sequence(content, algorithm, bitString(sign('sha256', content, facts.signWith)))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
