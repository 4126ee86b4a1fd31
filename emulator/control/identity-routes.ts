import type { Hono } from 'hono'
import type { LocalCloud } from '../local-cloud'
import { bodyOf, NotThere, whole } from './input'

/** Checks of real name and face, and how the person on the phone goes through them. */
export function identityRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/identity-checks', c => c.json({ checks: cloud.faceId.checks() }))
  app.post('/identity-checks/:token', async (c) => {
    const { code } = await bodyOf<{ code: number }>(c)
    if (!cloud.faceId.finish(c.req.param('token'), whole('code', code, 0, 0, 9999))) throw new NotThere('No check waits under this token')
    return c.json({ ok: true })
  })
}
