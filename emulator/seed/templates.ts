/** The subscribe-message templates of the demo shop, as a merchant registers them with WeChat; keywords by name and type. */
export const demoTemplates = {
  'tpl-group-formed': { title: '拼团成功通知', fields: ['thing1', 'amount2', 'thing3', 'character_string4'] },
  'tpl-group-failed': { title: '拼团失败通知', fields: ['thing1', 'amount2', 'thing3', 'character_string4'] },
  'tpl-refund-succeeded': { title: '退款成功通知', fields: ['thing1', 'amount2', 'thing3', 'character_string4'] },
  'tpl-order-shipped': { title: '订单发货通知', fields: ['thing1', 'amount2', 'thing3', 'character_string4'] },
} as const

/** Which of them answers which event of the shop. */
export const demoMessageTemplates = {
  group_formed: 'tpl-group-formed',
  group_failed: 'tpl-group-failed',
  refund_succeeded: 'tpl-refund-succeeded',
  order_shipped: 'tpl-order-shipped',
} as const
