import { copyText } from './share'

/** `opened`: it is on the screen. `copied`: it could not be shown here and its address is on the clipboard. */
export type OpenEnd = 'opened' | 'copied' | 'failed'

let pick: () => Promise<string | null>
let open: (address: string) => Promise<boolean>
// #ifdef MP-WEIXIN
pick = pickInWechat
open = openInWechat
// #endif
// #ifdef H5
pick = pickInBrowser
open = openInBrowser
// #endif

/** A PDF that somebody has: in WeChat one that was sent to a chat, in a browser one on the disk. Its temporary path; null when they changed their mind. */
export function pickDocument(): Promise<string | null> {
  return pick()
}

/** Shows a document that lies in the cloud (X5). Never throws; what cannot be shown can still be fetched by its address. */
export async function openDocument(address: string): Promise<OpenEnd> {
  if (await open(address)) return 'opened'
  return await copyText(address) ? 'copied' : 'failed'
}

function pickInBrowser(): Promise<string | null> {
  return new Promise((resolve) => {
    uni.chooseFile({ count: 1, extension: ['.pdf'], success: ({ tempFilePaths }) => resolve([tempFilePaths].flat()[0] ?? null), fail: () => resolve(null) })
  })
}

function openInBrowser(address: string): Promise<boolean> {
  if (!/^(https?:\/\/|\/)/.test(address)) return Promise.resolve(false)
  const link = document.createElement('a')
  Object.assign(link, { href: address, target: '_blank', rel: 'noopener' })
  link.click()
  return Promise.resolve(true)
}

interface WxFiles {
  cloud: { downloadFile(options: { fileID: string }): Promise<{ tempFilePath: string }> }
  chooseMessageFile(options: { count: 1; type: 'file'; extension: string[]; success: (chosen: { tempFiles: { path: string }[] }) => void; fail: () => void }): void
}
declare const wx: WxFiles

function pickInWechat(): Promise<string | null> {
  return new Promise((resolve) => {
    wx.chooseMessageFile({ count: 1, type: 'file', extension: ['pdf'], success: ({ tempFiles }) => resolve(tempFiles[0]?.path ?? null), fail: () => resolve(null) })
  })
}

/** WeChat shows a file that is on the phone, so it is fetched first; its menu then sends it on or keeps it. */
async function openInWechat(address: string): Promise<boolean> {
  try {
    const filePath = address.startsWith('cloud://') ? (await wx.cloud.downloadFile({ fileID: address })).tempFilePath : await download(address)
    return await new Promise(resolve => uni.openDocument({ filePath, fileType: 'pdf', showMenu: true, success: () => resolve(true), fail: () => resolve(false) }))
  } catch {
    return false
  }
}

function download(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.downloadFile({ url, success: ({ statusCode, tempFilePath }) => statusCode === 200 ? resolve(tempFilePath) : reject(new Error(`status ${statusCode}`)), fail: reject })
  })
}
