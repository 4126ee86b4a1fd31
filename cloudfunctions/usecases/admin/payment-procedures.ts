import type { PaymentSetupView } from '../../contract'
import type { paymentProcedures } from '../../contract/payment-methods'
import type { ParsedInputOf } from '../../contract/procedure'
import { ALL_METHODS, leavesAWay } from '../../domain/shop/payment-methods'
import type { ShopSetup } from '../../domain/shop/setup'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { setupOf } from '../member/role'
import { changeSetup } from './change-setup'

async function getPayment({ ports }: Call): Promise<Answer<PaymentSetupView, never>> {
  return answer(view(await setupOf(ports), ports.payments.mchid))
}

/** From the next quote on; orders already placed are paid as agreed (S54). */
async function savePayment({ ports }: Call, { methods, account }: ParsedInputOf<(typeof paymentProcedures)['payment.save']>): Promise<Answer<PaymentSetupView, 'no_method_left'>> {
  if (!leavesAWay(methods)) return refused('no_method_left')
  const changed = await changeSetup(ports, ({ settlementAccount: _, ...setup }) => ({ ...setup, methods, ...(account && { settlementAccount: account }) }))
  if ('refusal' in changed) throw new Error('a change without refusals was refused')
  return answer(view(changed, ports.payments.mchid))
}

function view({ methods, settlementAccount }: ShopSetup, mchid: string): PaymentSetupView {
  return { mchid, methods: methods ?? ALL_METHODS, account: settlementAccount ?? null }
}

export const paymentImplementations: Implementations<typeof paymentProcedures> = { 'payment.get': getPayment, 'payment.save': savePayment }
