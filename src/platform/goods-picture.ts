/** Goods pictures are shown 640 wide and 560 high (S37); a larger one is cut to these proportions around its middle, a smaller one is refused. */
export const GOODS_PICTURE = { width: 640, height: 560 } as const

export interface CropBox { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** The largest part in the middle with the right proportions; null when the picture is too small. */
export function cropBox(width: number, height: number): CropBox | null {
  if (width < GOODS_PICTURE.width || height < GOODS_PICTURE.height) return null
  const scale = Math.min(width / GOODS_PICTURE.width, height / GOODS_PICTURE.height)
  const box = { width: Math.round(GOODS_PICTURE.width * scale), height: Math.round(GOODS_PICTURE.height * scale) }
  return { ...box, x: Math.round((width - box.width) / 2), y: Math.round((height - box.height) / 2) }
}

export type Prepared = { readonly kind: 'ready'; readonly path: string } | { readonly kind: 'too_small' } | { readonly kind: 'failed' }

type Draw = (path: string, box: CropBox) => Promise<string>
let draw: Draw
// #ifdef MP-WEIXIN
draw = drawInWeChat
// #endif
// #ifdef H5
draw = drawInBrowser
// #endif

/** Cuts a picture from the album to the size of goods pictures. */
export async function prepareGoodsPicture(path: string): Promise<Prepared> {
  try {
    const { width, height } = await sizeOf(path)
    const box = cropBox(width, height)
    return box ? { kind: 'ready', path: await draw(path, box) } : { kind: 'too_small' }
  } catch {
    return { kind: 'failed' }
  }
}

function sizeOf(src: string): Promise<{ width: number; height: number }> {
  return new Promise((resolve, reject) => {
    uni.getImageInfo({ src, success: resolve, fail: reject })
  })
}

interface WxImage { src: string; onload: () => void; onerror: (error: unknown) => void }
interface WxCanvas { createImage(): WxImage; getContext(kind: '2d'): { drawImage(...args: unknown[]): void } }
declare const wx: {
  createOffscreenCanvas(options: { type: '2d'; width: number; height: number }): WxCanvas
  canvasToTempFilePath(options: { canvas: WxCanvas; fileType: 'jpg'; quality: number; success: (file: { tempFilePath: string }) => void; fail: (error: unknown) => void }): void
}

async function drawInWeChat(path: string, { x, y, width, height }: CropBox): Promise<string> {
  const canvas = wx.createOffscreenCanvas({ type: '2d', ...GOODS_PICTURE })
  const image = canvas.createImage()
  await new Promise<void>((resolve, reject) => {
    image.onload = resolve
    image.onerror = reject
    image.src = path
  })
  canvas.getContext('2d').drawImage(image, x, y, width, height, 0, 0, GOODS_PICTURE.width, GOODS_PICTURE.height)
  return new Promise((resolve, reject) => {
    wx.canvasToTempFilePath({ canvas, fileType: 'jpg', quality: 0.9, success: ({ tempFilePath }) => resolve(tempFilePath), fail: reject })
  })
}

async function drawInBrowser(path: string, { x, y, width, height }: CropBox): Promise<string> {
  const image = new Image()
  await new Promise<void>((resolve, reject) => {
    image.onload = () => resolve()
    image.onerror = reject
    image.src = path
  })
  const canvas = document.createElement('canvas')
  canvas.width = GOODS_PICTURE.width
  canvas.height = GOODS_PICTURE.height
  canvas.getContext('2d')?.drawImage(image, x, y, width, height, 0, 0, GOODS_PICTURE.width, GOODS_PICTURE.height)
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.9))
  if (!blob) throw new Error('the picture could not be drawn')
  return URL.createObjectURL(blob)
}
