import { readCaller } from '../../adapters/system/caller'
import { composePorts } from '../../adapters/system/ports'
import type { Reply } from '../../contract'
import { adminProcedures } from '../../contract'
import { adminImplementations } from '../../usecases/admin'
import { handleCall } from '../../usecases/handle-call'

const ports = composePorts(process.env)

/** What merchants call from their pages. */
export function main(event: unknown, context: unknown): Promise<Reply> {
  return handleCall(ports, adminProcedures, adminImplementations, readCaller(context), event)
}
