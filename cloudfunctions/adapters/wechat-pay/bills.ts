import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { BillAnswer, Bills } from '../../ports/money'
import { type Answer, refusalCode } from './answers'
import { readFundBill, readTradeBill } from './bill-rows'
import { UnreadableBill } from './bill-table'
import type { MerchantApi } from './merchant-api'

const offer = v.object({ hash_type: v.literal('SHA1'), hash_value: v.pipe(v.string(), v.regex(/^[0-9A-Fa-f]{40}$/)), download_url: v.string() })

/** WeChat's bills: the address and the hash come signed, the file does not, so only a file with that hash counts. */
export function wechatBills(load: () => Promise<MerchantApi>): Bills {
  async function fetchBill<Bill>(asked: (api: MerchantApi) => Promise<Answer>, read: (text: string, hash: string) => Bill): Promise<BillAnswer<Bill>> {
    const api = await load()
    const answer = await asked(api)
    if (answer.status !== 200) return noBill(answer)
    const offered = v.safeParse(offer, answer.data)
    if (!offered.success) return { outcome: 'unknown' }
    const { download_url: url, hash_value: hash } = offered.output
    const bytes = await api.billFile(url)
    // A file that is cut or altered is no answer; the next request brings another address.
    if (!bytes || createHash('sha1').update(bytes).digest('hex') !== hash.toLowerCase()) return { outcome: 'unknown' }
    try {
      return { outcome: 'bill', bill: read(bytes.toString('utf8'), hash.toLowerCase()) }
    }
    catch (error) {
      if (error instanceof UnreadableBill) return { outcome: 'unreadable', why: error.message }
      throw error
    }
  }

  return {
    tradeBill: day => fetchBill(api => api.tradebill({ bill_date: day, bill_type: 'ALL' }), readTradeBill),
    fundBill: day => fetchBill(api => api.fundflowbill({ bill_date: day, account_type: 'BASIC' }), readFundBill),
  }
}

function noBill(answer: Answer): { outcome: 'none' | 'creating' | 'unknown' } {
  switch (refusalCode(answer)) {
    case 'NOSTATEMENTEXIST': return { outcome: 'none' }
    case 'STATEMENTCREATING': return { outcome: 'creating' }
    default: return { outcome: 'unknown' }
  }
}
