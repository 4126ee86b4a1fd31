import { Busy } from '../../ports/store'
import { troubleOf } from './errors'

/** Called before every round trip with the SDK's name of the action, so that trips can be counted. */
export type CallObserver = (action: string) => void

/** Waits between tries. Injected so that tests need not wait. */
export type Pause = (ms: number) => Promise<void>

export interface Calls {
  /** One round trip whose outcome, if lost, must not be guessed. A refusal for overload becomes `Busy`: nothing was changed. */
  write: <T>(action: string, call: () => Promise<T>) => Promise<T>
  /** A round trip that may be repeated, which it is once when the first answer was lost or turned away. */
  read: <T>(action: string, call: () => Promise<T>) => Promise<T>
  /** A round trip inside a transaction, whose loop decides about repeating. */
  once: <T>(action: string, call: () => Promise<T>) => Promise<T>
}

const READ_PAUSE_MS = 50

export function observedCalls(observe: CallObserver, pause: Pause): Calls {
  function once<T>(action: string, call: () => Promise<T>): Promise<T> {
    observe(action)
    return call()
  }
  async function write<T>(action: string, call: () => Promise<T>): Promise<T> {
    try {
      return await once(action, call)
    }
    catch (error) {
      throw troubleOf(error) === 'overloaded' ? new Busy('the database turned a call away', { cause: error }) : error
    }
  }
  async function read<T>(action: string, call: () => Promise<T>): Promise<T> {
    try {
      return await once(action, call)
    }
    catch (error) {
      if (!['overloaded', 'unknown'].includes(troubleOf(error))) throw error
    }
    await pause(READ_PAUSE_MS)
    return write(action, call)
  }
  return { write, read, once }
}
