import { impossible } from '../kernel/decision'
import type { Effect } from './effect'

/** An effect's id follows from what it does and to what, so that asking twice makes one row. */
export function effectId(effect: Effect): string {
  switch (effect.kind) {
    case 'release_order':
      return `${effect.kind}:${effect.orderId}:${effect.version}`
    case 'settle_order':
    case 'revive_order':
    case 'pay_split':
    case 'upload_shipping':
    case 'deliver_codes':
    case 'issue_vouchers':
      return `${effect.kind}:${effect.orderId}`
    case 'correct_shipping':
      return `${effect.kind}:${effect.orderId}:${effect.infoAt}`
    case 'settle_group':
      return `${effect.kind}:${effect.groupId}`
    case 'restock_return':
      return `${effect.kind}:${effect.returnId}`
    case 'send_refund':
      return `${effect.kind}:${effect.refundId}`
    case 'send_transfer':
      return `${effect.kind}:${effect.transferId}`
    case 'erase_member':
      return `${effect.kind}:${effect.pseudonym}`
    case 'send_message':
      return `${effect.kind}:${effect.messageKey}:${effect.about ?? effect.orderId}`
    default:
      return impossible(effect)
  }
}
