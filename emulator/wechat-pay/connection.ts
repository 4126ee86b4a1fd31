import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from 'hono'

/** What a caller sees when the connection breaks; thrown where no socket can be cut because the app is called in process. */
export class ConnectionReset extends Error {
  readonly code = 'ECONNRESET'

  constructor() {
    super('socket hang up')
  }
}

/** Cuts the caller's connection without an answer. */
export function cutConnection(c: Context): Response {
  const { outgoing } = (c.env ?? {}) as { outgoing?: { destroy(): void } }
  if (!outgoing) throw new ConnectionReset()
  outgoing.destroy()
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
}

/** Real time, because it is the caller's patience that is being tested; does not keep the process alive. */
export async function pause(ms: number): Promise<void> {
  await wait(ms, undefined, { ref: false })
}
