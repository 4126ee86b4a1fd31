import type { AnyRefusal, Problem } from '@/services/types'

/** What is said for every refusal of the contract. The type makes a refusal without a text a compile error. */
export const refusalCopy: Record<AnyRefusal, string> = {
  // Any procedure.
  not_allowed: '没有权限，请换一个账号再试',
  busy: '大家太热情了，请稍等片刻再试',
  // Goods and groups.
  goods_not_found: '没有找到这个商品',
  goods_off_sale: '商品已下架',
  sku_not_found: '这个规格已经没有了，请重新选择',
  sold_out: '来晚一步，已经售罄',
  activity_not_running: '拼团活动不在进行中',
  over_quantity_limit: '超过每单限购数量',
  over_shopper_limit: '你在这个活动中已达到购买上限',
  group_not_found: '没有找到这个团',
  group_full: '这个团的席位已满，可以看看其他团或自己开团',
  group_over: '这个团已经结束，可以自己开一个',
  already_in_group: '你已经在这个团里了',
  group_of_other_goods: '这个团拼的是另一件商品',
  mixed_goods: '快递商品、到店服务和卡密要分开结算',
  not_sold_on_ios: '根据苹果的规定，iPhone 上暂不能购买虚拟商品',
  cold_delivery_required: '其中有生鲜，需要选择冷链配送',
  past_cutoff: '今天已经截单，请在接单时间内下单',
  coupon_not_usable: '优惠券已经不能用了，请重新选择',
  code_not_found: '分享码已失效',
  code_unavailable: '小程序码暂时生成不了，请稍后再试',
  // Coupons and flash sales.
  coupon_not_found: '没有找到这张优惠券',
  coupon_not_open: '现在不在领取时间内',
  coupon_gone: '来晚一步，已经领完了',
  coupon_limit_reached: '你已经领到上限了',
  coupon_costs_points: '这张券要用积分兑换',
  points_too_low: '积分不够',
  too_many_coupons: '券包已满，用掉一些再来领',
  flash_sold_out: '秒杀价已抢光，请确认新的价格',
  flash_already_held: '你有一笔未付款的秒杀订单，请先付款或取消',
  // Orders and payment.
  too_many_unpaid: '待付款的订单太多了，请先付款或取消',
  quote_changed: '价格有变化，请确认新的价格',
  order_id_taken: '这个订单已经提交过了',
  order_expired: '订单已超时，请重新提交',
  order_not_found: '没有找到这个订单',
  order_not_payable: '这个订单现在不能付款',
  already_paid: '这个订单已经付过款了',
  payment_unavailable: '支付暂时不可用，请稍后再试',
  order_not_cancellable: '这个订单现在不能取消',
  order_not_receivable: '这个订单现在还不能确认收货',
  funds_too_low: '积分或余额不够了，请重新选择',
  address_missing: '请填写收货地址',
  not_deliverable: '有商品送不到这个地址，请换一个地址或去掉它们',
  no_return_not_agreed: '请先确认不支持退货的商品',
  method_off: '本店暂不支持这种付款方式，请换一种',
  no_method_left: '微信支付和余额至少要保留一种',
  // Personal data.
  consent_needed: '请先同意隐私说明',
  privacy_text_outdated: '隐私说明已更新，请关闭小程序后重新打开',
  account_leaving: '账号正在注销，完成后可以重新开始',
  orders_open: '还有未完成的订单或售后期未结束，完成后再注销',
  balance_left: '余额里还有钱，用完或联系商家退回后再注销',
  after_sales_open: '还有退款、退货或发票在处理，处理完再注销',
  top_up_open: '有一笔充值还没有结束，请稍后再试',
  staff_account: '店员和供货商账号不能注销，请先让商家取消身份',
  cursor_invalid: '导出已中断，请重新开始',
  text_rejected: '内容不合适，请换一个说法',
  service_over: '这项服务的有效期已经过了',
  codes_not_ready: '卡密还没有准备好，请稍后再看',
  codes_revealed: '卡密已经查看过，不能退',
  order_not_returnable: '这个订单现在不能退货',
  return_window_over: '已经过了可以退的时间',
  goods_not_returnable: '这件商品不支持无理由退货',
  return_too_many: '退的数量比剩下的还多',
  return_open: '这个订单有一笔退货正在处理',
  vouchers_used: '用过的券不能退，没有这么多未用的',
  // Points, balance and invoices.
  check_in_off: '现在没有签到活动',
  exchange_id_taken: '这次兑换已经提交过了，请重新发起',
  stored_value_off: '余额充值暂未开放，已有余额仍可使用',
  top_up_amount: '充值金额不在可充范围内',
  balance_limit: '充值后余额超过上限，请先使用一部分',
  top_up_id_taken: '这笔充值已经提交过了，请重新发起',
  top_up_over: '这笔充值已超时，请重新发起',
  top_up_not_found: '没有找到这笔充值',
  order_not_invoiceable: '确认收货后才能申请发票',
  nothing_to_invoice: '这个订单没有可开票的金额',
  invoice_exists: '这个订单已经申请过发票了',
  // Merchant.
  invoice_not_found: '没有找到这张发票',
  invoice_not_requested: '这张发票现在不能开具或驳回',
  invoice_number_taken: '这个发票号码已经用过了，请核对',
  invoice_not_issued: '这张发票还没有开具',
  packaging_unconfirmed: '请先确认已按要求包装',
  picture_too_small: '主图至少要 640×560 像素',
  goods_not_virtual: '只有虚拟商品才能导入卡密',
  import_id_taken: '这个批次号已经用于另一批卡密',
  return_not_found: '没有找到这笔退货',
  return_already_decided: '这笔退货已经处理过了',
  voucher_not_found: '没有这张券，请核对券码',
  voucher_used: '这张券已经核销过了',
  voucher_not_yet: '这张券还没到可用的时间',
  voucher_expired: '这张券已经过期',
  voucher_not_valid: '这张券已作废或正在退款',
  redeem_locked: '输错太多次，请一小时后再试',
  order_not_shippable: '这个订单现在不能发货',
  refund_not_found: '没有找到这笔退款',
  refund_not_abnormal: '这笔退款已经不是异常状态',
  refund_rejected: '微信没有接受，请核对银行卡信息',
  work_item_not_found: '没有找到这条待办，可能已经处理',
  sku_matrix_invalid: '规格组合不完整或有重复',
  group_price_above_alone: '拼团价不能高于单独购买价',
  service_terms_invalid: '服务的有效期或退改规则有误',
  freight_template_not_found: '没有找到这个运费模板',
  supplier_not_found: '没有找到这个供货商',
  cold_needs_carrier: '冷链商品要选择运费模板',
  form_at_above_size: '成团人数不能多于团的席位',
  stock_too_low: '库存不够减了',
  period_invalid: '起止时间有误',
  form_at_needs_ladder: '没有阶梯价的商品，成团人数必须等于席位数',
  completion_off: '“商家补足成团”没有开启',
  group_not_completable: '这个团现在不能补足成团',
  request_id_taken: '这次操作已经提交过了',
  staff_of_another_supplier: '其中有人已经是另一家供货商的成员',
  too_many_suppliers: '供货商太多了，请先整理',
  rule_invalid: '规则填写有误，请检查标出的项目',
  rule_not_found: '没有找到这条规则',
  freight_invalid: '运费模板填写有误，请检查标出的项目',
  freight_in_use: '还有商品或进行中的团在用这个运费模板',
  levels_invalid: '会员等级要从低到高填写，等级和成长值都不能重复',
  coupon_invalid: '优惠券填写有误，请检查标出的项目',
  coupon_rule_fixed: '已经有人领取，优惠内容不能再改，请新建一张',
  quota_below_claimed: '发放总量不能少于已经领取的数量',
  coupon_ended: '这张券已经停止发放，请新建一张',
  // Settlement.
  settlement_not_found: '这一天还没有结算',
  day_not_closed: '这一天还没有结账',
  payee_refused: '微信没有接受这个收款方，请核对商户号和名称',
}

export const problemCopy = {
  offline: '网络好像断开了，请检查后重试',
  offlineSubmit: '没有收到答复。再点一次不会重复下单',
  bad_input: '填写的内容有误，请检查后重试',
  outdated: '小店已经更新，请关闭后重新打开',
  internal: (requestId: string) => requestId ? `服务开小差了，请稍后再试（${requestId.slice(0, 8)}）` : '服务开小差了，请稍后再试',
}

/** One sentence for whatever kept a call from giving a value. */
export function problemText(problem: Problem<string>): string {
  switch (problem.problem) {
    case 'refused': return isKnown(problem.refusal) ? refusalCopy[problem.refusal] : problemCopy.outdated
    case 'offline': return problemCopy.offline
    case 'bad_input': return problemCopy.bad_input
    case 'outdated': return problemCopy.outdated
    case 'internal': return problemCopy.internal(problem.requestId)
  }
}

/** A server newer than this app may refuse for a reason it has no words for. */
function isKnown(refusal: string): refusal is AnyRefusal {
  return Object.hasOwn(refusalCopy, refusal)
}
