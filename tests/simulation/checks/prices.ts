import { rungPriceFen } from '../../../cloudfunctions/domain/pricing/rules/size-ladder'
import type { ShopPlan } from '../people/shop-plan'
import type { Documents } from '../cloud/documents'

/** Prices that end: no more pieces are sold at a flash price than were given to it (X1), and a group that grew gives back what its best rung saves (S39). */
export function pricesBroken(documents: Documents, { setup }: ShopPlan): string[] {
  const broken: string[] = []
  // A paid order may still be looking for its pieces, and give the money back when there are none.
  const orders = documents.all('orders').filter(order => !['placing', 'paid', 'closed'].includes(order.state))
  for (const rule of setup.rules) {
    if (rule.kind !== 'flash_price') continue
    const sold = orders.flatMap(order => order.lines).filter(line => line.discounts.some(discount => discount.ruleId === rule.id)).reduce((sum, line) => sum + line.quantity, 0)
    const pieces = rule.prices.reduce((sum, price) => sum + (price.limit?.pieces ?? Infinity), 0)
    if (sold > pieces) broken.push(`X1: ${sold} pieces are sold at ${rule.id}, of ${pieces}`)
  }
  for (const order of orders) {
    const group = order.groupId === undefined ? undefined : documents.one('groups', order.groupId)
    const [line] = order.lines
    if (!group?.terms.ladder || !line || !['preparing', 'shipped', 'received', 'completed'].includes(order.state)) continue
    const dearer = line.unitPriceFen > rungPriceFen(group.terms.ladder, line.listPriceFen, group.paid)
    if (dearer && !order.refundIds.some(id => documents.one('refunds', id)?.reason === 'better_rung')) broken.push(`S39: ${order.id} paid ${line.unitPriceFen} a piece in a group of ${group.paid}`)
  }
  return broken
}
