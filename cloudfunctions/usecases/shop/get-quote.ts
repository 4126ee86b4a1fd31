import type { QuoteView } from '../../contract/views'
import { decidePurchase, type PurchaseRefusal, type PurchaseRequest } from '../../domain/order/purchase'
import { answer, type Answer, type Call, refused } from '../answer'
import { loadPurchase, quoteView } from './load-purchase'

/** What the purchase would cost now (S2). Three documents, loaded side by side. */
export async function getQuote({ ports, openid }: Call, request: PurchaseRequest): Promise<Answer<QuoteView, PurchaseRefusal | 'sold_out'>> {
  const [loaded, stock] = await Promise.all([loadPurchase(ports, request), ports.store.get('stocks', request.skuId)])
  const decision = decidePurchase(request, loaded, openid, ports.clock.now())
  if (!decision.ok) return refused(decision.refusal)
  if (!stock || stock.available < request.quantity) return refused('sold_out', { available: stock?.available ?? 0 })
  return answer(quoteView(request, decision.value, loaded, stock.available))
}
