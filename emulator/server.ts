import type { RequestListener } from 'node:http'
import { resolve } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { accessRoutes } from './cloudbase/http/access'
import { adminListener, isAdmin } from './cloudbase/http/admin'
import { callRoutes } from './cloudbase/http/call'
import { devSite, isAddress } from './cloudbase/http/dev-site'
import { allowLocalPages, loopbackOnly } from './cloudbase/http/loopback'
import { cloudOpenApi } from './cloudbase/http/open-api'
import { staticSite } from './cloudbase/http/static-site'
import { storageRoutes } from './cloudbase/storage/routes'
import { uploadRoutes } from './cloudbase/storage/upload'
import { controlRoutes } from './control/routes'
import { phoneRoutes } from './identity/phone'
import type { LocalCloud } from './local-cloud'
import { APP_SECRET, APPID } from './parts'

/** Everything the one port serves; `app` is the folder of the built H5 app or the address of its dev server. The SDK wire goes past the router: it is called for every step of every procedure. */
export function requestListener(cloud: LocalCloud, app: string): RequestListener {
  const admin = adminListener({
    database: cloud.database,
    functions: cloud.functions,
    storage: cloud.storage,
    plan: cloud.plan,
    attribute: (requestId, invocation, stack) => cloud.findings.attribute(requestId, invocation, stack),
    openApi: cloudOpenApi(() => cloud.wechat.app, { appid: APPID, secret: APP_SECRET }),
  })
  const routed = getRequestListener(routes(cloud, app).fetch)
  return (request, response) => {
    if (isAdmin(request.url)) admin(request, response)
    else void routed(request, response)
  }
}

function routes(cloud: LocalCloud, app: string): Hono {
  const root = new Hono()
  root.use('/call/*', allowLocalPages())
  root.use('/storage/*', allowLocalPages())
  root.use('/phone/*', allowLocalPages())
  root.use('/upload', allowLocalPages())
  root.use('/control/*', loopbackOnly(), allowLocalPages())
  root.route('/call', callRoutes(cloud.functions, cloud.people, cloud.plan))
  root.route('/http', accessRoutes(cloud.functions, cloud.project, () => cloud.clock.now()))
  root.route('/phone', phoneRoutes(cloud.wechat, cloud.people))
  root.route('/storage', storageRoutes(cloud.storage))
  root.route('/upload', uploadRoutes(cloud.storage, cloud.people))
  root.route('/control', controlRoutes(cloud))
  // Mounted, not routed: a merchant signs the path as /v3/…, without our prefix.
  root.mount('/wechat-pay', cloud.pay.app.fetch)
  root.mount('/wechat', cloud.wechat.app.fetch)
  root.mount('/faceid', cloud.faceId.app.fetch)
  root.route('/cashier', cloud.pay.cashier)
  root.mount('/console', staticSite(resolve('dist/console'), 'The console is not built. Run: npm run build:console').fetch)
  root.route('/', isAddress(app) ? devSite(new URL(app)) : staticSite(resolve(app)))
  return root
}
