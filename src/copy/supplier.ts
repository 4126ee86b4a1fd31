import type { AdminInput, SupplierOrderView } from '@/services/types'

export type SupplierTab = AdminInput<'supplier.orders'>['tab']

export const supplierDeskCopy = {
  empty: '还没有供货商',
  emptyText: '添加后，商品可以由供货商发货和分成',
  create: '添加供货商',
  editTitle: '修改供货商',
  name: '名称',
  namePlaceholder: '顾客在订单里会看到',
  share: '分成比例',
  sharePlaceholder: '货款的百分之几，0 到 100',
  shareFact: (percent: number) => `分成 ${percent}%`,
  staff: '成员编号，每行一个',
  staffPlaceholder: '成员在“我的 - 编辑资料”里可以复制自己的编号',
  staffFact: (count: number) => count > 0 ? `${count} 位成员` : '还没有成员',
  staffInvalid: '编号只有字母、数字、横线和下划线，最多 20 个，不能重复',
  removedTitle: '去掉成员？',
  removedText: (count: number) => `有 ${count} 位成员不在名单里了，保存后立刻看不到订单。`,
  report: '货款',
  reportTitle: (name: string) => `${name} 的货款`,
}

export const statementCopy = {
  title: '货款',
  periods: { 7: '近 7 天', 30: '近 30 天' },
  hint: '订单完成后计入，按天汇总',
  total: '合计',
  day: '日期',
  orders: '订单数',
  share: '应得',
  empty: '这段时间没有完成的订单',
  unfinished: '没有读完，下拉可以再试',
}

export const supplierPageCopy = {
  menu: '供货商',
  orders: '我的发货',
  ordersHint: '发货、查物流',
  goods: '我供的商品',
  statement: '我的货款',
  tabs: { to_ship: '待发货', waiting: '拼团中', sent: '已发货' } satisfies Record<SupplierTab, string>,
  empty: { to_ship: '没有待发货的订单', waiting: '没有拼团中的订单', sent: '还没有发出的订单' } satisfies Record<SupplierTab, string>,
  states: { waiting: '拼团中', to_ship: '待发货', sent: '已发货', closed: '已关闭' } satisfies Record<SupplierOrderView['state'], string>,
  share: '应得',
  cold: '冷链配送',
  noGoods: '还没有由你供货的商品',
  noGoodsText: '商家在商品里选择你作为供货商后会出现',
  notAllowedTitle: '这里是供货商的页面',
  notAllowedText: '当前账号不是供货商的成员',
}
