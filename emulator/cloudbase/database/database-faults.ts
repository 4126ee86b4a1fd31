import type { FaultKind, Faults } from '../../control/faults'
import { DatabaseError, limitExceeded } from './errors'
import type { Reply } from './wire'

/** The caller gets no answer: an HTTP server drops the connection, a caller in process sees a reset. */
export class ConnectionLost extends Error {
  readonly code = 'ECONNRESET'

  constructor() {
    super('socket hang up')
  }
}

const KINDS: readonly FaultKind[] = ['hang', 'reset-before', 'reset-after', 'lose', 'rate-limited', 'error-before', 'error-after', 'delay']

/** Runs one call with whatever fault strikes it: before the effect nothing has happened, after it only the answer is lost. */
export async function withFaults(faults: Faults, action: string, requestId: string, run: () => Promise<Reply>): Promise<Reply> {
  const fault = faults.strike(`database:${action.replace(/^database\./, '')}`, KINDS)
  switch (fault?.kind) {
    case 'hang':
      await pause(fault.ms)
      throw new ConnectionLost()
    case 'reset-before': throw new ConnectionLost()
    case 'rate-limited': throw limitExceeded('too many requests')
    case 'error-before': throw systemError(requestId)
    case 'reset-after': case 'lose':
      await run()
      throw new ConnectionLost()
    case 'error-after':
      await run()
      throw systemError(requestId)
    case 'delay':
      await pause(fault.ms)
      return run()
    default: return run()
  }
}

function systemError(requestId: string): DatabaseError {
  return new DatabaseError('SYS_ERR', `[InternalError] system error, ${requestId}`)
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
