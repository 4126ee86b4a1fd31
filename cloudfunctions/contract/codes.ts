import * as v from 'valibot'
import { id, orderId, skuId } from './fields'
import { procedure } from './procedure'

export interface CodesView {
  /** In clear: not to be kept. */
  readonly codes: readonly string[]
  /** When they were first shown; from then on they cannot be given back. */
  readonly revealedAt: number
}

export const codeShopProcedures = {
  /** Shows the codes of the caller's own order. Each look is noted. */
  'order.revealCodes': procedure<CodesView>()({
    caller: 'shopper',
    input: v.strictObject({ orderId }),
    refusals: ['order_not_found', 'codes_not_ready', 'return_open'],
  }),
}

export const codeAdminProcedures = {
  /** Takes in card codes; the stock grows by those the shop did not have yet. The id makes a repeated call harmless. */
  'codes.import': procedure<{ received: number; fresh: number }>()({
    caller: 'merchant',
    input: v.strictObject({
      importId: skuId,
      skuId,
      productId: id,
      codes: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/))), v.minLength(1), v.maxLength(200)),
    }),
    refusals: ['sku_not_found', 'goods_not_virtual', 'import_id_taken'],
  }),
}
