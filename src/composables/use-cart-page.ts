import { computed, ref, shallowRef, watch } from 'vue'
import { inTurns } from './in-turns'
import { useLoad } from './use-load'
import { type CartLineView, type GoodsNow, quantityToBuy, toLineView } from '@/components/cart/cart-line'
import { phoneSystem } from '@/platform/phone-system'
import { call } from '@/services/client'
import type { Purchase } from '@/services/types'
import { useAddress } from '@/stores/address'
import { useCart } from '@/stores/cart'

const AT_ONCE = 6

/** The cart with what the shop says of it now: what can be bought, what not and why, and the price of what is chosen with every rule explained. */
export function useCartPage() {
  const cart = useCart()
  const addresses = useAddress()
  const goods = shallowRef<Readonly<Record<string, GoodsNow>>>({})
  const offline = ref(false)
  const { data: quote, state, problem, load } = useLoad(askPrice)

  const views = computed(() => cart.lines.map(line => toLineView(line, goods.value[line.productId] ?? 'unknown', phoneSystem() === 'ios')))
  const good = computed(() => views.value.filter(line => line.problem === null))
  const bad = computed(() => views.value.filter(line => line.problem !== null))
  const chosen = computed(() => good.value.filter(line => line.chosen && line.kind !== null))
  const wanted = computed<Purchase['lines']>(() => chosen.value.map(line => ({ productId: line.productId, skuId: line.skuId, quantity: quantityToBuy(line) })))
  const cold = computed(() => chosen.value.some(line => line.cold))
  /** All that can be chosen together: an order holds one kind of goods. */
  const selectable = computed(() => {
    const kind = chosen.value[0]?.kind ?? good.value.find(line => line.kind !== null)?.kind
    return good.value.filter(line => line.kind !== null && line.kind === kind)
  })
  const allChosen = computed(() => selectable.value.length > 0 && selectable.value.every(line => line.chosen))

  async function askPrice(lines: Purchase['lines'], travelsCold: boolean) {
    const to = addresses.last
    return call('cart.quote', {
      kind: 'alone', lines, groupId: null, couponIds: [], points: 0, useBalance: false, delivery: travelsCold ? 'cold' : 'standard', platform: phoneSystem(),
      region: to && { province: to.province, city: to.city, district: to.district },
    })
  }

  let pricedFor = ''
  const toPrice = computed(() => JSON.stringify([wanted.value, cold.value]))

  async function priceNow(): Promise<void> {
    pricedFor = toPrice.value
    if (wanted.value.length > 0) await load(wanted.value, cold.value)
  }

  /** Asks about all goods anew, and then for the price. A product that cannot be asked about keeps what was known of it. */
  async function refresh(): Promise<void> {
    const products = [...new Set(cart.lines.map(line => line.productId))]
    const answers = await inTurns(products, AT_ONCE, productId => call('goods.get', { productId }))
    const next: Record<string, GoodsNow> = {}
    answers.forEach((answer, index) => {
      const productId = products[index]!
      const gone = !answer.ok && answer.problem === 'refused' && answer.refusal === 'goods_not_found'
      next[productId] = answer.ok ? answer.value : gone ? 'missing' : goods.value[productId] ?? 'unknown'
    })
    goods.value = next
    offline.value = answers.some(answer => !answer.ok && answer.problem === 'offline')
    keepOneKind()
    await priceNow()
  }

  /** Chosen lines of another kind than the first one's are let go, as they cannot be in one order. Answers whether there were any. */
  function keepOneKind(kind = chosen.value[0]?.kind): boolean {
    const others = chosen.value.filter(line => line.kind !== kind)
    if (others.length > 0) cart.change(others.map(line => line.skuId), { chosen: false })
    return others.length > 0
  }

  /** Chooses a line or lets it go; true when lines of another kind had to be let go for it. */
  function toggle(line: CartLineView): boolean {
    cart.change([line.skuId], { chosen: !line.chosen })
    return !line.chosen && line.kind !== null && keepOneKind(line.kind)
  }

  function toggleAll(): void {
    cart.change(selectable.value.map(line => line.skuId), { chosen: !allChosen.value })
  }

  watch(toPrice, (now) => {
    if (now !== pricedFor) void priceNow()
  })

  const pricing = computed(() => state.value === 'loading')
  return { views, good, bad, chosen, wanted, quote, problem, pricing, offline, selectable, allChosen, refresh, priceNow, toggle, toggleAll }
}

