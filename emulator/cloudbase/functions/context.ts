import type { FunctionConfig } from '../../project-config'

/** Who or what caused a call. `source` is what the SDK reports as `TRIGGER_SRC`. */
export type Caller =
  | { source: 'wx_client', openid: string, unionid: string, clientIp: string }
  | { source: 'timer', trigger: string }
  | { source: 'http', clientIp: string }
  | { source: 'scf' }

/** The spelling of the call chain that WeChat's `getWXContext().SOURCE` documents for each origin. */
const CHAIN = { wx_client: 'wx_client', timer: 'wx_trigger', http: 'wx_http', scf: 'scf' } as const

/**
 * The platform's second argument. Identity travels here, in `environment`, and nowhere else: an instance serves many callers, so
 * `process.env` never carries one. `WX_CONTEXT_KEYS` lists which keys the SDK takes from it.
 */
export function platformContext(fn: FunctionConfig, envId: string, appid: string, requestId: string, caller: Caller): Record<string, unknown> {
  const wx = caller.source === 'wx_client'
    ? { WX_CLIENTIP: caller.clientIp, WX_OPENID: caller.openid, WX_APPID: appid, WX_UNIONID: caller.unionid }
    : {}
  const environment = {
    ...wx,
    WX_CONTEXT_KEYS: Object.keys(wx).join(','),
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TCB_SOURCE,TCB_SOURCE_IP',
    TCB_ENV: envId,
    TCB_SEQID: requestId,
    TCB_SOURCE: CHAIN[caller.source],
    TCB_SOURCE_IP: 'clientIp' in caller ? caller.clientIp : '',
    SCF_NAMESPACE: envId,
    TRIGGER_SRC: caller.source,
  }
  return {
    memory_limit_in_mb: fn.memorySize,
    time_limit_in_ms: fn.timeout * 1000,
    request_id: requestId,
    function_version: '$LATEST',
    function_name: fn.name,
    namespace: envId,
    tencentcloud_region: 'ap-shanghai',
    environment: JSON.stringify(environment),
  }
}
