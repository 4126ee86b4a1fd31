import { refundReasons } from './order'
import type { AdminOrderTab, AdminRefundView, NoteKey, WorkItemView } from '@/services/types'

export const adminOrderCopy = {
  tabs: { to_ship: '待发货', shipped: '已发货', grouping: '拼团中', closed: '已关闭' } satisfies Record<AdminOrderTab, string>,
  empty: { to_ship: '没有待发货的订单', shipped: '还没有发出的订单', grouping: '没有拼团中的订单', closed: '没有关闭的订单' } satisfies Record<AdminOrderTab, string>,
  emptyText: '下拉可以刷新',
  receiver: '收货',
  reveal: '查看',
  noAddress: '无需收货地址',
  ship: '发货',
  shipTitle: '填写发货信息',
  carrier: '快递公司',
  carrierPlaceholder: '请选择快递公司',
  trackingNo: '运单号',
  trackingPlaceholder: '请填写运单号',
  trackingInvalid: '运单号应为 4 到 40 位字母或数字',
  packedAsAsked: '已按要求包装',
  shipNow: '确认发货',
  shipped: '已发货',
  uploaded: '已同步微信',
  uploading: '正在同步微信，同步后货款才会结算',
  orderId: '编号',
  refunds: '异常退款与待办',
  copied: '已复制',
}

export const adminRefundCopy = {
  tabs: { refunds: '异常退款', work: '待办事项' },
  notAllowedTitle: '这里是商家的页面',
  notAllowedText: '当前账号不在店员名单里',
  emptyRefunds: '没有异常退款',
  emptyWork: '没有待办事项',
  emptyText: '一切正常',
  reason: refundReasons satisfies Record<AdminRefundView['reason'], string>,
  orderId: '订单编号',
  requestedAt: '发起时间',
  note: '微信说明',
  askAgain: '重新查询',
  toCard: '退到银行卡',
  cardTitle: '退到买家银行卡',
  cardHint: '请先与买家核对。卡号只用于这次退款，不会保存在手机上。',
  bank: '开户行',
  account: '银行卡号',
  accountPlaceholder: '12 到 19 位数字',
  name: '持卡人',
  namePlaceholder: '与银行卡一致的姓名',
  invalid: { bank: '请选择开户行', account: '卡号应为 12 到 19 位数字', name: '请填写持卡人姓名' },
  submitCard: '提交退款',
  sent: '已提交给微信',
  copied: '已复制',
  work: { payment_mismatch: '付款对不上', refund_abnormal: '退款异常', effect_dead: '操作未完成', invoice_outdated: '发票需红冲', bill_only: '账单有、账上无', ours_only: '账上有、账单无', bill_amount: '账单金额不符', bill_fee: '手续费不符', bill_account: '账户余额不符', bill_unreadable: '账单无法读取', split_unpaid: '供应商货款未付清', split_not_returned: '分账未能退回' } satisfies Record<WorkItemView['kind'], string>,
  close: '处理完了',
  closeTitle: '这件事处理完了吗？',
  closeText: '关闭后不再出现在待办里。',
  closed: '已关闭',
  confirm: '确定',
  back: '再想想',
}

/** What must stand beside a switch or an offer. The merchant is told the duty before money is taken in advance. */
export const noteCopy: Record<NoteKey, string> = {
  prepaid_card_filing: '储值属于单用途商业预付卡业务：企业应在开展业务之日起 30 日内向商务主管部门备案，并遵守单张限额、资金管理和退卡规定。开启前请确认已了解并会办理；关闭后不再接受充值，已有余额仍可消费和退款。',
  stored_value_terms: '余额可与微信支付同时使用。退款时先退微信支付部分，余额支付的部分退回余额。赠送金额随充值到账。',
}

/** Banks by WeChat Pay's codes for refunds to a card. */
export const banks = [
  { code: 'ICBC_DEBIT', name: '工商银行' },
  { code: 'ABC_DEBIT', name: '农业银行' },
  { code: 'BOC_DEBIT', name: '中国银行' },
  { code: 'CCB_DEBIT', name: '建设银行' },
  { code: 'COMM_DEBIT', name: '交通银行' },
  { code: 'PSBC_DEBIT', name: '邮储银行' },
  { code: 'CMB_DEBIT', name: '招商银行' },
  { code: 'CIB_DEBIT', name: '兴业银行' },
  { code: 'SPDB_DEBIT', name: '浦发银行' },
  { code: 'CITIC_DEBIT', name: '中信银行' },
  { code: 'CEB_DEBIT', name: '光大银行' },
  { code: 'PAB_DEBIT', name: '平安银行' },
] as const
