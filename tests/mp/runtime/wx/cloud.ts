import { launch } from '../launch'

interface Reply { errCode?: number, errMsg?: string, requestId?: string }

/** `wx.cloud` of the release build: the local cloud stands for CloudBase, and knows the caller as WeChat would, without being told by the program. */
export const cloudApi = {
  cloud: {
    init: (): void => {},
    async callFunction({ name, data }: { name: string, data?: object }) {
      const response = await fetch(`${launch.cloud}/call/${name}`, {
        method: 'POST', headers: { 'content-type': 'application/json', 'x-lintuan-person': launch.person }, body: JSON.stringify(data ?? {}),
      })
      const reply = await response.json() as Reply
      if (!response.ok) throw Object.assign(new Error(reply.errMsg), { errCode: reply.errCode, errMsg: reply.errMsg, requestID: reply.requestId })
      return { result: reply, requestID: response.headers.get('x-request-id') ?? '', errMsg: 'cloud.callFunction:ok' }
    },
  },
}
