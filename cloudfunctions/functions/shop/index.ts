import { readCaller } from '../../adapters/system/caller'
import { composePorts } from '../../adapters/system/ports'
import type { Reply } from '../../contract'
import { shopProcedures } from '../../contract'
import { handleCall } from '../../usecases/handle-call'
import { shopImplementations } from '../../usecases/shop'

const ports = composePorts(process.env)

/** What shoppers call from the mini-program. */
export function main(event: unknown, context: unknown): Promise<Reply> {
  return handleCall(ports, shopProcedures, shopImplementations, readCaller(context), event)
}
