import { localCloudUrl } from './local-cloud'
import { currentPerson } from './person'

/** `uploaded`: `path` is what a procedure takes for a picture or a file, `size` of a picture how large it is, null where nobody can tell. `refused`: the cloud does not want this file. `unreachable`: no answer. */
export type UploadAnswer =
  | { readonly kind: 'uploaded'; readonly path: string; readonly size: PictureSize | null }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' }

/** In pixels (S37). */
export interface PictureSize { readonly width: number; readonly height: number }

/** What kinds of files are sent, by their endings. */
type Ending = RegExp
const PICTURE: Ending = /\.(png|jpe?g|webp)$/i
const DOCUMENT: Ending = /\.pdf$/i

type Upload = (filePath: string, ending: Ending) => Promise<UploadAnswer>

const TIMEOUT_MS = 30_000

let transport: Upload
// #ifdef MP-WEIXIN
transport = import.meta.env.VITE_LOCAL_CLOUD ? uploadToLocalCloud : uploadToCloudBase
// #endif
// #ifdef H5
transport = uploadToLocalCloud
// #endif

/** Sends a picture that the shopper chose, given by its temporary path. Never throws. */
export function uploadPicture(filePath: string): Promise<UploadAnswer> {
  return transport(filePath, PICTURE)
}

/** Sends a PDF, such as an invoice (X5). Never throws. */
export function uploadDocument(filePath: string): Promise<UploadAnswer> {
  return transport(filePath, DOCUMENT)
}

function uploadToLocalCloud(filePath: string): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    uni.uploadFile({
      url: localCloudUrl('/upload'),
      filePath,
      name: 'file',
      header: { 'x-lintuan-person': currentPerson() },
      timeout: TIMEOUT_MS,
      success: ({ statusCode, data }) => resolve(statusCode === 200 ? readAnswer(data) : { kind: 'refused' }),
      fail: () => resolve({ kind: 'unreachable' }),
    })
  })
}

function readAnswer(text: string): UploadAnswer {
  try {
    const { path, width, height } = JSON.parse(text) as { path?: unknown; width?: unknown; height?: unknown }
    const size = typeof width === 'number' && typeof height === 'number' ? { width, height } : null
    return typeof path === 'string' ? { kind: 'uploaded', path, size } : { kind: 'unreachable' }
  } catch {
    return { kind: 'unreachable' }
  }
}

interface WxCloud {
  uploadFile(options: { cloudPath: string; filePath: string }): Promise<{ fileID: string }>
}
declare const wx: { cloud: WxCloud }

/** The cloud is started by the first call of a function, which every page makes before it can offer a picture to be chosen. */
async function uploadToCloudBase(filePath: string, wanted: Ending): Promise<UploadAnswer> {
  const ending = wanted.exec(filePath)?.[0].toLowerCase()
  if (!ending) return { kind: 'refused' }
  const name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 14)}`
  try {
    const { fileID } = await wx.cloud.uploadFile({ cloudPath: `uploads/${name}${ending}`, filePath })
    return { kind: 'uploaded', path: fileID, size: wanted === PICTURE ? await sizeOf(filePath) : null }
  } catch (error) {
    return { kind: isTooLarge(error) ? 'refused' : 'unreachable' }
  }
}

/** The phone reads the header of the file itself. */
function sizeOf(filePath: string): Promise<PictureSize | null> {
  return new Promise((resolve) => {
    uni.getImageInfo({ src: filePath, success: ({ width, height }) => resolve({ width, height }), fail: () => resolve(null) })
  })
}

/** -403001 is the number of a file beyond the size that the cloud takes. */
function isTooLarge(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { errCode?: number }).errCode === -403_001
}
