import { PayError } from './errors'
import type { ApiRequest } from './exchange'
import type { Peer } from './peer'
import { openField } from './sealing'
import { answeringKey } from './signing'

/** Opens a sensitive field with the key that Wechatpay-Serial names; WeChat refuses what it cannot read. */
export function openSensitive(peer: Peer, request: ApiRequest, sealed: string): string {
  const key = answeringKey(peer.keys, peer.settings.mode, request.serial)
  if (request.serial?.toUpperCase() !== key.serial) throw new PayError('PARAM_ERROR', 'HTTP头Wechatpay-Serial与加密所用的公钥或证书不符')
  const plain = openField(key.privateKey, sealed)
  if (plain === undefined) throw new PayError('PARAM_ERROR', '敏感信息解密失败')
  return plain
}
