import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ConnectionLost } from '../database/database'
import { asCloudError, CloudError } from '../errors'
import type { Functions } from '../functions/functions'
import { type Invocation, noteWireCall } from '../functions/journal'
import { storageAction } from '../storage/actions'
import type { Storage } from '../storage/storage'
import type { Plan } from './plan'

export type WireBody = Record<string, unknown>

export interface AdminServices {
  /** Answers every `database.*` action with the whole reply. */
  database: { handle(body: WireBody): Promise<unknown> }
  functions: Functions
  storage: Storage
  plan: Plan
  /** Told which call of a function a database message came from, and from where in it when the instance says so. */
  attribute(databaseRequestId: string, invocation: Invocation, stack: string | undefined): void
  /** Answers `wx.api`: an open API called by name, without a token. */
  openApi(apiName: string, data: unknown): Promise<unknown>
}

/** `/admin`, or `/admin/i/<instance>` as the functions know it. */
const ADDRESS = /^\/admin(?:\/i\/([\w-]+))?(?:\?|$)/

/** Whether a request is for the SDK's wire. */
export function isAdmin(url: string | undefined): boolean {
  return ADDRESS.test(url ?? '')
}

/** Largest request the wire takes; the platform's limit is 16 MB for a database reply and less for everything else. */
const BODY_LIMIT_BYTES = 20 * 1024 * 1024

/**
 * `POST /admin`, where the SDK sends everything. This is the hot path of every journey and load test, so it stands on the bare Node server.
 * The signature must be there; it is not checked, because the keys of the local cloud are no secret.
 */
export function adminListener(services: AdminServices): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const instance = ADDRESS.exec(request.url ?? '')?.[1]
    void readBody(request)
      .then(body => answer(services, request, body, instance === undefined ? undefined : services.functions.servedBy(instance)))
      .then(reply => send(response, reply), (error: unknown) => refuse(response, error))
  }
}

async function answer(services: AdminServices, request: IncomingMessage, text: string, sender: Invocation | undefined): Promise<unknown> {
  if (request.method !== 'POST') throw new CloudError('INVALID_PARAM', 'The SDK wire takes POST only')
  if (!request.headers.authorization) throw new CloudError('SIGN_PARAM_INVALID', 'The request carries no signature')
  const body = parse(text)
  const action = String(body.action)
  await services.plan.delay()
  const run = (): Promise<unknown> => answerAction(services, action, body)
  return sender ? noted(services, sender, body, stackOf(request), run) : run()
}

async function answerAction(services: AdminServices, action: string, body: WireBody): Promise<unknown> {
  if (action.startsWith('database.')) return services.plan.query(() => services.database.handle(body))
  return { requestId: randomUUID(), data: await dispatch(services, action, body) }
}

/** Enters the message under the call of the function that sent it, whether it went well or not. */
async function noted(services: AdminServices, sender: Invocation, body: WireBody, stack: string | undefined, run: () => Promise<unknown>): Promise<unknown> {
  const started = performance.now()
  const note = (code: unknown): void => noteWireCall(sender, {
    action: String(body.action),
    ...(typeof body.collectionName === 'string' && { collection: body.collectionName }),
    ms: Math.round((performance.now() - started) * 10) / 10,
    ...(typeof code === 'string' && { code }),
  })
  try {
    const reply = await run() as { requestId: string, code?: string }
    services.attribute(reply.requestId, sender, stack)
    note(reply.code)
    return reply
  }
  catch (error) {
    note(error instanceof ConnectionLost ? 'CONNECTION_LOST' : asCloudError(error).code)
    throw error
  }
}

function stackOf(request: IncomingMessage): string | undefined {
  const told = request.headers['x-lintuan-stack']
  return typeof told === 'string' ? decodeURIComponent(told) : undefined
}

async function dispatch(services: AdminServices, action: string, body: WireBody): Promise<unknown> {
  if (action === 'functions.invokeFunction') {
    const { json } = await services.functions.invoke(String(body.function_name), String(body.request_data || '{}'), { source: 'scf' })
    return { response_data: json }
  }
  if (action === 'wx.api') {
    const requestData = body.requestData ? parse(String(body.requestData)) : {}
    return { responseData: JSON.stringify(await services.openApi(String(body.apiName), requestData)) }
  }
  if (action.startsWith('storage.')) return storageAction(services.storage, body)
  throw new CloudError('INVALID_PARAM', `The local cloud has no action ${action}`)
}

function parse(text: string): WireBody {
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as WireBody
  }
  catch {
    // Falls through to the same refusal as any other value that is not an object.
  }
  throw new CloudError('INVALID_PARAM', 'The body is not a JSON object')
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_LIMIT_BYTES) chunks.push(chunk)
    })
    request.on('end', () => {
      if (size > BODY_LIMIT_BYTES) reject(new CloudError('EXCEED_MAX_PAYLOAD_SIZE', 'The request is larger than 20 MB'))
      else resolve(Buffer.concat(chunks).toString('utf8'))
    })
    request.on('error', reject)
  })
}

/** Errors are answers with a code, except where a fault wants the caller to get no answer at all. */
function refuse(response: ServerResponse, error: unknown): void {
  if (error instanceof ConnectionLost) {
    response.destroy()
    return
  }
  const { code, message, requestId } = asCloudError(error)
  send(response, { requestId: requestId ?? randomUUID(), code, message })
}

function send(response: ServerResponse, reply: unknown): void {
  const body = Buffer.from(JSON.stringify(reply))
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
  response.end(body)
}
