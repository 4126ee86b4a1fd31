import * as v from 'valibot'
import { text } from './fields'
import { procedure } from './procedure'

export type MethodView = 'wechat' | 'balance' | 'mixed' | 'points'

export interface PaymentSetupView {
  /** The merchant number of WeChat Pay that takes the money; part of the deployment. */
  readonly mchid: string
  readonly methods: Readonly<Record<MethodView, boolean>>
  /** Where WeChat pays it out to, as far as the merchant wrote it down. */
  readonly account: { readonly holder: string; readonly bank: string; readonly lastDigits: string } | null
}

/** How shoppers may pay, and where the money goes (S54). */
export const paymentProcedures = {
  'payment.get': procedure<PaymentSetupView>()({ caller: 'merchant', input: v.strictObject({}) }),
  'payment.save': procedure<PaymentSetupView>()({
    caller: 'merchant',
    input: v.strictObject({
      methods: v.strictObject({ wechat: v.boolean(), balance: v.boolean(), mixed: v.boolean(), points: v.boolean() }),
      account: v.nullable(v.strictObject({ holder: text(60), bank: text(30), lastDigits: v.pipe(v.string(), v.regex(/^\d{4}$/)) })),
    }),
    refusals: ['no_method_left'],
  }),
}
