import { membershipCopy } from './desk-rules'
import { formatTime } from './time'
import type { AdminGroupView, AuditView } from '@/services/types'

export const groupDeskCopy = {
  tabs: { open: '进行中', formed: '已成团', failed: '未成团' } satisfies Record<AdminGroupView['state'], string>,
  empty: { open: '没有进行中的团', formed: '还没有成团的团', failed: '没有未成团的团' } satisfies Record<AdminGroupView['state'], string>,
  emptyText: '下拉可以刷新',
  records: '成团统计与操作记录',
  on: '可以补足成团：团到期前人数不够时，由你决定按实际人数成团，页面如实显示实际人数。',
  off: '“模拟成团”没有开启。开启后，可以在到期前让人数不够的团按实际人数成团。',
  openSettings: '去开启',
  leader: (name: string) => `团长 ${name}`,
  people: (people: number, size: number) => `已付款 ${people} 人，共 ${size} 席`,
  formAt: (count: number) => `${count} 人成团`,
  held: (count: number) => `${count} 人待付款`,
  missing: (count: number) => count > 0 ? `还差 ${count} 人` : '人数已够',
  ended: '时间已到，正在结算',
  short: (people: number) => `商家补足成团，实际 ${people} 人`,
  deadline: (at: string) => `截止 ${at}`,
  complete: '补足成团',
  completeTitle: (people: number) => `按实际 ${people} 人成团？`,
  completeText: (missing: number) => `这个团还差 ${missing} 人。成团后照常发货，所有人都会看到实际人数，操作会留下记录，不能撤回。待付款的人不再算在内。`,
  completed: (people: number) => `已成团，实际 ${people} 人`,
  see: '查看',
}

export const recordsCopy = {
  stats: '成团统计',
  period: '时间',
  periods: { 7: '近 7 天', 30: '近 30 天' },
  day: '日期',
  formed: '自然成团',
  completedShort: '商家补足',
  failed: '未成团',
  total: '合计',
  noDays: '这段时间没有结束的团',
  audits: '操作记录',
  empty: '还没有操作记录',
  emptyText: '补足成团、改券码时间会记在这里',
  acts: {
    'group.complete': '补足成团',
    'voucher.reschedule': '改券码时间',
    'address.view': '查看收货地址',
    'order.correctParcel': '改运单号',
    'work.resolve': '处理待办',
    'split.paidByHand': '登记供应商付款',
    'leader.save': '设置团长',
    'switch.turn': '开关功能',
    'access.deny': '无权访问',
    'risk.deny': '拒绝操作',
    'risk.decide': '处理风险',
    'risk.hold': '暂停账号',
    'risk.rules': '改风控规则',
    'block.raise': '限制访问',
    'block.decide': '处理访问限制',
    'deposit.receive': '收保证金',
    'deposit.withdraw': '退保证金',
    'deposit.freeze': '冻结保证金',
    'deposit.release': '解冻保证金',
    'deposit.deduct': '扣保证金',
    'payee.hold': '收款方待生效',
    'payee.apply': '收款方生效',
    'payee.drop': '撤销收款方',
    'inspection.draw': '抽查商品',
    'inspection.decide': '抽查结论',
    'restriction.impose': '限制销售',
    'restriction.lift': '恢复销售',
  } satisfies Record<AuditView['act'], string>,
  subject: '对象',
  by: (name: string, openidEnd: string) => `${name}（尾号 ${openidEnd}）`,
}

/** What an audit entry noted, in words; a note of a later release stands as it is. */
export function auditText({ act, subject, detail }: Pick<AuditView, 'act' | 'subject' | 'detail'>): string {
  if (act === 'group.complete') {
    const { people, formAt, size } = Object.fromEntries(detail.split(' ').map(part => part.split('=')))
    return people && formAt && size ? `实际 ${people} 人，${formAt} 人成团，共 ${size} 席` : detail
  }
  if (act === 'switch.turn') {
    const name = Object.entries(membershipCopy.switches).find(([one]) => one === subject)?.[1] ?? subject
    return `${name}：${detail === 'on' ? '开启' : '关闭'}`
  }
  if (act !== 'voucher.reschedule') return detail
  const numbers = detail.match(/\d{13}/g)?.map(Number) ?? []
  const [validFrom, validUntil] = numbers.slice(-2)
  return validFrom && validUntil ? `改为 ${formatTime(validFrom)} 至 ${formatTime(validUntil)}` : detail
}
