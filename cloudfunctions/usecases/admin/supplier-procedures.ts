import type { AdminProcedures, ParsedInputOf } from '../../contract'
import type { StatementView, SupplierView } from '../../contract/supplier-views'
import type { Supplier } from '../../domain/shop/setup'
import { type SupplierRefusal, withSupplier } from '../../domain/shop/supplier'
import { answer, type Answer, type Call, refused } from '../answer'
import { setupOf } from '../member/role'
import { changeSetup } from './change-setup'
import { statement } from '../supplier/statement'

type Input<Name extends keyof AdminProcedures> = ParsedInputOf<AdminProcedures[Name]>

export async function listSuppliers({ ports }: Call): Promise<Answer<{ suppliers: readonly SupplierView[] }, never>> {
  return answer({ suppliers: (await setupOf(ports)).suppliers.map(supplierView) })
}

/** Adds or changes a supplier (X9). Names, share and staff are one document with the shop's other terms, so that they change together. */
export async function saveSupplier({ ports }: Call, supplier: Input<'supplier.save'>): Promise<Answer<SupplierView, SupplierRefusal>> {
  const saved = await changeSetup<SupplierRefusal>(ports, (setup) => {
    const suppliers = withSupplier(setup, supplier)
    return typeof suppliers === 'string' ? { refusal: suppliers } : { ...setup, suppliers }
  })
  return 'refusal' in saved ? refused(saved.refusal) : answer(supplierView(supplier))
}

export async function reportSupplier({ ports }: Call, input: Input<'supplier.report'>): Promise<Answer<StatementView, 'period_invalid'>> {
  const report = await statement(ports, input)
  return report ? answer(report) : refused('period_invalid')
}

function supplierView({ supplierId, name, sharePercent, staff }: Supplier): SupplierView {
  return { supplierId, name, sharePercent, staff }
}
