/** The control API refused, or nobody answered. */
export class ControlError extends Error {}

/** The answer as text, so that a caller can tell whether anything has changed before it is parsed. */
export async function readText(path: string, signal?: AbortSignal): Promise<string> {
  return request('GET', path, undefined, signal)
}

export async function send<T = unknown>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return JSON.parse(await request(method, path, body)) as T
}

export async function read<T>(path: string): Promise<T> {
  return JSON.parse(await readText(path)) as T
}

async function request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<string> {
  const response = await fetch(`/control${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ControlError('The local cloud does not answer.')
  })
  const text = await response.text()
  if (!response.ok) throw new ControlError(messageOf(text) ?? `The control API answered ${response.status}.`)
  return text
}

function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    return typeof message === 'string' ? message : undefined
  }
  catch {
    return undefined
  }
}

/** A path with its query; empty and absent values are left out. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`
}
