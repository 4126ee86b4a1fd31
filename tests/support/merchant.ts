import type { AdminProcedures, InputOf, OutputOf } from '../../cloudfunctions/contract'
import { DAY_MS, HOUR_MS } from '../../cloudfunctions/domain/kernel/instant'
import { T0 } from './builders'
import type { TestShop } from './shop'

export type TemplateInput = InputOf<AdminProcedures['coupon.save']>
export type RuleInput = InputOf<AdminProcedures['rules.save']>['rule']
type FlashInput = Extract<RuleInput, { kind: 'flash_price' }>

/** Calls a procedure of the merchant's that must succeed. */
export async function manage<Name extends keyof AdminProcedures>(shop: TestShop, procedure: Name, input: InputOf<AdminProcedures[Name]>): Promise<OutputOf<AdminProcedures[Name]>> {
  const reply = await shop.admin('merchant', { procedure, input })
  if (reply.outcome !== 'ok') throw new Error(`${procedure}: ${JSON.stringify(reply)} ${shop.faults.join()}`)
  return reply.value as OutputOf<AdminProcedures[Name]>
}

/** ¥5 off from ¥30 on, for a week from the claim, to be claimed during a day, one a shopper. */
export function aTemplate(over: Partial<TemplateInput> = {}): TemplateInput {
  return {
    templateId: 'five', name: '满30减5', rule: { kind: 'coupon', scope: { kind: 'all' }, fromFen: 3000, gives: { by: 'amount', offFen: 500 } }, quota: 10, perShopper: 1,
    claimFrom: T0, claimUntil: T0 + DAY_MS, validity: { kind: 'after_claim', durationMs: 7 * DAY_MS }, costPoints: 0, ...over,
  }
}

/** `orange-5` for ¥19.90 instead of ¥39.90, two pieces in all, one an order, for an hour from now on. */
export function aFlash(over: Partial<FlashInput> = {}): FlashInput {
  return {
    kind: 'flash_price', id: 'noon', scope: { kind: 'product', productId: 'orange' }, startsAt: T0, endsAt: T0 + HOUR_MS,
    prices: [{ skuId: 'orange-5', priceFen: 1990, limit: { pieces: 2, perOrder: 1 } }], ...over,
  }
}

/** A claim that must succeed; answers the coupon's id. */
export async function claims(shop: TestShop, openid: string, templateId = 'five'): Promise<string> {
  return (await shop.value<{ couponId: string }>(openid, 'coupon.claim', { templateId })).couponId
}
