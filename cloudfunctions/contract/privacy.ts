import * as v from 'valibot'
import { cursor } from './fields'
import { procedure } from './procedure'

export interface PrivacyView {
  /** The text in force. */
  readonly version: string
  /** Whether the caller has agreed to just that one. */
  readonly agreed: boolean
  /** Everything of theirs is being removed. */
  readonly leaving: boolean
}

/** A part of what the shop keeps about the caller; `next` asks for the one after it. */
export interface ExportView {
  /** What the documents are, such as `orders`. */
  readonly section: string
  readonly documents: readonly unknown[]
  /** How many of the sections are complete with this part. */
  readonly done: number
  readonly sections: number
  readonly next: string | null
}

/** What a shopper decides about their own data (S12). */
export const privacyProcedures = {
  /** Agrees to the text the phone has shown. */
  'privacy.agree': procedure<PrivacyView>()({
    caller: 'shopper',
    input: v.strictObject({ version: v.pipe(v.string(), v.regex(/^[0-9A-Za-z.-]{1,20}$/)) }),
    refusals: ['privacy_text_outdated', 'account_leaving'],
  }),
  'privacy.withdraw': procedure<PrivacyView>()({ caller: 'shopper', input: v.strictObject({}) }),
  /** Everything the shop keeps about the caller, in parts. */
  'me.export': procedure<ExportView>()({ caller: 'shopper', input: v.strictObject({ cursor }), refusals: ['cursor_invalid'] }),
  /** Removes the caller's personal data. What money and goods moved stays in the books under a name that says nothing. Points and coupons are given up. */
  'me.delete': procedure<PrivacyView>()({
    caller: 'shopper',
    input: v.strictObject({ confirmed: v.literal(true) }),
    refusals: ['orders_open', 'balance_left', 'after_sales_open', 'top_up_open', 'staff_account'],
  }),
}
