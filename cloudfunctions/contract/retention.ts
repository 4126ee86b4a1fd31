import * as v from 'valibot'
import { whole } from './fields'
import { procedure } from './procedure'

/** How long personal data is kept, in days; what is older is removed by the sweep (S12). */
export interface RetentionView {
  readonly orderDays: number
  readonly invoiceDays: number
  readonly visitDays: number
  readonly auditDays: number
}

export const retentionProcedures = {
  'retention.get': procedure<RetentionView>()({ caller: 'merchant', input: v.strictObject({}) }),
  'retention.save': procedure<RetentionView>()({
    caller: 'merchant',
    // Not below what returns and after-sales need; trades must be on record for three years, which holds without the address.
    input: v.strictObject({ orderDays: whole(90, 3650), invoiceDays: whole(365, 10_950), visitDays: whole(7, 1095), auditDays: whole(180, 3650) }),
  }),
}
