import { constants, sign } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { HttpMessage } from '../../cloudfunctions/ports'
import { API_V3_KEY, newSigner, sealed } from '../adapters/support/signer'
import { envelope, type Fields, signText, stranger, type Try, wechat } from './callback-kit'

/** What WeChat did not send, or sent of something that is not ours. Answers what is delivered. */
export type Forgery = (one: Try) => HttpMessage

const TIMESTAMP = 'Wechatpay-Timestamp'
const NONCE = 'Wechatpay-Nonce'
const SERIAL = 'Wechatpay-Serial'
const SIGNATURE = 'Wechatpay-Signature'

const headers = (change: (headers: Record<string, string | undefined>, one: Try) => Record<string, string | undefined>): Forgery => (one) => {
  const message = one.genuine()
  return { ...message, headers: change({ ...message.headers }, one) }
}
const header = (name: string, value: string | undefined | ((text: string) => string)): Forgery => headers(all => ({ ...all, [name]: typeof value === 'function' ? value(all[name] ?? '') : value }))
const body = (change: (text: string) => string): Forgery => (one) => {
  const message = one.genuine()
  return { ...message, body: change(message.body) }
}
const at = (ms: number): Forgery => one => one.signed(envelope(one.kind.event, one.content), wechat, one.world.now + ms)
const well = (text: (one: Try) => string): Forgery => one => one.signed(text(one))
const resign = (how: (text: string) => string): Forgery => headers((all, one) => ({ ...all, [SIGNATURE]: how(`${all[TIMESTAMP]}\n${all[NONCE]}\n${one.genuine().body}\n`) }))

const flip = (from: (length: number) => number) => (bytes: Buffer): void => void bytes.writeUInt8(bytes.readUInt8(from(bytes.length)) ^ 1, from(bytes.length))

/** Not WeChat's word: refused whatever it says, of whatever kind. */
export const NOT_WECHATS: Readonly<Record<string, Forgery>> = {
  'no headers': headers(() => ({})),
  'empty headers': headers(() => ({ [TIMESTAMP]: '', [NONCE]: '', [SERIAL]: '', [SIGNATURE]: '' })),
  ...Object.fromEntries([TIMESTAMP, NONCE, SERIAL, SIGNATURE].flatMap(name => [[`without ${name}`, header(name, undefined)], [`with an empty ${name}`, header(name, '')]])),
  'a stranger\'s key under the stranger\'s serial': one => one.signed(envelope(one.kind.event, one.content), stranger),
  'a stranger\'s key under WeChat\'s serial': one => one.signed(envelope(one.kind.event, one.content), { ...stranger, serial: wechat.serial }),
  'WeChat\'s key under a stranger\'s serial': header(SERIAL, stranger.serial),
  'a serial that looks like a certificate\'s': header(SERIAL, '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'),
  'a serial with a blank': header(SERIAL, text => `${text} `),
  'a serial that every object has': header(SERIAL, 'constructor'),
  'our own APIv3 key as a signature': header(SIGNATURE, Buffer.from(API_V3_KEY).toString('base64')),
  'WeChat\'s probe': header(SIGNATURE, text => `WECHATPAY/SIGNTEST/${text}`),
  'a signature cut short': header(SIGNATURE, text => text.slice(0, -8)),
  'a signature with one bit wrong': header(SIGNATURE, text => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`),
  'a signature in another alphabet': header(SIGNATURE, text => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '').replace(/^/, '-')),
  'no signature but words': header(SIGNATURE, 'trust me'),
  'a signature of the body alone': headers((all, one) => ({ ...all, [SIGNATURE]: signText('sha256', one.genuine().body) })),
  'a signature with its parts in another order': headers((all, one) => ({ ...all, [SIGNATURE]: signText('sha256', `${all[NONCE]}\n${all[TIMESTAMP]}\n${one.genuine().body}\n`) })),
  'a signature by SHA-1': resign(text => signText('sha1', text)),
  'a signature by PSS': resign(text => sign('sha256', Buffer.from(text), { key: wechat.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }).toString('base64')),
  'the signature of another notification': headers((all, one) => ({ ...all, [SIGNATURE]: one.genuine({ out_trade_no: 'order-other' }).headers[SIGNATURE] })),
  'another nonce': header(NONCE, text => `${text}0`),
  'another second': header(TIMESTAMP, text => String(Number(text) + 1)),
  'a time long ago': at(-301_000),
  'a time to come': at(301_000),
  'a genuine one told again a day later': at(-86_400_000),
  'a time in milliseconds': header(TIMESTAMP, text => `${text}000`),
  'a time below nothing': header(TIMESTAMP, text => `-${text}`),
  'a time that is no number': header(TIMESTAMP, 'NaN'),
  'a time in hexadecimal': header(TIMESTAMP, text => `0x${Number(text).toString(16)}`),
  'one letter of the body changed': body(text => text.replace('EV-2026', 'EV-2027')),
  'the event changed': body(text => text.replace(/"event_type":"[^"]+"/, '"event_type":"TRANSACTION.SUCCESS "')),
  'the body with a blank behind it': body(text => `${text} `),
  'the body with a mark of byte order': body(text => `\ufeff${text}`),
  'the body written anew': body(text => JSON.stringify(JSON.parse(text), null, 1)),
  'the body with its keys in another order': body(text => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as Fields).reverse()))),
  'the body cut short': body(text => text.slice(0, -20)),
  'no body': body(() => ''),
  'the body in base64': body(text => Buffer.from(text).toString('base64')),
  'the body packed': body(text => gzipSync(text).toString('latin1')),
  'the body of another notification': one => ({ ...one.genuine(), body: one.genuine({ out_trade_no: 'order-other' }).body }),
  'the plain content as body, unsigned': one => ({ ...one.genuine(), body: JSON.stringify(one.content) }),
  'signed, but no JSON': well(() => 'paid'),
  'signed, but no envelope': well(() => '{}'),
  'signed, but the content in clear': well(one => JSON.stringify({ event_type: one.kind.event, resource: one.content })),
  'signed, but a list': well(one => `[${envelope(one.kind.event, one.content)}]`),
  'signed, but sealed with another key': well(one => envelope(one.kind.event, one.content, { key: 'x'.repeat(32) })),
  'signed, but another algorithm': well(one => envelope(one.kind.event, one.content, {}, { algorithm: 'AEAD_SM4_GCM' })),
  'signed, but the tag cut': well(one => envelope(one.kind.event, one.content, {}, { ciphertext: cut(one, bytes => bytes.subarray(0, -16)) })),
  'signed, but a short tag': well(one => envelope(one.kind.event, one.content, {}, { ciphertext: cut(one, bytes => bytes.subarray(0, -4)) })),
  'signed, but the tag changed': well(one => envelope(one.kind.event, one.content, { spoil: flip(length => length - 1) })),
  'signed, but the sealed text changed': well(one => envelope(one.kind.event, one.content, { spoil: flip(() => 5) })),
  'signed, but another nonce in the seal': well(one => envelope(one.kind.event, one.content, {}, { nonce: '000000000000' })),
  'signed, but no nonce in the seal': well(one => envelope(one.kind.event, one.content, {}, { nonce: '' })),
  'signed, but other data beside the seal': well(one => envelope(one.kind.event, one.content, {}, { associated_data: 'certificate' })),
  'signed, but nothing beside the seal': well(one => envelope(one.kind.event, one.content, {}, { associated_data: '' })),
  'signed, but nothing sealed': well(one => envelope(one.kind.event, one.content, {}, { ciphertext: '' })),
  'signed, but what is sealed is no JSON': well(one => envelope(one.kind.event, 'paid!')),
  'a key made up a moment ago under a new serial': (one) => {
    const made = newSigner('PUB_KEY_ID_0110000000000000000000000002')
    return one.signed(envelope(one.kind.event, one.content), made)
  },
}

function cut(one: Try, how: (bytes: Buffer) => Buffer): string {
  return how(Buffer.from(sealed(JSON.stringify(one.content), 'transaction').ciphertext, 'base64')).toString('base64')
}
