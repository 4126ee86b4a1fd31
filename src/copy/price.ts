import { formatFen } from './money'
import { formatTime } from './time'
import type { NotAppliedView, SentenceView } from '@/services/types'

type Params = SentenceView['params']
type Words = (params: Params) => string

/** 80 per cent to pay is 8折, 95 per cent is 9.5折, as every shopper reads it. */
export function formatFold(payPercent: number): string {
  const rest = payPercent % 10
  return rest === 0 ? `${payPercent / 10}折` : `${(payPercent - rest) / 10}.${rest}折`
}

function fen(params: Params, name: string): string {
  return formatFen(params[name] ?? 0)
}

/** 满 100 元 or nothing where a coupon has no threshold. */
function from(params: Params): string {
  return params.from ? `满${fen(params, 'from')}` : '无门槛'
}

function times(params: Params): string {
  return (params.times ?? 1) > 1 ? ` ×${params.times}` : ''
}

/** Why a price is what it is: words for every sentence of the pricing engine, by its key. A test compares with the engine. */
export const priceSentences: Readonly<Record<string, Words>> = {
  group_price: () => '拼团价',
  flash_price: () => '限时价',
  size_ladder: ({ people = 0, payPercent = 100 }) => `${people}人团 ${formatFold(payPercent)}`,
  countdown_ladder: ({ payPercent = 100 }) => `倒计时价 ${formatFold(payPercent)}`,
  bundle_price: ({ sets = 1, ...rest }) => `组合价 ${fen(rest, 'setPriceFen')}${sets > 1 ? ` ×${sets}` : ''}`,
  level_discount: ({ payPercent = 100 }) => `会员 ${formatFold(payPercent)}`,
  threshold_amount_once: params => `满${fen(params, 'from')}减${fen(params, 'offFen')}`,
  threshold_amount_each_time: params => `每满${fen(params, 'from')}减${fen(params, 'offFen')}${times(params)}`,
  threshold_amount_each_piece: params => `满${fen(params, 'from')}每件减${fen(params, 'offFen')}${times(params)}`,
  threshold_count_once: params => `满${params.from ?? 0}件减${fen(params, 'offFen')}`,
  threshold_count_each_time: params => `每满${params.from ?? 0}件减${fen(params, 'offFen')}${times(params)}`,
  threshold_count_each_piece: params => `满${params.from ?? 0}件每件减${fen(params, 'offFen')}${times(params)}`,
  coupon_amount: params => `优惠券 ${from(params)}减${fen(params, 'offFen')}`,
  coupon_percent: params => `优惠券 ${from(params)}享${formatFold(100 - (params.percentOff ?? 0))}，最多减${fen(params, 'capFen')}`,
  coupon_freight: params => `运费券 ${from(params)}减${fen(params, 'offFen')}`,
  freight_cold: params => `运费（含冷链 ${fen(params, 'coldFen')}）`,
  points_money: ({ points = 0 }) => `${points} 积分抵扣`,
  points_earned: ({ points = 0 }) => `可得 ${points} 积分`,
}

/** One sentence; a server newer than this app may have one it has no words for. */
export function priceSentence(say: SentenceView): string {
  return priceSentences[say.key]?.(say.params) ?? priceCopy.discount
}

/** Why a rule changed nothing, and what is missing where that can be said. */
export const priceReasons: Readonly<Record<string, Words>> = {
  not_started: ({ startsAt }) => startsAt ? `${formatTime(startsAt)} 开始` : '活动还没有开始',
  ended: () => '活动已经结束',
  new_shoppers_only: () => '仅限新客首单',
  out_of_scope: () => '不适用于这些商品',
  excluded: () => '不能与已享的优惠同享',
  not_cheapest: () => '已有更低的价格',
  nothing_left: () => '已经没有可减的金额',
  not_in_group: () => '拼团购买才享受',
  too_few_people: ({ people = 0, payPercent = 0, missing = 0 }) => missing > 0 ? `再来 ${missing} 人，满 ${people} 人享${formatFold(payPercent)}` : '人数还不够',
  no_step_yet: params => params.from ? `${formatTime(params.from)} 起享${formatFold(params.payPercent ?? 100)}` : '还没有到优惠时间',
  no_group_price: () => '这个规格没有拼团价',
  no_flash_price: () => '这个规格不在限时价里',
  flash_sold_out: () => '限时价的商品已抢光',
  over_flash_limit: params => params.perOrder ? `限时价每单限 ${params.perOrder} 件` : '超过限时价的件数',
  set_incomplete: () => '组合商品还没有选齐',
  level_too_low: ({ fromLevel = 0, level = 0 }) => `${fromLevel} 级会员起享受，你是 ${level} 级`,
  below_threshold: params => !params.missing ? '还没有达到金额' : params.offFen ? `再买 ${fen(params, 'missing')} 可减 ${fen(params, 'offFen')}` : `再买 ${fen(params, 'missing')} 可用`,
  too_few_pieces: params => params.missing ? `再买 ${params.missing} 件可减 ${fen(params, 'offFen')}` : '还没有达到件数',
  no_freight: () => '这一单没有运费',
  no_points_chosen: () => '还没有使用积分',
  too_few_points: ({ minPoints = 0, balance = 0 }) => `${minPoints} 积分起用，你有 ${balance} 积分`,
}

export function priceReason({ reason, params }: Pick<NotAppliedView, 'reason' | 'params'>): string {
  return priceReasons[reason]?.(params) ?? priceCopy.unknownReason
}

/** What a rule is called when it changed nothing. */
export const priceRules: Readonly<Record<string, string>> = {
  group_price: '拼团价',
  flash_price: '限时价',
  size_ladder: '多人更低价',
  countdown_ladder: '倒计时价',
  bundle_price: '组合价',
  level_discount: '会员折扣',
  threshold_discount: '满减',
  coupon: '优惠券',
  freight_coupon: '运费券',
  points_money: '积分抵扣',
  points_earned: '消费得积分',
}

/** Reasons that are no news to a shopper: a rule that is about something else, or that something better took the place of. */
const SILENT = new Set(['out_of_scope', 'ended', 'not_cheapest', 'no_points_chosen', 'nothing_left', 'no_freight', 'no_flash_price', 'no_group_price'])

/** What is worth telling of the rules that changed nothing: of discounts for levels the next one only. */
export function worthTelling(rules: readonly NotAppliedView[]): readonly NotAppliedView[] {
  const next = Math.min(...rules.flatMap(rule => rule.reason === 'level_too_low' ? rule.params.fromLevel ?? 0 : []))
  return rules.filter(rule => rule.reason !== 'level_too_low' || rule.params.fromLevel === next).filter(rule => !SILENT.has(rule.reason) && rule.kind !== 'points_earned' && !(rule.kind === 'group_price' && rule.reason === 'not_in_group'))
}

export const priceCopy = {
  title: '价格明细',
  discount: '优惠',
  unknownReason: '暂不可用',
  notAppliedTitle: '还可以更省',
  freightUnknown: '填写地址后计算',
  freightFree: '包邮',
  list: '商品金额',
  balance: '余额支付',
  wechat: '微信支付',
  saved: (amount: string) => `已省 ${amount}`,
  pointsEarned: (points: number) => `可得 ${points} 积分`,
}
