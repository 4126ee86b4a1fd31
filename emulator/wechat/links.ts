import { DAY_MS } from '../wechat-pay/time'
import { OK, type Handler } from './call'
import { ApiError } from './errors'
import { shortId, type Link, type Peer } from './peer'
import { pageExists } from './subscribe-messages'

const MAX_DAYS = 30
const MAX_LENGTH = 1024

/** A link that opens the mini-program from a browser, for 30 days at most. */
export const generateUrlLink: Handler = (peer, { body }) => {
  const { path = '', query = '' } = body
  if (typeof path !== 'string' || path.includes('?') || (path !== '' && !pageExists(peer, path))) throw new ApiError(40165)
  if (typeof query !== 'string' || query.length > MAX_LENGTH) throw new ApiError(40212)
  const link = peer.state.atomically(() => keep(peer, id => `https://wxaurl.cn/${id}`, { path, query, expiresAt: expiryOf(peer, body) }))
  return { ...OK, url_link: link.url }
}

/** A link that works inside WeChat only. */
export const generateShortLink: Handler = (peer, { body }) => {
  const { page_url: url, is_permanent: permanent = false } = body
  if (typeof url !== 'string' || url.length > MAX_LENGTH || !pageExists(peer, url)) throw new ApiError(40066)
  const [path = '', query = ''] = url.split(/\?(.*)/s)
  const expiresAt = peer.clock.now() + MAX_DAYS * DAY_MS
  const link = peer.state.atomically(() =>
    keep(peer, id => `#小程序://${peer.appName}/${id}`, { path, query, ...(permanent !== true && { expiresAt }) }))
  return { ...OK, link: link.url }
}

/** By a time (type 0) or after days (type 1); a month when not given. */
function expiryOf(peer: Peer, body: Record<string, unknown>): number {
  const now = peer.clock.now()
  const { expire_type: type = 0, expire_time: time, expire_interval: days = MAX_DAYS } = body
  const at = type === 1 ? now + Number(days) * DAY_MS : time === undefined ? now + MAX_DAYS * DAY_MS : Number(time) * 1000
  if (!(at > now && at <= now + MAX_DAYS * DAY_MS)) throw new ApiError(85401)
  return at
}

function keep(peer: Peer, urlOf: (id: string) => string, target: Omit<Link, 'url'>): Link {
  const link = { url: urlOf(shortId(peer, 'link')), ...target }
  peer.tables.links.put(link.url, link)
  return link
}
