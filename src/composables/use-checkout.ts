import { computed, ref, shallowRef } from 'vue'
import { useLoad } from './use-load'
import { useOrderId } from './use-order-id'
import { useSubmit } from './use-submit'
import { phoneSystem } from '@/platform/phone-system'
import { call } from '@/services/client'
import type { AddressView, OrderView, Problem, Purchase, QuoteView, Region, ShopRefusal, Terms } from '@/services/types'
import { useConsent } from '@/stores/consent'

/**
 * How a submit ended. `placed` also when an earlier submit, whose answer was lost, turns out to have worked. `repriced`: nothing was placed,
 * `quote` is the new price to be agreed to. `unanswered`: submitting again is safe, it goes out under the same order id.
 */
export type SubmitEnd =
  | { readonly end: 'placed'; readonly order: OrderView; readonly before: boolean }
  | { readonly end: 'repriced'; readonly quote: QuoteView }
  | { readonly end: 'refused'; readonly refusal: ShopRefusal<'order.place'>; readonly problem: Problem }
  | { readonly end: 'unanswered'; readonly problem: Problem }

const NO_TERMS: Terms = { couponIds: [], points: 0, useBalance: false, delivery: 'standard' }

/** One purchase from its price to its order. What was filled in outlives every refusal and every lost answer. */
export function useCheckout() {
  const purchase = shallowRef<Purchase | null>(null)
  const terms = shallowRef<Terms>(NO_TERMS)
  const address = shallowRef<AddressView | null>(null)
  const agreed = shallowRef<readonly string[]>([])
  /** Coupons that turned out to be of no use were taken off; the page says so. */
  const couponsDropped = ref(false)
  /** Something in it is fresh and travels cold only (S41). */
  const coldRequired = ref(false)
  const orderIds = useOrderId()
  const consent = useConsent()
  const { data: quote, state, problem, refusal, blank, load } = useLoad(ask)
  const { submitting, submit } = useSubmit(place)
  const quoting = computed(() => state.value === 'loading')
  /** What stands between a price and an order, in the order in which the page asks for it. */
  const missing = computed(() => {
    if (!quote.value) return null
    if (quote.value.needsAddress && !address.value) return 'address'
    if (quote.value.undeliverable.length > 0) return 'undeliverable'
    return quote.value.mustAgree.every(skuId => agreed.value.includes(skuId)) ? null : 'agreement'
  })
  let mayChooseCoupon = true

  function ask(asked: Purchase, how: Terms) {
    return call('cart.quote', { ...asked, ...how, platform: phoneSystem(), region: address.value && regionOf(address.value) })
  }

  /** Asks the price of a purchase, at first and whenever something about it changes. */
  async function choose(next: Purchase): Promise<boolean> {
    purchase.value = next
    return requote()
  }

  async function requote(): Promise<boolean> {
    const asked = purchase.value
    if (!asked) return false
    const shown = await load(asked, terms.value)
    return shown ? chooseBestCoupon() : correct()
  }

  /** What the server wants otherwise is put right once where there is only one way: fresh goods travel cold, a coupon that is gone is left out. */
  async function correct(): Promise<boolean> {
    if (refusal.value === 'cold_delivery_required' && terms.value.delivery !== 'cold') {
      coldRequired.value = true
      return change({ delivery: 'cold' })
    }
    if (refusal.value !== 'coupon_not_usable' || terms.value.couponIds.length === 0) return false
    couponsDropped.value = true
    return change({ couponIds: [] })
  }

  /** Nobody should have to look for the coupon that saves most. Done once; from then on the choice is the shopper's. */
  async function chooseBestCoupon(): Promise<boolean> {
    const best = mayChooseCoupon ? bestCoupon(quote.value) : null
    mayChooseCoupon = false
    if (best) await change({ couponIds: [best] })
    return true
  }

  /** Another coupon, points, balance or delivery; the price follows. */
  function change(some: Partial<Terms>): Promise<boolean> {
    if (some.couponIds) mayChooseCoupon = false
    terms.value = { ...terms.value, ...some }
    return requote()
  }

  async function changeQuantity(skuId: string, quantity: number): Promise<void> {
    const asked = purchase.value
    if (asked) await choose({ ...asked, lines: asked.lines.map(line => line.skuId === skuId ? { ...line, quantity } : line) })
  }

  /** Where it goes; freight depends on the region, so a new region is a new price. */
  async function sendTo(to: AddressView): Promise<void> {
    const before = address.value
    address.value = to
    if (purchase.value && JSON.stringify(before && regionOf(before)) !== JSON.stringify(regionOf(to))) await requote()
  }

  /** The shopper agrees that the goods cannot be sent back, or takes it back (S88). */
  function agree(skuId: string): void {
    agreed.value = agreed.value.includes(skuId) ? agreed.value.filter(one => one !== skuId) : [...agreed.value, skuId]
  }

  async function place(): Promise<SubmitEnd | null> {
    const asked = purchase.value
    const shown = quote.value
    if (!asked || !shown) return null
    const orderId = orderIds.take(asked)
    const result = await consent.withConsent(() => call('order.place', {
      ...asked, ...terms.value, orderId, platform: phoneSystem(), address: shown.needsAddress ? address.value : null,
      agreed: shown.mustAgree.filter(skuId => agreed.value.includes(skuId)), quoteKey: shown.quoteKey,
    }))
    if (result.ok) {
      orderIds.settle()
      return { end: 'placed', order: result.value, before: false }
    }
    if (result.problem !== 'refused' || result.refusal === 'busy') return { end: 'unanswered', problem: result }
    if (result.refusal === 'order_id_taken') return findPlaced(orderId, result)
    orderIds.settle()
    if (isAboutPrice(result.refusal) && await requote() && quote.value && result.refusal === 'quote_changed') return { end: 'repriced', quote: quote.value }
    return { end: 'refused', refusal: result.refusal, problem: result }
  }

  /** The id was used with other details: an earlier submit went through although its answer was lost. That order is the one to pay. */
  async function findPlaced(orderId: string, found: Problem & { refusal: ShopRefusal<'order.place'> }): Promise<SubmitEnd> {
    const earlier = await call('order.get', { orderId })
    if (!earlier.ok && earlier.problem !== 'refused') return { end: 'unanswered', problem: earlier }
    orderIds.settle()
    return earlier.ok ? { end: 'placed', order: earlier.value, before: true } : { end: 'refused', refusal: found.refusal, problem: found }
  }

  return {
    purchase, terms, address, agreed, couponsDropped, coldRequired, quote, quoting, problem, refusal, blank, submitting, missing,
    choose, requote, change, changeQuantity, sendTo, agree, submit,
  }
}

function regionOf({ province, city, district }: AddressView): Region {
  return { province, city, district }
}

/** A price that is out of date is asked for again, so that what is shown after the refusal is true. */
function isAboutPrice(refusal: string): boolean {
  return ['quote_changed', 'funds_too_low', 'coupon_not_usable', 'sold_out', 'not_deliverable', 'flash_sold_out', 'first_order_only'].includes(refusal)
}

function bestCoupon(quote: QuoteView | null): string | null {
  const usable = quote?.coupons.filter(coupon => coupon.why === null && coupon.savesFen > 0) ?? []
  return [...usable].sort((a, b) => b.savesFen - a.savesFen || a.expiresAt - b.expiresAt)[0]?.couponId ?? null
}
