import type { Hono } from 'hono'
import { CloudError } from '../errors'

/** The calls that the cloud makes on a function's behalf, by the name under which `openapi` knows them. */
const PATHS: Readonly<Record<string, string>> = {
  'subscribeMessage.send': '/cgi-bin/message/subscribe/send',
  'urllink.generate': '/wxa/generate_urllink',
  'shortlink.generate': '/wxa/genwxashortlink',
  'phonenumber.getPhoneNumber': '/wxa/business/getuserphonenumber',
  'security.msgSecCheck': '/wxa/msg_sec_check',
}

type Fields = Record<string, unknown>

/** `wx.api`: an open API without a token, because the cloud brings its own. Names are in camel case here and in snake case over HTTPS. */
export function cloudOpenApi(openApi: () => Hono, account: { appid: string, secret: string }): (apiName: string, data: unknown) => Promise<Fields> {
  return async (apiName, data) => {
    const name = apiName.replace(/^openapi\./, '')
    const path = PATHS[name]
    if (!path) throw new CloudError('INVALID_PARAM', `The local cloud cannot call the open API "${apiName}"`)
    const { access_token: token } = await post(openApi(), '/cgi-bin/stable_token', { grant_type: 'client_credential', ...account })
    const { errcode, errmsg, ...rest } = await post(openApi(), `${path}?access_token=${String(token)}`, renamed(data, snake) as Fields)
    const verdict = errcode === 0 ? 'ok' : `fail ${String(errmsg)}`
    return { ...renamed(rest, camel) as Fields, errCode: errcode, errMsg: `openapi.${name}:${verdict}` }
  }
}

async function post(app: Hono, path: string, body: Fields): Promise<Fields> {
  const response = await app.request(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  return await response.json() as Fields
}

function renamed(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map(item => renamed(item, rename))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [rename(key), renamed(inner, rename)]))
}

function snake(key: string): string {
  return key.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

function camel(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
