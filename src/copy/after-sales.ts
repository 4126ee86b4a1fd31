import type { ReturnView, VoucherView } from '@/services/types'

export const codesCopy = {
  title: '卡密',
  askTitle: '现在查看卡密？',
  askText: '卡密看过之后不能退款。',
  show: '查看',
  code: (index: number) => `卡密 ${index}`,
  keepSafe: '请妥善保存，不要发给别人。',
}

export const voucherCopy = {
  title: '券码',
  hint: '到店出示',
  states: { unused: '未使用', used: '已使用', returning: '退款处理中', void: '已失效', expired: '已过期' } satisfies Record<VoucherView['state'], string>,
  piece: (piece: number) => `第 ${piece} 份`,
  use: (use: number, uses: number) => `第 ${use} 次，共 ${uses} 次`,
  valid: (from: string, until: string) => `${from} 至 ${until} 可用`,
  usedAt: (at: string) => `${at} 使用`,
  copyLabel: (code: string) => `复制券码 ${code}`,
}

export const returnCopy = {
  title: '申请退货',
  listTitle: '退货',
  states: { requested: '待商家处理', approved: '已同意', rejected: '已拒绝' } satisfies Record<ReturnView['state'], string>,
  until: (at: string) => `${at} 前可以申请`,
  byTerms: '退款金额按商品的退改规则计算',
  left: (count: number) => `可退 ${count} 件`,
  quantity: (title: string) => `退货数量 ${title}`,
  noPolicy: '不支持退货',
  allReturned: '已全部退回',
  vouchersUsed: '用过的券不能退',
  reason: '退货原因',
  reasonPlaceholder: '请说明原因，最多 200 字',
  reasonMissing: '请填写退货原因',
  nothingChosen: '请选择要退的商品',
  send: '提交申请',
  sent: '已提交，等商家处理',
  line: (title: string, count: number) => `${title} ×${count}`,
  lines: '商品',
  requestedAt: '申请时间',
  decidedAt: '处理时间',
  rejectReason: '拒绝原因',
  percent: '退款比例',
  percentOf: (percent: number) => `${percent}%`,
}
