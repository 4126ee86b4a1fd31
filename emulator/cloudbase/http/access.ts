import { type Context, Hono } from 'hono'
import type { ProjectConfig } from '../../project-config'
import { asCloudError, CloudError } from '../errors'
import type { Functions } from '../functions/functions'
import { statusOf } from './status'

/** What a function may answer over HTTP access; any other value is sent as JSON. */
interface IntegrationResponse {
  statusCode: number
  headers?: Record<string, string>
  body?: string
  isBase64Encoded?: boolean
}

/**
 * CloudBase's HTTP access, mounted at `/http`. Only the functions that the project opens are reached, each at the path it is opened at; what follows
 * that path is the event's. The body reaches the function as it came; nobody is signed in.
 */
export function accessRoutes(functions: Functions, project: ProjectConfig, now: () => number): Hono {
  const app = new Hono()
  app.all('/*', c => serve(c, functions, project, now))
  return app
}

/** The function that answers at a path, and the rest of the path; the longest opened path wins, as in the platform's routing. */
function target(http: Record<string, string>, pathname: string): { name: string, rest: string } {
  const [name, at] = Object.entries(http).filter(([, path]) => pathname === path || pathname.startsWith(`${path.replace(/\/$/, '')}/`))
    .sort(([, a], [, b]) => b.length - a.length)[0] ?? []
  if (name === undefined || at === undefined) throw new CloudError('INVALID_PATH', `No function is open to HTTP access at ${pathname}; cloudbaserc.json names those that are under "http"`)
  return { name, rest: pathname.slice(at.replace(/\/$/, '').length) || '/' }
}

async function serve(c: Context, functions: Functions, { envId, http }: ProjectConfig, now: () => number): Promise<Response> {
  try {
    const url = new URL(c.req.url)
    const { name, rest } = target(http, url.pathname.replace(/^\/http/, ''))
    const bytes = Buffer.from(await c.req.arrayBuffer())
    const text = decodeText(bytes)
    const event = {
      path: rest,
      httpMethod: c.req.method,
      headers: c.req.header(),
      queryStringParameters: Object.fromEntries(url.searchParams),
      requestContext: { envId, requestSourceTimestamp: now() },
      body: text ?? bytes.toString('base64'),
      isBase64Encoded: text === undefined,
    }
    const { json, requestId } = await functions.invoke(name, JSON.stringify(event), { source: 'http', clientIp: '127.0.0.1' })
    const response = toResponse(JSON.parse(json) as unknown)
    response.headers.set('x-request-id', requestId)
    return response
  }
  catch (thrown) {
    const error = asCloudError(thrown)
    return c.json({ code: error.code, message: error.message, requestId: error.requestId ?? '' }, statusOf(error))
  }
}

/** The body as text when it is text, byte for byte; otherwise nothing, and the body travels as base64. */
function decodeText(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  }
  catch {
    return undefined
  }
}

function toResponse(value: unknown): Response {
  if (!isIntegrationResponse(value)) {
    return typeof value === 'string'
      ? new Response(value, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
      : Response.json(value)
  }
  const body = value.isBase64Encoded ? Buffer.from(value.body ?? '', 'base64') : value.body ?? ''
  const empty = value.statusCode === 204 || value.statusCode === 304
  return new Response(empty ? null : body, { status: value.statusCode, headers: value.headers ?? {} })
}

function isIntegrationResponse(value: unknown): value is IntegrationResponse {
  return typeof value === 'object' && value !== null && typeof (value as IntegrationResponse).statusCode === 'number'
}
