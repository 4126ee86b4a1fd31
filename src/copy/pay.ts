import type { MessageKey } from '@/services/types'

const kinds: Record<MessageKey, string> = {
  group_formed: '成团提醒',
  group_failed: '未成团提醒',
  refund_succeeded: '退款到账提醒',
  order_shipped: '发货提醒',
}

export const payCopy = {
  cashier: '收银台',
  closeCashier: '关闭收银台',
  submit: '提交订单',
  opening: '正在打开支付',
  checking: '正在确认支付结果',
  paid: '支付成功',
  cancelled: '还没有付款，席位为你保留到倒计时结束',
  unknownTitle: '支付结果确认中',
  unknown: '暂时没有查到付款结果。请稍后在订单列表查看，不要重复付款。',
  unknownAction: '知道了',
  placedBefore: '上次提交的订单已经生成，去看看吧',
  messages: { title: '接收这些通知？', allow: '接收', refuse: '暂不', kinds },
}
