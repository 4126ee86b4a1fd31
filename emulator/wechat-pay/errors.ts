/** Codes of the merchant API that this peer answers with, with HTTP status and WeChat's usual text. */
const table = {
  PARAM_ERROR: [400, '参数错误'],
  INVALID_REQUEST: [400, '请求参数不符合规则'],
  APPID_MCHID_NOT_MATCH: [400, 'appid和mch_id不匹配'],
  STATEMENT_CREATING: [400, '账单生成中'],
  NO_STATEMENT_EXIST: [400, '账单文件不存在'],
  ALREADY_EXISTS: [400, '商户单号已存在，且参数与首次请求时不一致'],
  ORDER_PAID: [400, '该订单已支付'],
  ORDER_CLOSED: [400, '该订单已失效'],
  SIGN_ERROR: [401, '签名错误，请检查签名参数和方法是否都符合签名算法要求'],
  NOT_ENOUGH: [403, '基本账户余额不足，请充值后重新发起'],
  NO_AUTH: [403, '商户无权限'],
  RULE_LIMIT: [403, '业务规则限制'],
  USER_ACCOUNT_ABNORMAL: [403, '退款请求失败，用户账户异常或已注销'],
  ORDER_NOT_EXIST: [404, '订单不存在'],
  NOT_FOUND: [404, '记录不存在'],
  RESOURCE_NOT_EXISTS: [404, '查询的资源不存在'],
  FREQUENCY_LIMITED: [429, '频率超限，请降低请求接口频率'],
  SYSTEM_ERROR: [500, '系统异常，请用相同参数重新调用'],
  OPENID_MISMATCH: [500, 'appid与openid不匹配'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof table

/** WeChat's own pages write these both with and without underscores. */
const drifting: readonly ErrorCode[] = ['ORDER_PAID', 'ORDER_NOT_EXIST', 'SYSTEM_ERROR', 'NOT_ENOUGH', 'RULE_LIMIT']

export type Spelling = 'joined' | 'underscored'

/** A refusal as the merchant API words it. Thrown by endpoints; the exchange turns it into the answer. */
export class PayError extends Error {
  readonly status: number

  constructor(readonly code: ErrorCode, message?: string, readonly detail?: Readonly<Record<string, unknown>>) {
    super(message ?? table[code][1])
    this.status = table[code][0]
  }

  body(spelling: Spelling): string {
    const code = spelling === 'joined' && drifting.includes(this.code) ? this.code.replaceAll('_', '') : this.code
    return JSON.stringify({ code, message: this.message, ...(this.detail && { detail: this.detail }) })
  }
}
