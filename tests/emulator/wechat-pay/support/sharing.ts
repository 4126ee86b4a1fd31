import { APPID, order, OPENID, sealed, type Shop } from './shop'

export const MCH = '1900000109'
export const TOTAL = 10_000

/** A payment of 100 yuan that is to be shared out, and a minute later. */
export async function shareableOrder(shop: Shop, outTradeNo = 'order-0001', total = TOTAL): Promise<string> {
  const changes = { settle_info: { profit_sharing: true }, amount: { total, currency: 'CNY' } }
  const paid = await shop.pay.pay(await order(shop, outTradeNo, changes), OPENID)
  if (!paid.ok) throw new Error(paid.reason)
  await shop.clock.advance(60_000)
  return paid.transactionId
}

export async function addReceiver(shop: Shop, type: 'MERCHANT_ID' | 'PERSONAL_OPENID', account: string, name?: string): Promise<void> {
  const result = await shop.client.profitsharing_receivers_add({
    appid: APPID,
    type,
    account,
    relation_type: 'SERVICE_PROVIDER',
    ...(name !== undefined && { name: sealed(shop, name), wx_serial_no: shop.pay.merchant('x').payKeyId }),
  } as Parameters<typeof shop.client.profitsharing_receivers_add>[0])
  if (result.status !== 200) throw new Error(String(result.error))
}

export interface Wanted {
  account: string
  amount: number
  type?: 'MERCHANT_ID' | 'PERSONAL_OPENID'
  name?: string
}

/** Asks through the package for shares of a payment; without a type the account is a merchant's. */
export function share(shop: Shop, transactionId: string, outOrderNo: string, wanted: readonly Wanted[], changes: Record<string, unknown> = {}) {
  return shop.client.create_profitsharing_orders({
    appid: APPID,
    transaction_id: transactionId,
    out_order_no: outOrderNo,
    receivers: wanted.map(one => ({
      type: 'MERCHANT_ID' as const,
      description: '自提点服务费',
      ...one,
      ...(one.name !== undefined && { name: sealed(shop, one.name) }),
    })),
    unfreeze_unsplit: false,
    wx_serial_no: shop.pay.merchant('x').payKeyId,
    ...changes,
  })
}

export interface SharingAnswer {
  order_id: string
  state: string
  receivers: { account: string, amount: number, result: string, fail_reason?: string, detail_id: string }[]
}

export async function sharingOf(shop: Shop, transactionId: string, outOrderNo: string): Promise<SharingAnswer> {
  const result = await shop.client.query_profitsharing_orders(transactionId, outOrderNo)
  if (result.status !== 200) throw new Error(String(result.error))
  return result.data as unknown as SharingAnswer
}

export async function unsplit(shop: Shop, transactionId: string): Promise<number> {
  return ((await shop.client.query_profitsharing_amounts(transactionId)).data as unknown as { unsplit_amount: number }).unsplit_amount
}
