import { nextNumber, type Peer } from './peer'

/** A message that WeChat sends to the address set under "message push". */
export interface Push {
  id: number
  at: number
  event: Record<string, unknown>
  /** Why the mini-program's server did not take it. */
  error?: string
}

/** Sends an event of the mini-program and keeps what became of it. */
export async function pushEvent(peer: Peer, name: string, openid: string, fields: Record<string, unknown>): Promise<void> {
  const at = peer.clock.now()
  const event = { ToUserName: `gh_${peer.appid.slice(-12)}`, FromUserName: openid, CreateTime: Math.floor(at / 1000), MsgType: 'event', Event: name, ...fields }
  const id = peer.state.atomically(() => nextNumber(peer, 'push'))
  const error = await attempt(() => peer.push(event))
  peer.tables.pushes.put(String(id).padStart(12, '0'), { id, at, event, ...(error !== undefined && { error }) })
}

/** What went wrong with a delivery to the mini-program's server, if anything. */
export async function attempt(send: () => unknown): Promise<string | undefined> {
  try {
    await send()
    return undefined
  }
  catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
