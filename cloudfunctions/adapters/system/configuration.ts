import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import * as v from 'valibot'

/** Everything the shop is configured with. Keys are parsed once, here. */
export interface Configuration {
  readonly envId: string
  readonly appid: string
  readonly appSecret: string
  readonly mchid: string
  readonly mchSerial: string
  readonly mchKey: KeyObject
  readonly apiV3Key: string
  /** 32 bytes under which card codes and personal data are kept; losing it loses them. */
  readonly dataKey: Buffer
  /** Keys in use before, newest first: what was sealed under them can still be read. */
  readonly earlierDataKeys: readonly Buffer[]
  /** Left out for merchants who still verify by platform certificates. */
  readonly payPublicKey?: { readonly id: string; readonly key: KeyObject }
  readonly payBaseUrl: string
  readonly wechatBaseUrl: string
  readonly notifyUrl: string
  /** The shop's first merchant. */
  readonly ownerOpenid?: string
  /** For how long an instance shows what it has read for a public page, in milliseconds. */
  readonly pagesForMs: number
  /** Its account for checks of real name and face; left out, no payee can be changed (S76). */
  readonly faceId?: { readonly merchantId: string; readonly secretId: string; readonly secretKey: string; readonly baseUrl: string }
}

/** The environment lacks something; the message names every variable that is wrong, and no value. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
}

const matching = (pattern: RegExp, shape: string) => v.pipe(v.string('is missing'), v.nonEmpty('is missing'), v.regex(pattern, `is not ${shape}`))
const address = v.pipe(matching(/^https?:\/\/[^\s?#]+$/, 'an http(s) address without a query'), v.transform(url => url.replace(/\/+$/, '')))
const key = (parse: (der: Buffer) => KeyObject, shape: string) => v.pipe(
  v.string('is missing'),
  v.nonEmpty('is missing'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      const parsed = parse(Buffer.from(dataset.value, 'base64'))
      if (parsed.asymmetricKeyType === 'rsa') return parsed
    }
    catch {
      // Not a key at all; said below like any other wrong one.
    }
    addIssue({ message: `is not ${shape}` })
    return NEVER
  }),
)

const variables = v.object({
  LINTUAN_APPID: matching(/^wx[0-9a-zA-Z]{6,30}$/, 'an appid'),
  LINTUAN_APP_SECRET: matching(/^\S{8,64}$/, 'an app secret'),
  LINTUAN_MCHID: matching(/^\d{6,32}$/, 'a merchant number'),
  LINTUAN_MCH_SERIAL: v.pipe(matching(/^[0-9A-Fa-f]{8,64}$/, 'a certificate serial'), v.toUpperCase()),
  LINTUAN_MCH_KEY: key(der => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), 'an RSA private key (PKCS#8 DER, base64)'),
  LINTUAN_APIV3_KEY: matching(/^[\x21-\x7e]{32}$/, '32 characters'),
  LINTUAN_DATA_KEY: v.pipe(matching(/^[0-9A-Za-z+/]{43}=$/, '32 bytes in base64'), v.transform(text => Buffer.from(text, 'base64'))),
  LINTUAN_DATA_KEYS_EARLIER: v.optional(v.pipe(
    matching(/^[0-9A-Za-z+/]{43}=(,[0-9A-Za-z+/]{43}=)*$/, 'a list of keys of 32 bytes in base64'),
    v.transform(text => text.split(',').map(key => Buffer.from(key, 'base64'))),
  )),
  LINTUAN_PAY_BASE_URL: v.optional(address, 'https://api.mch.weixin.qq.com'),
  LINTUAN_WECHAT_BASE_URL: v.optional(address, 'https://api.weixin.qq.com'),
  LINTUAN_NOTIFY_URL: address,
  LINTUAN_OWNER_OPENID: v.optional(matching(/^[0-9A-Za-z_-]{6,64}$/, 'an openid')),
  LINTUAN_PAGES_FOR_MS: v.optional(v.pipe(matching(/^\d{1,4}$/, 'a number of milliseconds, at most 9999'), v.transform(Number)), '1000'),
})

/** Both or neither: the id says which mode the merchant is in. */
const publicKeyVariables = v.object({
  LINTUAN_PAY_KEY_ID: matching(/^PUB_KEY_ID_\w{1,64}$/, 'a WeChat Pay public key id'),
  LINTUAN_PAY_PUBLIC_KEY: key(der => createPublicKey({ key: der, format: 'der', type: 'spki' }), 'an RSA public key (SPKI DER, base64)'),
})

/** All or none: a shop may do without checks of real name and face. */
const faceIdVariables = v.object({
  LINTUAN_FACEID_MERCHANT: matching(/^\w{6,32}$/, 'an EID merchant id'),
  LINTUAN_FACEID_SECRET_ID: matching(/^\w{8,64}$/, 'a secret id'),
  LINTUAN_FACEID_SECRET_KEY: matching(/^\w{8,64}$/, 'a secret key'),
  LINTUAN_FACEID_BASE_URL: v.optional(address, 'https://faceid.tencentcloudapi.com'),
})

/** Reads the configuration from environment variables. Throws one error that names all that is missing or malformed. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const envId = env.TCB_ENV || env.SCF_NAMESPACE
  const main = v.safeParse(variables, blankAsAbsent(env))
  const publicKey = env.LINTUAN_PAY_KEY_ID || env.LINTUAN_PAY_PUBLIC_KEY ? v.safeParse(publicKeyVariables, env) : undefined
  const faceId = env.LINTUAN_FACEID_MERCHANT ? v.safeParse(faceIdVariables, blankAsAbsent(env)) : undefined
  const faults = [...envId ? [] : ['TCB_ENV is missing'], ...faultsOf(main.issues), ...faultsOf(publicKey?.issues), ...faultsOf(faceId?.issues)]
  if (!envId || !main.success || publicKey?.success === false || faceId?.success === false) throw new ConfigurationError(`The configuration is incomplete: ${faults.join('; ')}.`)
  const { output } = main
  return {
    envId,
    appid: output.LINTUAN_APPID,
    appSecret: output.LINTUAN_APP_SECRET,
    mchid: output.LINTUAN_MCHID,
    mchSerial: output.LINTUAN_MCH_SERIAL,
    mchKey: output.LINTUAN_MCH_KEY,
    apiV3Key: output.LINTUAN_APIV3_KEY,
    dataKey: output.LINTUAN_DATA_KEY,
    earlierDataKeys: output.LINTUAN_DATA_KEYS_EARLIER ?? [],
    payBaseUrl: output.LINTUAN_PAY_BASE_URL,
    wechatBaseUrl: output.LINTUAN_WECHAT_BASE_URL,
    notifyUrl: output.LINTUAN_NOTIFY_URL,
    pagesForMs: output.LINTUAN_PAGES_FOR_MS,
    ...(output.LINTUAN_OWNER_OPENID && { ownerOpenid: output.LINTUAN_OWNER_OPENID }),
    ...(faceId && { faceId: { merchantId: faceId.output.LINTUAN_FACEID_MERCHANT, secretId: faceId.output.LINTUAN_FACEID_SECRET_ID, secretKey: faceId.output.LINTUAN_FACEID_SECRET_KEY, baseUrl: faceId.output.LINTUAN_FACEID_BASE_URL } }),
    ...(publicKey && { payPublicKey: { id: publicKey.output.LINTUAN_PAY_KEY_ID, key: publicKey.output.LINTUAN_PAY_PUBLIC_KEY } }),
  }
}

/** A variable that is declared and left empty counts as left out, so that the defaults apply. */
function blankAsAbsent(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}

function faultsOf(issues: readonly v.BaseIssue<unknown>[] | undefined): string[] {
  const byName = new Map((issues ?? []).toReversed().map(issue => [v.getDotPath(issue) ?? '', issue]))
  return [...byName].toReversed().map(([name, issue]) => `${name} ${issue.received === 'undefined' ? 'is missing' : issue.message}`)
}
