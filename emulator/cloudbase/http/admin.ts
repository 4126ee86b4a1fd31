import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ConnectionLost } from '../database/database'
import { asCloudError, CloudError } from '../errors'
import type { Functions } from '../functions/functions'
import { storageAction } from '../storage/actions'
import type { Storage } from '../storage/storage'

export type WireBody = Record<string, unknown>

export interface AdminServices {
  /** Answers every `database.*` action with the whole reply. */
  database: { handle(body: WireBody): Promise<unknown> }
  functions: Functions
  storage: Storage
  /** Answers `wx.api`: an open API called by name, without a token. */
  openApi(apiName: string, data: unknown): Promise<unknown>
}

/** Largest request the wire takes; the platform's limit is 16 MB for a database reply and less for everything else. */
const BODY_LIMIT_BYTES = 20 * 1024 * 1024

/**
 * `POST /admin`, where the SDK sends everything. This is the hot path of every journey and load test, so it stands on the bare Node server.
 * The signature must be there; it is not checked, because the keys of the local cloud are no secret.
 */
export function adminListener(services: AdminServices): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    void readBody(request)
      .then(body => answer(services, request, body))
      .then(reply => send(response, reply), (error: unknown) => refuse(response, error))
  }
}

async function answer(services: AdminServices, request: IncomingMessage, text: string): Promise<unknown> {
  if (request.method !== 'POST') throw new CloudError('INVALID_PARAM', 'The SDK wire takes POST only')
  if (!request.headers.authorization) throw new CloudError('SIGN_PARAM_INVALID', 'The request carries no signature')
  const body = parse(text)
  const action = String(body.action)
  if (action.startsWith('database.')) return services.database.handle(body)
  return { requestId: randomUUID(), data: await dispatch(services, action, body) }
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
