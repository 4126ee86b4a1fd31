import { formatFen } from './money'
import { formatFold, priceSentences } from './price'
import type { RuleView } from '@/services/types'

export const ruleDeskCopy = {
  empty: '还没有优惠规则',
  emptyText: '添加满减、会员折扣、积分规则',
  create: '添加规则',
  kinds: {
    threshold_discount: '满减', level_discount: '会员折扣', points_money: '积分抵钱', points_earned: '消费得积分', size_ladder: '多人阶梯价', flash_price: '限时价', countdown_ladder: '倒计时价', bundle_price: '组合价',
  } satisfies Record<RuleView['kind'], string>,
  kind: '规则类型',
  scope: '适用范围',
  scopes: { all: '全部商品', category: '一个分类', product: '一件商品' },
  productId: '商品编号',
  productPlaceholder: '商品的编号',
  category: '分类',
  by: '按什么算',
  bys: { amount: '金额', count: '件数' },
  repeat: '怎么减',
  repeats: { once: '减一次', each_time: '每满都减', each_piece: '每件都减' },
  tiers: '每行一档：满多少-减多少元',
  tiersPlaceholder: '100-10\n200-30',
  fromLevel: '从几级会员起',
  payPercent: '付百分之几',
  fenPerPoint: '每积分抵几分钱',
  maxPercent: '最多抵百分之几',
  minPoints: '多少积分起用',
  pointsPerYuan: '每元得几积分',
  rungs: '每行一档：人数-付百分之几',
  rungsPlaceholder: '10-80\n50-50',
  invalidLines: '请按格式填写，每行两个数，用 - 隔开',
  removeTitle: '删除这条规则？',
  removeText: '已经下的订单不受影响。',
  removed: '已删除',
  cannotEdit: '这种规则请用接口维护',
}

/** A rule in a sentence, for the merchant's list. */
export function ruleText(rule: RuleView): string {
  switch (rule.kind) {
    case 'threshold_discount': return rule.tiers.map(tier => priceSentences[`threshold_${rule.by}_${rule.repeat}`]?.({ ...tier, times: 1 })).join('，')
    case 'level_discount': return `${rule.fromLevel} 级会员起 ${formatFold(rule.payPercent)}`
    case 'points_money': return `每积分抵 ${rule.fenPerPoint} 分，最多抵 ${rule.maxPercent}%，${rule.minPoints} 积分起用`
    case 'points_earned': return `${rule.fromLevel} 级会员起，每元得 ${rule.pointsPerYuan} 积分`
    case 'size_ladder': return rule.ladder.by === 'table'
      ? rule.ladder.rungs.map(rung => `${rung.people}人 ${formatFold(rung.payPercent)}`).join('，')
      : `每多 ${rule.ladder.everyPeople} 人减 ${rule.ladder.percentOff}%，最低付 ${rule.ladder.floorPercent}%`
    case 'flash_price': return rule.prices.map(price => formatFen(price.priceFen)).join('，')
    case 'countdown_ladder': return rule.steps.map(step => formatFold(step.payPercent)).join('，')
    case 'bundle_price': return `${rule.pieces.length} 种商品 ${formatFen(rule.setPriceFen)}`
  }
}

export const couponDeskCopy = {
  empty: '还没有优惠券',
  emptyText: '新建一张，顾客就能在领券中心领到',
  create: '新建优惠券',
  facts: (claimed: number, quota: number) => `已领 ${claimed} / ${quota}`,
  ended: '已停发',
  end: '停止发放',
  endTitle: '停止发放这张券？',
  endText: '停发后不能恢复，已领的还可以用。',
  name: '名称',
  gives: '优惠方式',
  giveKinds: { amount: '减金额', percent: '打折', freight: '减运费' },
  from: '门槛（元）',
  fromPlaceholder: '0 为无门槛',
  off: '减多少（元）',
  percentOff: '减百分之几',
  cap: '最多减（元）',
  quota: '发放总量',
  perShopper: '每人限领',
  claimFrom: '开始领取',
  claimUntil: '停止领取',
  validDays: '领后有效天数',
  costPoints: '所需积分',
  costPlaceholder: '0 为免费领取',
  newOnly: '仅限新客',
}

export const freightDeskCopy = {
  empty: '还没有运费模板',
  emptyText: '没有模板的商品都包邮',
  create: '新建运费模板',
  id: '模板编号',
  idPlaceholder: '字母或数字，如 parcel',
  by: '计费方式',
  bys: { piece: '按件', weight: '按克', volume: '按体积' },
  firstUnits: '首重/首件',
  firstFen: '首费（元）',
  nextUnits: '续重/续件',
  nextFen: '续费（元）',
  freeFrom: '满多少包邮',
  freePlaceholder: '元，不填为不包邮',
  cold: '冷链加价（元）',
  excluded: '不配送地区',
  excludedPlaceholder: '用逗号隔开，如：西藏自治区',
  regions: '地区运费：每行一组，地区，首费，续费',
  regionsPlaceholder: '新疆维吾尔自治区、西藏自治区，20，10',
  text: (first: string, units: number, next: string, nextUnits: number) => `首 ${units} ${first}，续 ${nextUnits} ${next}`,
  free: (amount: string) => `满 ${amount} 包邮`,
  removeTitle: '删除这个运费模板？',
  removeText: '还有商品在用时不能删除。',
  idInvalid: '请用字母、数字、横线或下划线，最多 40 位',
  regionsInvalid: '请按格式填写：地区，首费，续费',
}

export const membershipCopy = {
  switches: { simulatedCompletion: '模拟成团', storedValue: '储值' },
  switchHints: { simulatedCompletion: '团快到时间还差人时，商家可以补足成团，页面如实显示实际人数', storedValue: '顾客可以充值，用余额付款' },
  turnOnTitle: '开放储值？',
  turnOff: '关闭后不能再充值，已有余额仍可使用。',
  bonuses: '充值赠送',
  bonusLines: '每行一档：充多少元-送多少元',
  bonusPlaceholder: '100-5\n500-50',
  checkIn: '签到',
  checkInPoints: '每天送积分',
  streakDays: '连续几天加送',
  streakPoints: '加送积分',
  streakOff: '0 为不加送',
  levels: '会员等级',
  levelLines: '每行一级：等级-名称-成长值',
  levelPlaceholder: '1-银卡-0\n2-金卡-1000',
}

export const invoiceDeskCopy = {
  tabs: { requested: '待开具', issued: '已开具', outdated: '待红冲', voided: '已红冲', rejected: '已驳回' },
  empty: '没有发票',
  issue: '开具',
  issueTitle: '填写开好的发票',
  number: '发票号码',
  numberPlaceholder: '8 到 30 位',
  file: '文件地址',
  filePlaceholder: 'https:// 或 cloud:// 开头',
  reject: '驳回',
  rejectTitle: '驳回申请',
  reason: '驳回原因',
  void: '已红冲',
  voidTitle: '这张发票已经红冲了吗？',
  voidText: '红冲后顾客可以重新申请。',
  numberInvalid: '号码应为 8 到 30 位数字或大写字母',
  fileInvalid: '请填写文件地址',
}
