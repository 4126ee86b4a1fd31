import { Hono } from 'hono'
import type { People } from '../../identity/people'
import { asCloudError, CloudError } from '../errors'
import type { Functions, Reply } from '../functions/functions'
import type { Plan } from './plan'
import { statusOf } from './status'

/** Who a call comes from: the demo person's id, as the H5 client's header carries it. */
export interface CallAs {
  person: string
  clientIp?: string
}

/** What `wx.cloud.callFunction` does: the platform knows the caller and tells the function through its context. */
export async function callAsPerson(functions: Functions, people: People, name: string, event: string, { person, clientIp = '127.0.0.1' }: CallAs): Promise<Reply> {
  const who = people.get(person)
  if (!who) throw new CloudError('UNAUTHENTICATED', `No person "${person}" is known to the local WeChat`)
  return functions.invoke(name, event, { source: 'wx_client', openid: who.openid, unionid: who.unionid, clientIp })
}

/** `POST /call/<function>`: the H5 client's stand-in for `wx.cloud.callFunction`. */
export function callRoutes(functions: Functions, people: People, plan: Plan): Hono {
  const app = new Hono()
  app.post('/:name', async (c) => {
    try {
      const event = await c.req.text() || '{}'
      assertJson(event)
      await plan.delay()
      const { json, requestId } = await callAsPerson(functions, people, c.req.param('name'), event, { person: c.req.header('x-lintuan-person') ?? '' })
      return c.body(json, 200, { 'content-type': 'application/json; charset=utf-8', 'x-request-id': requestId })
    }
    catch (thrown) {
      const error = asCloudError(thrown)
      const errMsg = `cloud.callFunction:fail Error: errCode: ${error.errCode} ${error.code} | errMsg: ${error.message}`
      return c.json({ errCode: error.errCode, errMsg, code: error.code, requestId: error.requestId ?? '' }, statusOf(error))
    }
  })
  return app
}

function assertJson(text: string): void {
  try {
    JSON.parse(text)
  }
  catch {
    throw new CloudError('INVALID_PARAM', 'The event is not JSON')
  }
}
