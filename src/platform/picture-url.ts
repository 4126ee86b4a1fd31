import { localCloudUrl } from './local-cloud'

const STORAGE = '/storage/'

/**
 * Where a picture of a view is to be loaded from. The local cloud names its pictures by path, which is enough for a page that it serves itself;
 * a mini-program needs the whole address. `cloud://` and `https://` are addresses already.
 */
export function pictureUrl(picture: string): string {
  return picture.startsWith(STORAGE) ? localCloudUrl(picture) : picture
}

/** A reply with all its pictures as addresses, so that no component, share card or preview has to know where pictures live. */
export function withPictureUrls(reply: unknown): unknown {
  if (pictureUrl(STORAGE) === STORAGE) return reply
  if (typeof reply === 'string') return pictureUrl(reply)
  if (Array.isArray(reply)) return reply.map(withPictureUrls)
  if (typeof reply !== 'object' || reply === null) return reply
  return Object.fromEntries(Object.entries(reply).map(([name, value]) => [name, withPictureUrls(value)]))
}

/** The name under which the server knows a picture, whatever address it was shown by. */
export function pictureName(url: string): string {
  const origin = localCloudUrl('')
  return origin && url.startsWith(`${origin}${STORAGE}`) ? url.slice(origin.length) : url
}
