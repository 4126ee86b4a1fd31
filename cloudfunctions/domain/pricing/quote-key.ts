import type { Quote } from './quote'

/**
 * Names everything the shopper agrees to: lines, quantities, every rule with its amount on every line, freight, points and the sum. The sums
 * stand in clear, so that no two totals share a key; the rest is digested, so that a long cart has a short key.
 */
export function quoteKey(quote: Omit<Quote, 'key'>): string {
  const lines = quote.lines.map(line => [
    line.lineId, line.productId, line.skuId, line.quantity, line.mode, line.listFen, line.freightFen, line.paidFen, line.points,
    ...line.discounts.map(discount => `${discount.ruleId}@${discount.version}=${discount.amountFen}`),
  ].join('|')).sort()
  const text = JSON.stringify([lines, quote.applied.map(rule => [rule.ruleId, rule.amountFen]), [...quote.undeliverable].sort(), quote.pointsEarned])
  const sums = `goods=${quote.goodsFen}|off=${quote.discountFen}|freight=${quote.freightFen}|points=${quote.pointsSpent}|pay=${quote.payableFen}`
  return `cart|${quote.lines.length}|${sums}|${digest(text, 1)}${digest(text, 2)}${digest(text, 3)}${digest(text, 4)}`
}

/** FNV-1a over UTF-16 units with a seed and a final mix: 32 bits. Finds changes, keeps no secrets. */
function digest(text: string, seed: number): string {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b)
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35)
  return ((hash ^ hash >>> 16) >>> 0).toString(36)
}
