import { decodeInflight, type Stock } from '../../cloudfunctions/domain/stock/stock'
import type { CheckedShop } from './checked-shop'

/** Card codes and vouchers at every instant (S44, S45, I4). Answers what is broken, in words. */
export function goodsBroken(shop: CheckedShop): string[] {
  const { database } = shop
  const broken: string[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what)
  }
  const codes = database.all('card_codes')
  for (const code of codes) {
    const order = code.orderId === undefined ? undefined : database.one('orders', code.orderId)
    expect((code.state === 'unused') === (code.orderId === undefined), `S45: code ${code.id} is ${code.state} for ${code.orderId}`)
    if (code.state === 'assigned') expect(order?.codeIds?.includes(code.id) === true, `S45: code ${code.id} is assigned to ${code.orderId}, which does not know`)
  }
  for (const order of database.all('orders')) {
    const named = (order.codeIds ?? []).map(id => database.one('card_codes', id))
    expect(named.every(code => code?.orderId === order.id && code.state === 'assigned'), `S45: ${order.id} names codes that are not its own`)
    if (order.codeIds) expect(named.length === order.lines.reduce((total, line) => total + line.left.quantity, 0), `S45: ${order.id} has ${named.length} codes`)
  }
  for (const { id, available, held, sold, inflight } of database.all('stocks').filter(stock => isVirtual(shop, stock))) {
    // Pieces already sold that the counters still call held: their codes may be handed over before the counters follow.
    const leaving = Object.entries(inflight).reduce((sum, [orderId, text]) => {
      const line = database.one('orders', orderId)?.stock[id]
      const { move, nonce } = decodeInflight(text)
      return move === 'sell' && line?.nonce === nonce ? sum + line.quantity : sum
    }, 0)
    const mine = codes.filter(code => code.skuId === id)
    expect(available + held + sold <= mine.length, `S45: more pieces of ${id} than codes`)
    expect(available + held - leaving <= mine.filter(code => code.state === 'unused').length, `S45: more pieces of ${id} for sale than unused codes`)
  }
  for (const voucher of database.all('vouchers')) {
    expect((voucher.state === 'used') === (voucher.usedAt !== undefined), `S44: voucher of ${voucher.orderId} is ${voucher.state}, used at ${voucher.usedAt}`)
    expect(database.one('orders', voucher.orderId)?.voucherIds?.includes(voucher.id) === true, `S44: ${voucher.orderId} has a voucher it does not know`)
  }
  for (const one of database.all('returns')) {
    const order = database.one('orders', one.orderId)
    expect((order?.openReturnId === one.id) === (one.state === 'requested'), `S88: ${one.id} is ${one.state}, open at its order: ${order?.openReturnId}`)
    expect((one.state === 'approved') === (order?.refundIds.includes(one.id) === true), `S88: ${one.id} is ${one.state}, refunds ${order?.refundIds.join()}`)
  }
  return broken
}

/** What must hold once nothing is left to do. */
export function goodsUndone(shop: CheckedShop): string[] {
  const { database } = shop
  const broken: string[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what)
  }
  for (const batch of database.all('code_imports')) expect(batch.state === 'counted', `L4: import ${batch.id} is still ${batch.state}`)
  for (const stock of database.all('stocks')) {
    expect(Object.keys(stock.giving ?? {}).length === 0, `L4: pieces of ${stock.id} are still being given`)
    if (isVirtual(shop, stock)) {
      const mine = database.all('card_codes').filter(code => code.skuId === stock.id)
      expect(stock.available + stock.held + stock.sold === mine.length, `I4: ${mine.length} codes of ${stock.id}, and ${JSON.stringify(stock)}`)
    }
  }
  for (const order of database.all('orders').filter(one => ['ready', 'received', 'completed'].includes(one.state))) {
    if (order.goods === 'virtual') expect(order.codeIds !== undefined, `S45: ${order.id} is ${order.state} without codes`)
    if (order.goods === 'service') {
      const line = order.lines[0]
      const made = database.all('vouchers').filter(voucher => voucher.orderId === order.id)
      expect(made.length === (line?.quantity ?? 0) * (line?.service?.uses ?? 0), `S44: ${order.id} has ${made.length} vouchers`)
    }
  }
  return broken
}

/** Whether these are pieces of a virtual SKU, each of which is a card code. */
export function isVirtual({ database }: CheckedShop, { id, productId }: Pick<Stock, 'id' | 'productId'>): boolean {
  const product = database.one('products', productId)
  return product?.kind === 'virtual' && product.skus.some(sku => sku.skuId === id)
}
