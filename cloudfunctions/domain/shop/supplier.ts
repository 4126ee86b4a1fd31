import { addFen, type Fen, subtractFen, ZERO_FEN } from '../kernel/fen'
import { dayOf } from '../kernel/day'
import type { Posting } from '../ledger/posting'
import type { ShopSetup, Supplier } from './setup'

/** More than any shop has, and few enough to stand in one document. */
export const MAX_SUPPLIERS = 200

export type SupplierRefusal = 'staff_of_another_supplier' | 'too_many_suppliers'

/** The suppliers with this one added or changed; a person acts for one supplier at most (X9). */
export function withSupplier({ suppliers }: ShopSetup, supplier: Supplier): readonly Supplier[] | SupplierRefusal {
  const others = suppliers.filter(one => one.supplierId !== supplier.supplierId)
  if (others.some(one => one.staff.some(openid => supplier.staff.includes(openid)))) return 'staff_of_another_supplier'
  return others.length < MAX_SUPPLIERS ? [...others, supplier].sort((a, b) => a.supplierId < b.supplierId ? -1 : 1) : 'too_many_suppliers'
}

/** Whom a person acts for, if anyone. */
export function supplierOfStaff({ suppliers }: ShopSetup, openid: string): Supplier | undefined {
  return suppliers.find(one => one.staff.includes(openid))
}

export interface EarnedDay { readonly day: string; readonly orders: number; readonly shareFen: Fen }

/** What a supplier earned by these postings, oldest first, by Shanghai day (S55). */
export function earnedByDay(postings: readonly Posting[], supplierId: string): EarnedDay[] {
  const days = new Map<string, EarnedDay>()
  for (const { at, entries } of postings) {
    const credits = entries.filter(entry => entry.account === 'supplier_payable' && entry.party === supplierId)
    if (credits.length === 0) continue
    const day = dayOf(at)
    const { orders, shareFen } = days.get(day) ?? { orders: 0, shareFen: ZERO_FEN }
    days.set(day, { day, orders: orders + 1, shareFen: subtractFen(shareFen, addFen(...credits.map(entry => entry.amountFen))) })
  }
  return [...days.values()]
}
