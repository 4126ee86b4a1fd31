import { readCaller } from '../../adapters/system/caller'
import { composePorts } from '../../adapters/system/ports'
import { sweep, type SweepReport } from '../../usecases/sweeps/sweep'

const ports = composePorts(process.env)

/** Everything that time alone brings about, every minute. Only the platform's timer may start it. */
export async function main(_event: unknown, context: unknown): Promise<SweepReport | { refused: 'not_allowed' }> {
  const caller = readCaller(context)
  if (caller.openid !== undefined || caller.trigger !== 'timer') return { refused: 'not_allowed' }
  return sweep(ports)
}
