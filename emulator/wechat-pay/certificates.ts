import { PayError } from './errors'
import type { Endpoint } from './exchange'
import { seal } from './sealing'
import { rfc3339 } from './time'

/** The platform certificates, sealed with the APIv3 key. A merchant that has only a public key has none to fetch. */
export const certificates: Endpoint = (peer, request) => {
  if (peer.settings.mode === 'public-key') {
    throw new PayError('RESOURCE_NOT_EXISTS', '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥')
  }
  const wanted = request.query('algorithm_type') ?? 'RSA'
  if (wanted === 'SM2') throw new PayError('RESOURCE_NOT_EXISTS')
  if (wanted !== 'RSA' && wanted !== 'ALL') throw new PayError('PARAM_ERROR', undefined, { field: 'algorithm_type', value: wanted, location: 'query' })
  const { algorithm, nonce, associated_data, ciphertext } = seal(peer.keys.apiV3Key, peer.keys.platformCertificate, 'certificate')
  const certificate = {
    serial_no: peer.keys.platformSerial,
    effective_time: rfc3339(peer.keys.platformFrom),
    expire_time: rfc3339(peer.keys.platformUntil),
    encrypt_certificate: { algorithm, nonce, associated_data, ciphertext },
  }
  return { status: 200, body: { data: [certificate] } }
}
