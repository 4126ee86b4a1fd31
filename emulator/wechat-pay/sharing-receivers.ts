import { PayError } from './errors'
import type { Endpoint } from './exchange'
import { checked } from './params'
import type { Peer } from './peer'
import { openSensitive } from './sensitive'
import type { Receiver } from './sharing-model'
import { receiverBody, receiverKeyBody } from './sharing-params'

/** Adding a receiver again keeps the newest of what was said about it. */
export const addReceiver: Endpoint = (peer, request) => {
  const body = checked(receiverBody, request.body())
  checkAppid(peer, body.appid)
  const { type, account, name, relation_type, custom_relation } = body
  if (type === 'PERSONAL_OPENID' && !peer.settings.ownsOpenid(body.appid, account)) throw new PayError('OPENID_MISMATCH')
  peer.tables.receivers.put(keyOf(type, account), {
    type,
    account,
    ...(name !== undefined && { name: openSensitive(peer, request, name) }),
    relation: custom_relation ?? relation_type,
  })
  return { status: 200, body: { type, account, ...(name !== undefined && { name }), relation_type, ...(custom_relation !== undefined && { custom_relation }) } }
}

/** Shares on their way to a receiver that is deleted do not arrive. */
export const deleteReceiver: Endpoint = (peer, request) => {
  const { appid, type, account } = checked(receiverKeyBody, request.body())
  checkAppid(peer, appid)
  peer.tables.receivers.delete(keyOf(type, account))
  return { status: 200, body: { type, account } }
}

export function receiverOf(peer: Peer, type: Receiver['type'], account: string): Receiver | undefined {
  return peer.tables.receivers.get(keyOf(type, account))
}

function keyOf(type: Receiver['type'], account: string): string {
  return `${type} ${account}`
}

export function checkAppid(peer: Peer, appid: string): void {
  if (peer.tables.appids.get(appid) === undefined) throw new PayError('APPID_MCHID_NOT_MATCH')
}
