import { create, toBuffer } from 'qrcode'
import { codeTarget } from '../../../emulator/mini-program'

const MARGIN = 4
const LEVEL = { errorCorrectionLevel: 'M' } as const

/** The picture the local WeChat draws for a code that leads to a page with a scene, so many pixels wide; there is nothing here that reads one. */
export async function codePicture(cloud: string, page: string, scene: string, width: number): Promise<string> {
  const text = codeTarget(cloud, page, scene)
  const scale = width / (create(text, LEVEL).modules.size + 2 * MARGIN)
  const picture = await toBuffer(text, { ...LEVEL, type: 'png', margin: MARGIN, scale })
  return `data:image/png;base64,${picture.toString('base64')}`
}
