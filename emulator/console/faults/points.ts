import type { FaultKind } from '../api/types'

export interface Area {
  label: string
  prefix: string
  points: readonly string[]
  /** What can go wrong there. */
  kinds: readonly FaultKind[]
}

const ANSWERS: readonly FaultKind[] = ['hang', 'delay', 'reset-before', 'reset-after', 'rate-limited', 'error-before', 'error-after']

function area(label: string, prefix: string, names: readonly string[], kinds: readonly FaultKind[]): Area {
  return { label, prefix, points: names.map(name => `${prefix}${name}`), kinds }
}

const notify = area('WeChat Pay notifications', 'wechat-pay:notify', [''], [
  'lose', 'delay', 'duplicate', 'repeat', 'reorder', 'forged-signature', 'missing-signature', 'wrong-signature', 'hang', 'reset-before', 'reset-after', 'skew',
])

/** Where faults can be set, and which. A `*` at the end stands for any rest. */
export const areas: readonly Area[] = [
  notify,
  area('WeChat Pay API', 'wechat-pay:', [
    'prepay', 'query', 'close', 'refund', 'refund-query', 'abnormal-refund', 'certificates', 'trade-bill', 'fund-bill', 'bill-download',
    'receiver-add', 'receiver-delete', 'sharing', 'sharing-unfreeze', 'sharing-query', 'sharing-return', 'sharing-return-query', 'sharing-amounts',
    'transfer', 'transfer-query', 'transfer-cancel',
  ], [...ANSWERS, 'forged-signature', 'missing-signature', 'wrong-signature', 'skew']),
  area('WeChat open API', 'wechat:', [
    'stable_token', 'jscode2session', 'subscribe.send', 'getwxacodeunlimit', 'generate_urllink', 'genwxashortlink', 'getuserphonenumber', 'msg_sec_check',
    'media_check_async', 'upload_shipping_info', 'get_order', 'get_order_list', 'notify_confirm_receive', 'set_msg_jump_path', 'is_trade_managed',
    'is_trade_management_confirmation_completed', 'opspecialorder', 'express.order.add', 'express.order.get', 'express.order.cancel', 'express.path.get',
    'express.test_update_order', 'intracity.createstore', 'intracity.balancequery', 'intracity.preaddorder', 'intracity.addorder', 'intracity.queryorder',
    'intracity.cancelorder', 'intracity.mocknotify', '*',
  ], ANSWERS),
  area('Timers', 'timer:', ['*'], ['lose', 'delay', 'duplicate']),
  area('Database', 'database:', [
    'getDocument', 'insertDocument', 'modifyDocument', 'modifyAndReturnDoc', 'removeDocument', 'calculateDocument', 'aggregateDocuments',
    'startTransaction', 'commitTransaction', 'abortTransaction', '*',
  ], ['error-before', 'error-after', 'reset-before', 'reset-after', 'lose', 'rate-limited', 'hang', 'delay']),
]

export const kindWords: Readonly<Record<FaultKind, string>> = {
  'hang': 'no answer for a long time',
  'delay': 'later than usual',
  'reset-before': 'the connection breaks, nothing was done',
  'reset-after': 'it is done, the connection breaks',
  'rate-limited': 'too many requests',
  'error-before': 'an error, nothing was done',
  'error-after': 'it is done, an error is answered',
  'forged-signature': 'signed wrongly, as WeChat’s probes are',
  'missing-signature': 'not signed',
  'wrong-signature': 'signed with nobody’s key under the true number',
  'skew': 'WeChat’s clock is off',
  'lose': 'never arrives',
  'duplicate': 'arrives twice, at the same time',
  'repeat': 'arrives again a second later',
  'reorder': 'arrives after the next one',
}

const everywhere: Area = { label: 'Everywhere', prefix: '', points: [], kinds: Object.keys(kindWords) as FaultKind[] }

export function areaOf(point: string): Area {
  return areas.find(one => one.points.includes(point)) ?? areas.find(one => one !== notify && point.startsWith(one.prefix)) ?? everywhere
}
