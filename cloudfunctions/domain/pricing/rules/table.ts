import type { RuleModule } from '../rule'
import { bundlePrice, type BundlePriceRule } from './bundle-price'
import { countdownLadder, type CountdownLadderRule } from './countdown-ladder'
import { coupon, freightCoupon, type FreightCouponRule, type GoodsCouponRule } from './coupon'
import { flashPrice, type FlashPriceRule } from './flash-price'
import { groupPrice, type GroupPriceRule } from './group-price'
import { levelDiscount, type LevelDiscountRule } from './level-discount'
import { pointsEarned, type PointsEarnedRule } from './points-earned'
import { pointsMoney, type PointsMoneyRule } from './points-money'
import { sizeLadder, type SizeLadderRule } from './size-ladder'
import { thresholdDiscount, type ThresholdDiscountRule } from './threshold-discount'

export type Rule =
  | GroupPriceRule | FlashPriceRule | SizeLadderRule | CountdownLadderRule | BundlePriceRule | LevelDiscountRule | ThresholdDiscountRule
  | GoodsCouponRule | FreightCouponRule | PointsMoneyRule | PointsEarnedRule

export type RuleKind = Rule['kind']

/** Every kind of rule there is (S25). A new one is a file beside this one and its line here. */
const MODULES: { readonly [Kind in RuleKind]: RuleModule<Extract<Rule, { kind: Kind }>> } = {
  group_price: groupPrice,
  flash_price: flashPrice,
  size_ladder: sizeLadder,
  countdown_ladder: countdownLadder,
  bundle_price: bundlePrice,
  level_discount: levelDiscount,
  threshold_discount: thresholdDiscount,
  coupon,
  freight_coupon: freightCoupon,
  points_money: pointsMoney,
  points_earned: pointsEarned,
}

/** How a rule works. The table pairs every kind with its module, which the compiler cannot follow through a union. */
export function moduleOf(rule: Rule): RuleModule<Rule> {
  return MODULES[rule.kind] as RuleModule<never> as RuleModule<Rule>
}
