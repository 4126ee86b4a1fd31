import * as v from 'valibot'
import { id, text } from './fields'
import { procedure } from './procedure'

/** A change of payee that waits for a person's real name and face to be checked (S76). */
export interface PayeeChangeView {
  readonly supplierId: string
  readonly state: 'held' | 'checking' | 'applied' | 'dropped' | 'removed'
  /** The account wanted, its end alone. */
  readonly accountEnd: string
  readonly askedAt: number
}

const idNumber = v.pipe(v.string(), v.regex(/^\d{17}[\dX]$/))

/** What the merchant does about changes of payees that are held. */
export const payeeProcedures = {
  'payee.held': procedure<{ readonly items: readonly PayeeChangeView[] }>()({ caller: 'merchant', input: v.strictObject({}) }),
  /** Begins the check; with the token the person's phone opens it. Name and number go to the service that checks them and are not kept. */
  'payee.beginCheck': procedure<{ readonly token: string }>()({
    caller: 'merchant',
    input: v.strictObject({ supplierId: id, name: text(30), idNumber }),
    refusals: ['payee_change_not_found', 'id_number_invalid', 'check_too_often', 'check_of_other_person', 'check_rejected', 'check_unavailable'],
  }),
  /** Asks what became of the check, and changes the payee if it was passed. */
  'payee.finishCheck': procedure<PayeeChangeView>()({
    caller: 'merchant',
    input: v.strictObject({ supplierId: id }),
    refusals: ['payee_change_not_found', 'check_waiting', 'check_failed', 'check_unavailable', 'payee_refused', 'payment_unavailable'],
  }),
  /** Leaves everything as it was. */
  'payee.drop': procedure<PayeeChangeView>()({ caller: 'merchant', input: v.strictObject({ supplierId: id }), refusals: ['payee_change_not_found'] }),
}
