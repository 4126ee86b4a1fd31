import type { Fen } from '../kernel/fen'
import { minFen } from '../pricing/arithmetic'
import { rungPriceFen } from '../pricing/rules/size-ladder'
import { findSku } from '../product/product'
import type { Group } from './group'

/**
 * What a piece of what the leader bought costs whoever comes now (S39, S52): the group price, or the rung this group stands on with one person
 * more; once it has formed, the rung it closed on. Worked out whenever it is shown, because every payment may move it. What the shopper alone
 * brings, such as a level or a coupon, is not in it.
 */
export function priceNowFen({ display, offer, terms, paid, state }: Pick<Group, 'display' | 'offer' | 'terms' | 'paid' | 'state'>): Fen {
  const sku = findSku(offer, display.skuId)
  if (!terms.ladder || !sku) return display.priceGroupFen
  return minFen(display.priceGroupFen, rungPriceFen(terms.ladder, sku.priceAloneFen, state === 'open' ? paid + 1 : paid))
}
