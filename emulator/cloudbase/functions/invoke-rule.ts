import type { InvokeRule } from '../../project-config'

/** Whether a signed-in client may call the function. Calls from the server side are never asked. */
export function mayInvoke(rule: InvokeRule | undefined): boolean {
  if (rule === undefined || rule === true) return true
  if (rule === false) return false
  const allowed = EXPRESSIONS[rule.replaceAll(/\s+/g, '')]
  if (allowed === undefined) throw new Error(`The local cloud does not understand the invoke rule "${rule}". It knows true, false, "auth != null" and "auth == null".`)
  return allowed
}

/** Every caller of the local cloud is a signed-in person, so the expressions on `auth` have a fixed answer. */
const EXPRESSIONS: Record<string, boolean | undefined> = {
  'true': true,
  'false': false,
  'auth!=null': true,
  'auth==null': false,
}
