import { returnCopy } from '@/copy/after-sales'
import type { OrderLineView, OrderView } from '@/services/types'

export interface Returnable { readonly line: OrderLineView; /** Pieces that may be given back. */ readonly max: number; /** Why none may be; empty when some may. */ readonly why: string }

/** What of an order a shopper may ask to give back (S88): what is left, not excluded, and of services the pieces nobody has used. The server decides again. */
export function returnables({ goods, lines, vouchers }: Pick<OrderView, 'goods' | 'lines' | 'vouchers'>): Returnable[] {
  return lines.map((line) => {
    if (line.leftQuantity === 0) return { line, max: 0, why: returnCopy.allReturned }
    if (goods !== 'service') return line.returnPolicy === 'none' ? { line, max: 0, why: returnCopy.noPolicy } : { line, max: line.leftQuantity, why: '' }
    const pieces = [...new Set(vouchers.map(voucher => voucher.piece))]
    const untouched = pieces.filter(piece => vouchers.every(voucher => voucher.piece !== piece || voucher.state === 'unused')).length
    const max = Math.min(line.leftQuantity, untouched)
    return { line, max, why: max === 0 ? returnCopy.vouchersUsed : '' }
  })
}
