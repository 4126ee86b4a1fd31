import type { Order } from '../../domain/order/order'
import type { RefundReason } from '../../domain/refund/refund'

/** Words that reach the shopper through WeChat rather than through a page. */
export const REFUND_REASON_TEXT: Readonly<Record<RefundReason, string>> = {
  group_failed: '拼团未成功，原路退回',
  paid_late: '订单已关闭，原路退回',
  better_rung: '拼团人数达到更优惠档位，退还差价',
  presale_short: '预售数量不足，原路退回',
  returned: '退货退款',
}

export const MESSAGE_NOTE = {
  group_formed: '拼团成功，商家正在备货',
  group_failed: '人数不足，款项将原路退回',
  refund_succeeded: '款项已原路退回，请查收',
  order_shipped: '商品已发出，请留意收货',
} as const

/** What names an order in a payment sheet, a message or a merchant's list. */
export function orderTitle({ lines }: Order): string {
  const title = lines[0]?.title ?? ''
  return lines.length > 1 ? `${title} 等${lines.length}件` : title
}

/** A group the merchant accepted short says so, with its true head count (S16). */
export function completedShortNote(people: number): string {
  return `商家补足成团，实际${people}人`
}

/** An amount as WeChat's message templates want it, without a float on the way. */
export function yuanText(amountFen: number): string {
  const fen = amountFen % 100
  return `${(amountFen - fen) / 100}.${String(fen).padStart(2, '0')}元`
}

/** Words that the advertising law frowns upon in a title, for shops that have not made a list of their own (S36). */
export const EMPHATIC_WORDS: readonly string[] = ['最', '第一', '顶级', '国家级', '极品', '绝对', '独家', '唯一', '史上', '万能', '全网']
/** What receivers and the merchant read beside a share of an order (S55). */
export const SHARE_TEXT = {
  share: (orderId: string) => `货款分账 ${orderId}`,
  unfreeze: (orderId: string) => `解冻 ${orderId}`,
  giveBack: (orderId: string) => `退款 ${orderId}`,
}

/** What a leader reads beside a transfer, and what WeChat wants to know about one that pays for work. */
export const TRANSFER_TEXT = {
  remark: '团长佣金',
  reports: [{ type: '岗位类型', content: '团长' }, { type: '报酬说明', content: '拼团佣金' }],
} as const

/** What names a top-up in the payment sheet. */
export const TOP_UP_DESCRIPTION = '余额充值'
