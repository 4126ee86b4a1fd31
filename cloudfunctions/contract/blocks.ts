import * as v from 'valibot'
import { cursor, text } from './fields'
import { procedure } from './procedure'
import type { Page } from './views'

/** Why and until when somebody cannot read pages (S77). */
export interface BlockView {
  readonly blockId: string
  readonly by: 'openid' | 'ip' | 'device'
  readonly at: number
  readonly until: number
  readonly state: 'active' | 'over' | 'lifted'
  readonly appeal: { readonly text: string; readonly at: number; readonly state: 'open' | 'granted' | 'rejected' } | null
}

export interface AdminBlockView extends BlockView {
  readonly ruleId: string
  /** How often it was imposed in its hour. */
  readonly times: number
  /** Null for an address on the network. */
  readonly openid: string | null
}

const blockId = v.pipe(v.string(), v.regex(/^block:[0-9A-Za-z_:-]{1,110}$/))
const requestId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{6,40}$/))

/** What somebody who is shut out can do about it. */
export const blockShopProcedures = {
  'block.get': procedure<BlockView>()({ caller: 'shopper', input: v.strictObject({ blockId }), refusals: ['block_not_found'] }),
  'block.appeal': procedure<BlockView>()({ caller: 'shopper', input: v.strictObject({ blockId, text: text(200) }), refusals: ['block_not_found', 'already_appealed', 'block_over'] }),
}

/** What the merchant decides about blocks. */
export const blockAdminProcedures = {
  /** Blocks in force, those that last longest first, or those somebody appealed against, oldest appeal first. */
  'block.list': procedure<Page<AdminBlockView>>()({ caller: 'merchant', input: v.strictObject({ which: v.picklist(['active', 'appealed']), cursor }) }),
  'block.decide': procedure<AdminBlockView>()({
    caller: 'merchant',
    input: v.strictObject({ blockId, verdict: v.picklist(['lift', 'keep']), note: text(100), requestId }),
    refusals: ['block_not_found', 'request_id_taken'],
  }),
}
