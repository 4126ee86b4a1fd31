import { sum, yuan, type Bill } from './bill-text'
import type { Flow, FlowKind } from './model'
import type { Peer } from './peer'
import { DAY_MS, localTime } from './time'

const columns = [
  '记账时间', '微信支付业务单号', '资金流水单号', '业务名称', '业务类型', '收支类型', '收支金额(元)', '账户结余(元)', '资金变更提交申请人', '备注', '业务凭证号',
]
const summaryColumns = ['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额']

const businesses: Readonly<Record<FlowKind, string>> = {
  'payment': '交易',
  'fee': '扣除交易手续费',
  'refund': '退款',
  'fee-returned': '退回交易手续费',
  'refund-closed': '退款退回',
  'share': '分账',
  'share-returned': '分账回退',
  'transfer': '商家转账',
  'transfer-returned': '商家转账退回',
  'top-up': '充值',
  'withdrawal': '提现',
}

/** What WeChat does by itself, and what the merchant asks for through the API or the portal. */
const bySystem: readonly FlowKind[] = ['payment', 'fee', 'fee-returned', 'refund-closed', 'share-returned', 'transfer-returned']

/** Every movement of the basic account that day; undefined when there was none. */
export function fundBillOf(peer: Peer, start: number): Bill | undefined {
  const flows = peer.tables.flows.values().filter(flow => flow.at >= start && flow.at < start + DAY_MS)
  if (flows.length === 0) return undefined
  const income = flows.filter(flow => flow.amountFen > 0)
  const spending = flows.filter(flow => flow.amountFen < 0)
  const total = (some: readonly Flow[]): string => yuan(Math.abs(sum(some.map(flow => flow.amountFen))))
  return {
    columns,
    rows: flows.map(flow => rowOf(flow, peer.keys.mchid)),
    summaryColumns,
    summary: [String(flows.length), String(income.length), total(income), String(spending.length), total(spending)],
  }
}

function rowOf(flow: Flow, mchid: string): string[] {
  const business = businesses[flow.kind]
  return [
    localTime(flow.at), flow.reference, flow.id, business, business, flow.amountFen > 0 ? '收入' : '支出', yuan(Math.abs(flow.amountFen)),
    yuan(flow.balanceFen), bySystem.includes(flow.kind) ? 'system' : `${mchid}API`, '', flow.voucher ?? flow.reference,
  ]
}
