import { create, toBuffer } from 'qrcode'
import type { Handler } from './call'
import { ApiError } from './errors'

/** The quiet zone that the standard asks for, in modules. */
const MARGIN = 4

const versions: readonly unknown[] = ['release', 'trial', 'develop']

/** A picture that leads to the page with the scene: here a plain QR code, which any camera reads. */
export const getUnlimitedCode: Handler = async (peer, { body }) => {
  const { scene, page = '', check_path: checkPath = true, width = 430, env_version: version = 'release' } = body
  if (typeof scene !== 'string' || !/^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/.test(scene)) throw new ApiError(40169)
  if (typeof page !== 'string' || /^\/|\?/.test(page)) throw new ApiError(41030)
  if (checkPath !== false && page !== '' && !peer.pages.includes(page)) throw new ApiError(41030)
  if (typeof width !== 'number' || width < 280 || width > 1280 || !versions.includes(version)) throw new ApiError(40097)
  return picture(peer.codeTarget(page || (peer.pages[0] ?? ''), scene), width)
}

/** As near to the width as whole pixels for every module allow; uneven modules are what bad cameras stumble over. */
async function picture(text: string, width: number): Promise<Buffer> {
  const options = { errorCorrectionLevel: 'M' } as const
  const modules = create(text, options).modules.size + 2 * MARGIN
  return toBuffer(text, { ...options, type: 'png', margin: MARGIN, scale: Math.max(1, Math.floor(width / modules)) })
}
