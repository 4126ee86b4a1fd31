import { Hono } from 'hono'
import { bodyOf } from '../control/input'
import type { WeChatOpenApi } from '../wechat'
import type { People } from './people'

/** What the WeChat app on the phone does when a mini-program asks it, for the H5 client that has no WeChat around it. Mounted at `/phone`. */
export function phoneRoutes(wechat: WeChatOpenApi, people: People): Hono {
  const app = new Hono()
  // wx.requestSubscribeMessage: the person of the demo accepts every template, each good for one message.
  app.post('/request-subscribe-message', async (c) => {
    const person = people.get(c.req.header('x-lintuan-person') ?? '')
    const { tmplIds } = await bodyOf<{ tmplIds: unknown }>(c).catch(() => ({ tmplIds: undefined }))
    if (!person || !Array.isArray(tmplIds) || tmplIds.length === 0 || tmplIds.length > 3) {
      return c.json({ errMsg: 'requestSubscribeMessage:fail', errCode: person ? 10_001 : 10_003 }, 400)
    }
    const ids = tmplIds.map(String)
    for (const id of ids) wechat.grantQuota(person.openid, id)
    return c.json({ errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(ids.map(id => [id, 'accept'])) })
  })
  return app
}
