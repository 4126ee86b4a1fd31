import type { MethodView } from '@/services/types'

export const paymentDeskCopy = {
  title: '收款方式',
  hint: '微信、余额、组合支付',
  methods: { wechat: '微信支付', balance: '余额支付', mixed: '余额与微信组合支付', points: '积分抵扣' } satisfies Record<MethodView, string>,
  hints: {
    wechat: '含零钱、储蓄卡和信用卡',
    balance: '关闭后余额仍在顾客账户里',
    mixed: '余额不够时，其余用微信支付',
    points: '按优惠规则里的比例抵扣',
  } satisfies Record<MethodView, string>,
  note: '关闭的方式不再向顾客显示；已提交的订单按原方式付款。',
  account: '结算账户',
  mchid: (mchid: string) => `微信支付商户号 ${mchid}`,
  accountNote: '款项由微信支付结算到在微信商户平台绑定的账户，这里只做记录，请勿填写完整账号。',
  holder: '户名',
  bank: '开户行',
  lastDigits: '账号后四位',
  invalid: '请填全户名、开户行和后四位数字，或全部留空',
}
