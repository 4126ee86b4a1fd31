/** What shoppers agree to (S12). The version goes to the server with the consent; it changes with every change of the text. */
export const privacyText = {
  version: '2026-11-25',
  paragraphs: [
    '下单时，我们会收集收货人姓名、手机号和地址，只用于配送、售后和开具发票；它们加密保存，商家和供货商只有在需要给你发货时才能看到完整信息。',
    '你可以设置昵称和头像，同团的邻居会看到它们。',
    '申请发票时填写的抬头、税号和邮箱只用于开票。',
    '支付由微信支付完成，我们不会得到你的银行卡信息。',
    '订单完成三年后，我们会删除其中的姓名、手机号和详细地址；法律要求保存的交易记录不含这些信息。',
    '你可以随时在“我的 - 隐私与账号”里撤回同意、导出自己的数据或注销账号。',
  ],
}
