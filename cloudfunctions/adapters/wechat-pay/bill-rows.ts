import { addFen, type Fen, fen } from '../../domain/kernel/fen'
import { yuanToFen } from '../../domain/kernel/yuan'
import type { FundBill, FundRow, TradeBill, TradeRow } from '../../domain/settlement/bill'
import { readTable, UnreadableBill } from './bill-table'

type Row = Readonly<Record<string, string>>

const TRADE_COLUMNS = ['交易时间', '微信订单号', '商户订单号', '用户标识', '交易状态', '付款银行', '货币种类', '微信退款单号', '商户退款单号', '退款状态', '手续费', '订单金额', '申请退款金额']
const TRADE_SUMMARY = ['总交易单数', '手续费总金额', '订单总金额', '申请退款总金额']
const FUND_COLUMNS = ['记账时间', '微信支付业务单号', '资金流水单号', '业务名称', '收支类型', '收支金额(元)', '账户结余(元)', '业务凭证号']
const FUND_SUMMARY = ['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额']
/** Withdrawals, and money the merchant put in. WeChat's documents do not list the names; one we do not know is left to a person. */
const BANK_BUSINESSES: ReadonlySet<string> = new Set(['提现', '充值', '基本账户提现', '基本账户充值'])
const REFUND_STATES: Readonly<Record<string, 'processing' | 'succeeded' | 'abnormal' | 'closed'>> = { SUCCESS: 'succeeded', PROCESSING: 'processing', CHANGE: 'abnormal', ABNORMAL: 'abnormal', CLOSED: 'closed', FAIL: 'closed' }

/** The trade bill of kind ALL, its summary checked against its rows. Throws `UnreadableBill`. */
export function readTradeBill(text: string, hash: string): TradeBill {
  const table = readTable(text, TRADE_COLUMNS, TRADE_SUMMARY)
  const rows = table.rows.map((row, index) => tradeRow(row, `row ${index + 1}`))
  const of = (kind: TradeRow['kind']): Fen => addFen(...rows.filter(row => row.kind === kind).map(row => row.amountFen))
  agree('总交易单数', table.summary, rows.length * 100)
  agree('订单总金额', table.summary, of('payment'))
  agree('申请退款总金额', table.summary, of('refund'))
  agree('手续费总金额', table.summary, addFen(...rows.map(row => row.feeFen)))
  return { hash, rows }
}

/** The fund-flow bill, its summary checked against its rows. Throws `UnreadableBill`. */
export function readFundBill(text: string): FundBill {
  const table = readTable(text, FUND_COLUMNS, FUND_SUMMARY)
  const rows = table.rows.map((row, index) => fundRow(row, `row ${index + 1}`))
  const [income, spending] = [rows.filter(row => row.amountFen >= 0), rows.filter(row => row.amountFen < 0)]
  agree('资金流水总笔数', table.summary, rows.length * 100)
  agree('收入笔数', table.summary, income.length * 100)
  agree('收入金额', table.summary, addFen(...income.map(row => row.amountFen)))
  agree('支出笔数', table.summary, spending.length * 100)
  agree('支出金额', table.summary, 0 - addFen(...spending.map(row => row.amountFen)))
  return { rows }
}

/** A summary value, read like money: a count of 3 is 300. */
function agree(name: string, summary: Row, found: number): void {
  if (yuanToFen(summary[name] ?? '') !== found) throw new UnreadableBill(`the rows do not add up to ${name}`)
}

function tradeRow(row: Row, place: string): TradeRow {
  if (row['货币种类'] !== 'CNY') throw new UnreadableBill(`${place} is not in CNY`)
  const facts = {
    at: instantOf(row['交易时间'], place),
    transactionId: numberIn(row, '微信订单号', place),
    outTradeNo: numberIn(row, '商户订单号', place),
    openid: row['用户标识'] ?? '',
    bank: row['付款银行'] ?? '',
    feeFen: money(row, '手续费', place),
  }
  switch (row['交易状态']) {
    case 'SUCCESS': return { ...facts, kind: 'payment', amountFen: money(row, '订单金额', place) }
    case 'REFUND': {
      const state = REFUND_STATES[row['退款状态'] ?? '']
      if (!state) throw new UnreadableBill(`${place} has an unknown state of its refund`)
      return { ...facts, kind: 'refund', amountFen: money(row, '申请退款金额', place), outRefundNo: numberIn(row, '商户退款单号', place), refundId: numberIn(row, '微信退款单号', place), state }
    }
    default: throw new UnreadableBill(`${place} is neither a payment nor a refund`)
  }
}

function fundRow(row: Row, place: string): FundRow {
  const amountFen = money(row, '收支金额(元)', place)
  const way = row['收支类型']
  if (amountFen < 0 || (way !== '收入' && way !== '支出')) throw new UnreadableBill(`${place} neither came in nor went out`)
  return {
    at: instantOf(row['记账时间'], place),
    flowId: numberIn(row, '资金流水单号', place),
    reference: row['微信支付业务单号'] ?? '',
    voucher: row['业务凭证号'] ?? '',
    bank: BANK_BUSINESSES.has(row['业务名称'] ?? ''),
    amountFen: way === '收入' ? amountFen : fen(0 - amountFen),
    balanceFen: money(row, '账户结余(元)', place),
  }
}

function money(row: Row, name: string, place: string): Fen {
  const amount = yuanToFen(row[name] ?? '')
  if (amount === undefined) throw new UnreadableBill(`${name} of ${place} is not whole fen`)
  return amount
}

function numberIn(row: Row, name: string, place: string): string {
  const text = row[name] ?? ''
  if (!/^[0-9A-Za-z_\-|*@]{1,64}$/.test(text)) throw new UnreadableBill(`${name} of ${place} is no number`)
  return text
}

/** Bills write Shanghai's time without saying so. */
function instantOf(text: string | undefined, place: string): number {
  const at = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text ?? '') ? Date.parse(`${text?.replace(' ', 'T')}+08:00`) : Number.NaN
  if (Number.isNaN(at)) throw new UnreadableBill(`${place} has no time`)
  return at
}
