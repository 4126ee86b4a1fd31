type SaveImage = (base64: string, name: string) => Promise<boolean>

let save: SaveImage
// #ifdef MP-WEIXIN
save = saveToAlbum
// #endif
// #ifdef H5
save = download
// #endif

/** Saves a PNG where the shopper finds it again: the photo album of a phone, the downloads of a browser. */
export function saveImage(base64: string, name: string): Promise<boolean> {
  return save(base64, name)
}

declare const wx: { env: { USER_DATA_PATH: string } }

function saveToAlbum(base64: string, name: string): Promise<boolean> {
  const filePath = `${wx.env.USER_DATA_PATH}/${name}.png`
  return new Promise((resolve) => {
    uni.getFileSystemManager().writeFile({
      filePath,
      data: base64,
      encoding: 'base64',
      success: () => uni.saveImageToPhotosAlbum({ filePath, success: () => resolve(true), fail: () => resolve(false) }),
      fail: () => resolve(false),
    })
  })
}

function download(base64: string, name: string): Promise<boolean> {
  const link = document.createElement('a')
  link.href = `data:image/png;base64,${base64}`
  link.download = `${name}.png`
  link.click()
  return Promise.resolve(true)
}
