export interface ApiCall {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

/** An answer of the open API. `undefined` stands for all trouble on the way: the call may have been carried out. */
export type ApiAnswer =
  | { readonly kind: 'json'; readonly errcode: number; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | undefined

/** Sends one call. Never throws and never logs: the token is in the address. */
export async function sendCall(baseUrl: string, timeoutMs: number, call: ApiCall): Promise<ApiAnswer> {
  const query = new URLSearchParams(call.query).toString()
  try {
    const response = await fetch(`${baseUrl}${call.path}${query && `?${query}`}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(call.body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) return undefined
    if (/^image\//.test(response.headers.get('content-type') ?? '')) return { kind: 'bytes', bytes: new Uint8Array(await response.arrayBuffer()) }
    return readJson(await response.text())
  }
  catch {
    return undefined
  }
}

/** WeChat leaves `errcode` out of some successful answers and declares some of its JSON as text. */
function readJson(text: string): ApiAnswer {
  const data: unknown = JSON.parse(text)
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined
  const { errcode = 0 } = data as { errcode?: unknown }
  return typeof errcode === 'number' ? { kind: 'json', errcode, data: data as Record<string, unknown> } : undefined
}
