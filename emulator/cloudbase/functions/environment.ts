import type { FunctionConfig } from '../../project-config'

/** CloudBase takes no more than this for all variables of a function together, names and values. */
export const ENVIRONMENT_LIMIT_BYTES = 4096

/**
 * The variables the platform itself sets; they do not count against the limit. The address carries the instance, so that each message on the SDK's
 * wire is known to belong to the request that the instance serves.
 */
export function platformVariables(url: string, envId: string, instance?: string): Record<string, string> {
  return {
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/admin${instance === undefined ? '' : `/i/${instance}`}` }),
    TCB_ENV: envId,
    SCF_NAMESPACE: envId,
    TENCENTCLOUD_SECRETID: 'local-secret-id',
    TENCENTCLOUD_SECRETKEY: 'local-secret-key',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    // Without this the SDK asks a metadata host by name before every call to find out whether it runs in the cloud.
    TENCENTCLOUD: 'true',
    TZ: 'UTC',
  }
}

/**
 * The variables declared for a function: those of `envVariables` in `cloudbaserc.json`, or all of the project's when it declares none.
 * Throws when they exceed 4 KB, because the deployment would.
 */
export function declaredVariables(fn: FunctionConfig, available: Record<string, string>): Record<string, string> {
  const declared = fn.envVariables
    ? Object.fromEntries(Object.entries(fn.envVariables).map(([name, value]) => [name, resolve(value, available)]))
    : available
  const bytes = Object.entries(declared).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0)
  if (bytes > ENVIRONMENT_LIMIT_BYTES) {
    throw new Error(`The environment variables of function "${fn.name}" take ${bytes} bytes; CloudBase allows ${ENVIRONMENT_LIMIT_BYTES}. Move long values to a settings document.`)
  }
  return declared
}

/** `{{env.NAME}}` is how `cloudbaserc.json` refers to a variable of the machine that deploys. */
function resolve(value: string, available: Record<string, string>): string {
  return value.replaceAll(/\{\{\s*env\.(\w+)\s*\}\}/g, (_, name: string) => available[name] ?? '')
}
