// Secrets that are not real, put into the environment of the builds: whatever of them stands in a built file would stand there in a real deployment.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const secret = name => `planted-${name}-3f9c71d2`

/** Every variable that must never be built in. */
export const PLANTED = {
  LINTUAN_APP_SECRET: secret('app-secret'),
  LINTUAN_MCHID: '9900187654',
  LINTUAN_MCH_SERIAL: '7A51D3C0FFEE7A51D3C0FFEE7A51D3C0FFEE7A51',
  LINTUAN_MCH_KEY: secret('merchant-key'),
  LINTUAN_APIV3_KEY: secret('apiv3-key'),
  LINTUAN_DATA_KEY: secret('data-key'),
  LINTUAN_DATA_KEYS_EARLIER: secret('earlier-data-key'),
  LINTUAN_PAY_PUBLIC_KEY: secret('pay-public-key'),
  LINTUAN_OWNER_OPENID: secret('owner-openid'),
  TENCENTCLOUD_SECRETID: secret('cloud-secret-id'),
  TENCENTCLOUD_SECRETKEY: secret('cloud-secret-key'),
}

/** People of the demo shop and of tests: who is in a bundle would be in everybody's. */
const PEOPLE = ['13800000000', '13800001234', '13812345678', '邻里路 8 号', '文三路 1 号', 'DEMO-CARD']

/** What no built file may hold, whoever wrote it. */
const PATTERNS = [
  ['a private key', /-----BEGIN (RSA |EC )?PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/],
  ['a key id of Tencent Cloud', /\bAKID[0-9A-Za-z]{28,}\b/],
  ['the folder it was built in', () => process.cwd()],
]

/** Names of what only the server knows: the app has no use for them. */
export const SERVER_ONLY = Object.keys(PLANTED).filter(name => name !== 'LINTUAN_MCHID')

/** What of it stands in a text, in words; `also` are further texts to look for. */
export function leaksIn(text, also = []) {
  const planted = Object.entries(PLANTED).filter(([, value]) => text.includes(value) || text.includes(Buffer.from(value).toString('base64').replace(/=+$/, ''))).map(([name]) => `the value of ${name}`)
  const patterns = PATTERNS.filter(([, pattern]) => typeof pattern === 'function' ? text.includes(pattern()) : pattern.test(text)).map(([what]) => what)
  return [...planted, ...patterns, ...[...PEOPLE, ...also].filter(needle => text.includes(needle))]
}

/** Everything found below a folder, one line each; throws when there is nothing to look at. */
export function leaksBelow(folder, also = []) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  if (files.length === 0) throw new Error(`${folder} is empty: build first`)
  const found = files.flatMap((entry) => {
    const path = join(entry.parentPath ?? entry.path, entry.name)
    // Byte by byte, so that nothing is passed over for what it calls itself.
    const bytes = readFileSync(path)
    return [...new Set([...leaksIn(bytes.toString('utf8'), also), ...(path.endsWith('.map') ? ['a source map'] : [])])].map(what => `${path}: ${what}`)
  })
  return { files: files.length, found }
}
