import { copyText } from './share'

/** `saved`: the shopper has the file. `copied`: it could not be saved and is on the clipboard. */
export type SaveEnd = 'saved' | 'copied' | 'failed'

type Save = (name: string, text: string) => Promise<SaveEnd>
let save: Save
// #ifdef H5
save = saveInBrowser
// #endif
// #ifdef MP-WEIXIN
save = saveInWechat
// #endif

/** Gives a text to the shopper as a file. */
export function saveFile(name: string, text: string): Promise<SaveEnd> {
  return save(name, text)
}

function saveInBrowser(name: string, text: string): Promise<SaveEnd> {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
  return Promise.resolve('saved')
}

interface WxFiles {
  env: { USER_DATA_PATH: string }
  getFileSystemManager(): { writeFile(options: { filePath: string; data: string; encoding: 'utf8'; success: () => void; fail: () => void }): void }
  shareFileMessage?(options: { filePath: string; fileName: string; success: () => void; fail: () => void }): void
}
declare const wx: WxFiles

/** WeChat keeps files to itself; the shopper sends it to a chat, their own for example. The clipboard is the way out where that is not to be had. */
function saveInWechat(name: string, text: string): Promise<SaveEnd> {
  const copied = async (): Promise<SaveEnd> => await copyText(text) ? 'copied' : 'failed'
  return new Promise((resolve) => {
    const filePath = `${wx.env.USER_DATA_PATH}/export.json`
    wx.getFileSystemManager().writeFile({
      filePath, data: text, encoding: 'utf8',
      success: () => {
        if (wx.shareFileMessage) wx.shareFileMessage({ filePath, fileName: name, success: () => resolve('saved'), fail: () => resolve(copied()) })
        else resolve(copied())
      },
      fail: () => resolve(copied()),
    })
  })
}
