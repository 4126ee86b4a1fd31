import { createHash, createHmac } from 'node:crypto'
import { Hono } from 'hono'
import type { VirtualClock } from '../control/clock'
import type { StateFile, Table } from '../control/state'

/** The account of the local shop. The secrets are none. */
export const FACEID_ACCOUNT = { merchantId: 'LOCALEID0001', secretId: 'local_secret_id', secretKey: 'local_secret_key' }

export interface IdentityCheck {
  token: string
  name: string
  idCard: string
  extra: string
  startedAt: number
  /** What came of it: 0 passed, anything else a code of Tencent's; null until the person has gone through it. */
  code: number | null
}

const TOKEN_MS = 600_000
const RESULT_MS = 3 * 86_400_000
const SKEW_SECONDS = 300
const NOT_FINISHED = 17
const EXPIRED = 15
/** The name and the id do not belong together. */
export const NAME_DIFFERS = 2006

class Refused extends Error {
  constructor(readonly code: string, message: string) {
    super(message)
  }
}

type Fields = Record<string, unknown>

/** Tencent Cloud's check of real name and face in a mini-program (E证通), as far as its API goes: the person on the phone is the control API. */
export class FaceId {
  readonly app = new Hono()
  readonly #checks: Table<IdentityCheck>

  constructor(private readonly clock: VirtualClock, state: StateFile) {
    this.#checks = state.table('faceid.checks')
    this.app.post('/', async (c) => {
      const body = await c.req.text()
      const requestId = this.#requestId()
      try {
        this.#authenticate(c.req.header('authorization') ?? '', c.req.header('content-type') ?? '', c.req.header('host') ?? '', Number(c.req.header('x-tc-timestamp')), body)
        if (c.req.header('x-tc-version') !== '2018-03-01') throw new Refused('NoSuchVersion', 'The version is not there.')
        return c.json({ Response: { ...this.#answer(c.req.header('x-tc-action') ?? '', JSON.parse(body) as Fields), RequestId: requestId } })
      }
      catch (error) {
        // Errors come with status 200, as everything does.
        const { code, message } = error instanceof Refused ? error : new Refused('InvalidParameter', 'The request cannot be read.')
        return c.json({ Response: { Error: { Code: code, Message: message }, RequestId: requestId } })
      }
    })
  }

  checks(): IdentityCheck[] {
    return this.#checks.values()
  }

  /** The person goes through the check, or gives it up with a code. False for a token that is not there or over. */
  finish(token: string, code: number): boolean {
    const check = this.#checks.get(token)
    if (!check || check.code !== null || this.clock.now() > check.startedAt + TOKEN_MS) return false
    this.#checks.put(token, { ...check, code })
    return true
  }

  #answer(action: string, input: Fields): Fields {
    switch (action) {
      case 'GetEidToken': return this.#begin(input)
      case 'CheckEidTokenStatus': return { Status: this.#status(this.#known(input.EidToken)) }
      case 'GetEidResult': return this.#result(this.#known(input.EidToken))
      default: throw new Refused('InvalidAction', 'The action is not there.')
    }
  }

  #begin({ MerchantId: merchantId, Name: name, IdCard: idCard, Extra: extra = '' }: Fields): Fields {
    if (merchantId !== FACEID_ACCOUNT.merchantId) throw new Refused('UnauthorizedOperation.Nonactivated', 'The merchant has not activated the service.')
    if (typeof name !== 'string' || name === '' || [...name].length > 32) throw new Refused('InvalidParameter', 'Name')
    if (typeof idCard !== 'string' || !/^[0-9A-Za-z]{1,32}$/.test(idCard)) throw new Refused('InvalidParameter', 'IdCard')
    const startedAt = this.clock.now()
    const token = createHash('sha256').update(`${startedAt} ${this.#checks.values().length} ${idCard}`).digest('hex').slice(0, 32).toUpperCase()
    this.#checks.put(token, { token, name, idCard, extra: String(extra), startedAt, code: null })
    return { EidToken: token, Url: `https://eid.example/${token}` }
  }

  #known(token: unknown): IdentityCheck {
    const check = typeof token === 'string' ? this.#checks.get(token) : undefined
    if (!check || this.clock.now() > check.startedAt + RESULT_MS) throw new Refused('InvalidParameterValue.BizTokenIllegal', 'The token is not valid.')
    return check
  }

  #status({ code, startedAt }: IdentityCheck): string {
    return code !== null ? 'finished' : this.clock.now() > startedAt + TOKEN_MS ? 'timeout' : 'init'
  }

  #result(check: IdentityCheck): Fields {
    const timedOut = this.#status(check) === 'timeout'
    const code = check.code ?? (timedOut ? EXPIRED : NOT_FINISHED)
    const part = check.code === null ? null : code === 0 || code === NAME_DIFFERS ? 0 : code
    return { Text: { ErrCode: code, ErrMsg: code === 0 ? 'success' : 'failed', LiveStatus: part, Comparestatus: check.code === null ? null : code, Extra: check.extra }, IdCardData: null, BestFrame: null, EidInfo: null }
  }

  /** TC3-HMAC-SHA256, worked out anew from what was received. */
  #authenticate(header: string, contentType: string, host: string, timestamp: number, body: string): void {
    const [, secretId, date = '', signature] = /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/faceid\/tc3_request, SignedHeaders=content-type;host, Signature=([0-9a-f]{64})$/.exec(header) ?? []
    if (secretId !== FACEID_ACCOUNT.secretId) throw new Refused('AuthFailure.SecretIdNotFound', 'The SecretId is not found.')
    if (!(Math.abs(this.clock.now() / 1000 - timestamp) <= SKEW_SECONDS) || new Date(timestamp * 1000).toISOString().slice(0, 10) !== date) throw new Refused('AuthFailure.SignatureExpire', 'The signature has expired.')
    const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
    const mac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()
    const canonical = `POST\n/\n\ncontent-type:${contentType}\nhost:${host}\n\ncontent-type;host\n${sha(body)}`
    const signed = `TC3-HMAC-SHA256\n${timestamp}\n${date}/faceid/tc3_request\n${sha(canonical)}`
    const key = mac(mac(mac(`TC3${FACEID_ACCOUNT.secretKey}`, date), 'faceid'), 'tc3_request')
    if (mac(key, signed).toString('hex') !== signature) throw new Refused('AuthFailure.SignatureFailure', 'The provided credentials could not be validated.')
  }

  #requestId(): string {
    return createHash('sha256').update(`${this.clock.now()} ${Math.random()}`).digest('hex').slice(0, 32)
  }
}
