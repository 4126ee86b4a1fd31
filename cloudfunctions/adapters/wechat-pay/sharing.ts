import * as v from 'valibot'
import type { MoneyAnswer, ProfitSharing, Receiver, ReturnFacts, ShareFacts } from '../../ports/money'
import { encryptFor } from './encrypt'
import type { KeyRing } from './key-ring'
import type { Merchant, MerchantApi } from './merchant-api'
import { moneyAnswer } from './money-answer'
import { cutToBytes } from './text'

const TYPES = { merchant: 'MERCHANT_ID', person: 'PERSONAL_OPENID' } as const
const RESULTS = { PENDING: 'pending', SUCCESS: 'succeeded', CLOSED: 'failed' } as const
const RETURN_RESULTS = { PROCESSING: 'processing', SUCCESS: 'succeeded', FAILED: 'failed' } as const
const DESCRIPTION_BYTES = 80

const wholeFen = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const number = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_\-|*@]{1,64}$/))

const shares = v.object({
  transaction_id: number,
  out_order_no: number,
  state: v.picklist(['PROCESSING', 'FINISHED']),
  receivers: v.optional(v.array(v.object({
    account: v.string(),
    amount: wholeFen,
    result: v.picklist(['PENDING', 'SUCCESS', 'CLOSED']),
    detail_id: v.optional(number, ''),
    fail_reason: v.optional(v.string()),
  })), []),
})

const giveBack = v.object({ out_return_no: number, amount: wholeFen, result: v.picklist(['PROCESSING', 'SUCCESS', 'FAILED']), fail_reason: v.optional(v.string()) })

/** Profit sharing over the merchant library. Names of receivers are encrypted for the key the request names. */
export function wechatSharing(merchant: Merchant, load: () => Promise<MerchantApi>, ring: Pick<KeyRing, 'preferred'>): ProfitSharing {
  const unknown = { outcome: 'unknown' } as const
  return {
    async addReceiver({ type, account, name }: Receiver) {
      const api = await load()
      const sealFor = await ring.preferred()
      if (!sealFor) return unknown
      const answer = await api.profitsharing_receivers_add({
        appid: merchant.appid, type: TYPES[type], account, relation_type: 'SUPPLIER', wx_serial_no: sealFor.serial,
        ...(name !== undefined && { name: encryptFor(sealFor.key, name) }),
      } as Parameters<MerchantApi['profitsharing_receivers_add']>[0])
      return moneyAnswer(answer, () => ({ account }))
    },
    async share({ transactionId, outOrderNo, receivers }) {
      const api = await load()
      const sealFor = await ring.preferred()
      if (!sealFor) return unknown
      const answer = await api.create_profitsharing_orders({
        appid: merchant.appid, transaction_id: transactionId, out_order_no: outOrderNo, unfreeze_unsplit: false, wx_serial_no: sealFor.serial,
        receivers: receivers.map(({ type, account, amountFen, description }) => ({ type: TYPES[type], account, amount: amountFen, description: cutToBytes(description, DESCRIPTION_BYTES) })),
      } as Parameters<MerchantApi['create_profitsharing_orders']>[0])
      return shareAnswer(answer, outOrderNo)
    },
    async queryShare(transactionId, outOrderNo) {
      return shareAnswer(await (await load()).query_profitsharing_orders(transactionId, outOrderNo), outOrderNo)
    },
    async unfreeze(transactionId, outOrderNo, description) {
      const answer = await (await load()).profitsharing_orders_unfreeze({ transaction_id: transactionId, out_order_no: outOrderNo, description: cutToBytes(description, DESCRIPTION_BYTES) })
      return shareAnswer(answer, outOrderNo)
    },
    async unsplit(transactionId) {
      const answer = await (await load()).query_profitsharing_amounts(transactionId)
      return moneyAnswer(answer, (data) => {
        const parsed = v.safeParse(v.object({ transaction_id: v.literal(transactionId), unsplit_amount: wholeFen }), data)
        return parsed.success ? { unsplitFen: parsed.output.unsplit_amount } : undefined
      })
    },
    async returnShare({ outOrderNo, outReturnNo, mchid, amountFen, description }) {
      const answer = await (await load()).profitsharing_return_orders({
        out_order_no: outOrderNo, out_return_no: outReturnNo, return_mchid: mchid, amount: amountFen, description: cutToBytes(description, DESCRIPTION_BYTES),
      } as Parameters<MerchantApi['profitsharing_return_orders']>[0])
      return moneyAnswer(answer, data => readReturn(data, outReturnNo))
    },
    async queryReturn(outReturnNo, outOrderNo) {
      return moneyAnswer(await (await load()).query_profitsharing_return_orders(outReturnNo, outOrderNo), data => readReturn(data, outReturnNo))
    },
  }
}

function shareAnswer(answer: Parameters<typeof moneyAnswer>[0], outOrderNo: string): MoneyAnswer<ShareFacts> {
  return moneyAnswer(answer, (data): ShareFacts | undefined => {
    const parsed = v.safeParse(shares, data)
    if (!parsed.success || parsed.output.out_order_no !== outOrderNo) return undefined
    const { transaction_id: transactionId, state, receivers } = parsed.output
    return {
      outOrderNo, transactionId, finished: state === 'FINISHED',
      receivers: receivers.map(({ account, amount, result, detail_id: detailId, fail_reason: why }) => ({ account, amountFen: amount, result: RESULTS[result], detailId, ...(why !== undefined && { why }) })),
    }
  })
}

function readReturn(data: unknown, outReturnNo: string): ReturnFacts | undefined {
  const parsed = v.safeParse(giveBack, data)
  if (!parsed.success || parsed.output.out_return_no !== outReturnNo) return undefined
  const { amount, result, fail_reason: why } = parsed.output
  return { outReturnNo, amountFen: amount, result: RETURN_RESULTS[result], ...(why !== undefined && { why }) }
}
