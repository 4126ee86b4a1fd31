import type { Actor } from './actor'

export const checksIn: Actor = { name: 'checks in', who: 'shopper', weight: 1, act: async ({ phone }) => void await phone.shop('points.checkIn', {}) }

export const topsUp: Actor = {
  name: 'tops up', who: 'shopper', weight: 2.5,
  act: async ({ world, phone, random }) => {
    const topUpId = `topup-${phone.openid.slice(-1)}-${world.nextNumber(17)}`
    const asked = await phone.shop('balance.topUp', { topUpId, amountFen: random.pick([1000, 5000, 8000]) })
    if (asked.kind !== 'ok') return
    await world.timeline.sleep(random.pick([1000, 10_000, 200_000]))
    const outcome = await world.wechat.pay.pay(asked.value.params.package.replace('prepay_id=', ''), phone.openid)
    if (outcome.ok && random.chance(0.6)) await phone.shop('balance.topUpSync', { topUpId })
  },
}

export const claimsCoupon: Actor = {
  name: 'claims a coupon', who: 'shopper', weight: 1,
  act: async ({ world, phone, random }) => {
    const claim = (): Promise<unknown> => phone.shop('coupon.claim', { templateId: 'five-off' })
    await Promise.all(random.chance(0.3) ? [claim(), claim()] : [claim()])
    if (world.plan.crowd.coupons === 1) return
    for (const { id } of world.plan.coupons.slice(1)) {
      await world.timeline.sleep(random.int(300, 1500))
      await phone.shop('coupon.claim', { templateId: id })
    }
  },
}
