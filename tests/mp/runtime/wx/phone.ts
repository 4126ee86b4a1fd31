import { launch } from '../launch'
import { record } from '../record'
import { answer, ApiFailure, type Options } from './answer'

const ADDRESS = {
  userName: '张三', telNumber: '13800138000', provinceName: '广东省', cityName: '广州市', countyName: '海珠区', detailInfo: '新港中路 397 号', postalCode: '510000',
}

async function askForMessages(tmplIds: readonly string[]): Promise<object> {
  const response = await fetch(`${launch.cloud}/phone/request-subscribe-message`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-lintuan-person': launch.person }, body: JSON.stringify({ tmplIds }),
  })
  const reply = await response.json() as { errMsg: string }
  if (!response.ok) throw new ApiFailure(reply.errMsg.replace(/^.*:fail/, ''))
  return reply
}

/** What other parts of WeChat or of the phone do for the program. What only shows outside of it is kept for the test to look at. */
export const phoneApi = {
  chooseAddress: (options: Options) => answer('chooseAddress', options, () => ADDRESS),
  requestSubscribeMessage: (options: Options<{ tmplIds: string[] }>) => answer('requestSubscribeMessage', options, () => askForMessages(options.tmplIds)),
  setClipboardData: (options: Options<{ data: string }>) => answer('setClipboardData', options, () => record('setClipboardData', options.data)),
  previewImage: (options: Options<{ urls: string[] }>) => answer('previewImage', options, () => record('previewImage', options.urls)),
  saveImageToPhotosAlbum: (options: Options<{ filePath: string }>) => answer('saveImageToPhotosAlbum', options, () => record('saveImageToPhotosAlbum', options.filePath)),
  getFileSystemManager: () => ({
    writeFile: (options: Options<{ filePath: string, data: string }>) => answer('writeFile', options, () => record('writeFile', options.filePath)),
  }),
}
