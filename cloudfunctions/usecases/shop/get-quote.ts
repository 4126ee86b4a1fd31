import type { QuoteView } from '../../contract/views'
import { decidePurchase, type PurchaseRefusal, type PurchaseRequest } from '../../domain/order/purchase'
import type { Region } from '../../domain/pricing/freight'
import { answer, type Answer, type Call, refused } from '../answer'
import { quoteView } from '../views/quote-view'
import { loadPurchase } from './load-purchase'

/** What the purchase would cost now, explained (S2, S19, S22). Four round trips side by side. */
export async function getQuote({ ports, openid }: Call, input: PurchaseRequest & { readonly region: Region | null }): Promise<Answer<QuoteView, PurchaseRefusal>> {
  const [loaded, stocks] = await Promise.all([loadPurchase(ports, openid, input), ports.store.getMany('stocks', input.lines.map(line => line.skuId))])
  const now = ports.clock.now()
  const decision = decidePurchase(input, loaded, input.region, openid, now)
  return decision.ok ? answer(quoteView(input, decision.value, loaded, stocks, input.region, now)) : refused(decision.refusal)
}
