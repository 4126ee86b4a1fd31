import * as v from 'valibot'
import type { TransferFacts, Transfers } from '../../ports/money'
import type { Answer } from './answers'
import { encryptFor } from './encrypt'
import type { KeyRing } from './key-ring'
import type { Merchant, MerchantApi } from './merchant-api'
import { moneyAnswer } from './money-answer'

const STATES = {
  ACCEPTED: 'accepted', PROCESSING: 'processing', WAIT_USER_CONFIRM: 'waiting', TRANSFERING: 'transferring',
  SUCCESS: 'succeeded', FAIL: 'failed', CANCELING: 'cancelling', CANCELLED: 'cancelled',
} as const
const REMARK_CHARACTERS = 32

const bill = v.object({
  out_bill_no: v.string(),
  state: v.picklist(['ACCEPTED', 'PROCESSING', 'WAIT_USER_CONFIRM', 'TRANSFERING', 'SUCCESS', 'FAIL', 'CANCELING', 'CANCELLED']),
  package_info: v.optional(v.pipe(v.string(), v.nonEmpty())),
  fail_reason: v.optional(v.string()),
})

/** Merchant transfers, which the merchant library does not have. Any answer but a clear one is unknown: the number is never changed for it. */
export function wechatTransfers(merchant: Merchant, load: () => Promise<MerchantApi>, ring: Pick<KeyRing, 'preferred'>, notifyUrl: string): Transfers {
  const read = (answer: Answer, outBillNo: string) => moneyAnswer(answer, (data): TransferFacts | undefined => {
    const parsed = v.safeParse(bill, data)
    if (!parsed.success || parsed.output.out_bill_no !== outBillNo) return undefined
    const { state, package_info: packageInfo, fail_reason: why } = parsed.output
    return { outBillNo, state: STATES[state], ...(packageInfo !== undefined && { packageInfo }), ...(why !== undefined && { why }) }
  })
  return {
    async transfer({ outBillNo, openid, amountFen, name, scene, remark, reports }) {
      const api = await load()
      const sealFor = name === undefined ? undefined : await ring.preferred()
      if (name !== undefined && !sealFor) return { outcome: 'unknown' }
      return read(await api.createTransfer({
        appid: merchant.appid,
        out_bill_no: outBillNo,
        transfer_scene_id: scene,
        openid,
        ...(name !== undefined && sealFor && { user_name: encryptFor(sealFor.key, name) }),
        transfer_amount: amountFen,
        transfer_remark: [...remark].slice(0, REMARK_CHARACTERS).join(''),
        notify_url: `${notifyUrl}/transfer`,
        transfer_scene_report_infos: reports.map(({ type, content }) => ({ info_type: type, info_content: content })),
      }, sealFor?.serial), outBillNo)
    },
    async queryTransfer(outBillNo) {
      return read(await (await load()).queryTransfer(outBillNo), outBillNo)
    },
    async cancelTransfer(outBillNo) {
      return read(await (await load()).cancelTransfer(outBillNo), outBillNo)
    },
  }
}
