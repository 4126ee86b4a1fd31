/** Who or what called a function, read once at entry from the platform's context. Nothing of it can come from the payload. */
export interface PlatformCaller {
  readonly requestId: string
  /** What triggered the call, for example `wx_client`, `timer`, `http`. */
  readonly trigger: string
  readonly openid: string | undefined
  readonly appid: string | undefined
  /** The caller's address on the network. */
  readonly ip: string | undefined
}

/**
 * Reads the caller from `context.environment`. Never from `process.env`: an instance serves many callers, and one call's identity must not
 * leak into another (pitfall 26). A context that cannot be read gives a caller without identity, whom every function refuses.
 */
export function readCaller(context: unknown): PlatformCaller {
  const { environment, request_id: requestId } = fields(context)
  const values = typeof environment === 'string' ? parse(environment) : {}
  return {
    requestId: text(requestId) ?? '',
    trigger: text(values.TRIGGER_SRC) ?? '',
    openid: text(values.WX_OPENID),
    appid: text(values.WX_APPID),
    ip: text(values.WX_CLIENTIP),
  }
}

function parse(json: string): Record<string, unknown> {
  try {
    return fields(JSON.parse(json))
  }
  catch {
    return {}
  }
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {}
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
