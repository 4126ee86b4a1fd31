import { VirtualClock } from '../../../../emulator/control/clock'
import { Faults, seededRandom } from '../../../../emulator/control/faults'
import { StateFile } from '../../../../emulator/control/state'
import { WeChatOpenApi, type OpenApiOptions } from '../../../../emulator/wechat'
import type { PaidOrder } from '../../../../emulator/wechat-pay'

export const START = Date.parse('2026-03-01T10:00:00+08:00')
export const APPID = 'wx0123456789abcdef'
export const SECRET = '0123456789abcdef0123456789abcdef'
export const ALICE = 'o-alice-0001'
export const BOB = 'o-bob-0001'
export const FORMED = 'tmpl-group-formed'

export interface Answer {
  errcode?: number
  errmsg?: string
  [field: string]: unknown
}

export interface Phone {
  clock: VirtualClock
  faults: Faults
  state: StateFile
  api: WeChatOpenApi
  paid: Map<string, PaidOrder>
  /** POSTs JSON with a good token and gives back the JSON. */
  post(path: string, body: unknown, token?: string): Promise<Answer>
  raw(path: string, body: unknown, token?: string): Promise<Response>
  token(force?: boolean): Promise<string>
}

export function openApi(options: Partial<OpenApiOptions> = {}): Phone {
  const clock = options.clock ?? new VirtualClock({ mode: 'frozen', at: START })
  const faults = new Faults()
  const state = options.state ?? new StateFile()
  const paid = new Map<string, PaidOrder>()
  const api = WeChatOpenApi.open({
    appid: APPID,
    secret: SECRET,
    random: seededRandom(3),
    templates: { [FORMED]: { title: '拼团成功', fields: ['thing1', 'amount2', 'time3'] } },
    pages: ['pages/home/index', 'pages/group/index'],
    codeTarget: (page, scene) => `http://127.0.0.1:8080/#/${page}?scene=${encodeURIComponent(scene)}`,
    paidOrder: number => paid.get(number),
    ...options,
    clock,
    faults,
    state,
  })
  const raw = async (path: string, body: unknown, token?: string): Promise<Response> => {
    const query = token === undefined ? `?access_token=${await phone.token()}` : token === '' ? '' : `?access_token=${token}`
    return api.app.request(path + query, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
  }
  const phone: Phone = {
    clock,
    faults,
    state,
    api,
    paid,
    raw,
    post: async (path, body, token) => {
      const response = await raw(path, body, token)
      if (response.status !== 200) throw new Error(`HTTP ${response.status}`)
      return await response.json() as Answer
    },
    token: async (force = false) => {
      const body = { grant_type: 'client_credential', appid: APPID, secret: SECRET, force_refresh: force }
      const response = await api.app.request('/cgi-bin/stable_token', { method: 'POST', body: JSON.stringify(body) })
      return ((await response.json()) as { access_token: string }).access_token
    },
  }
  return phone
}
