import type { UnindexedQuery } from '../cloudbase/database/database'
import type { Invocation } from '../cloudbase/functions/journal'

/** A query that no index served, with the call of a function that sent it when one did. */
export interface Finding extends UnindexedQuery {
  caller?: Pick<Invocation, 'requestId' | 'function' | 'procedure'>
}

/** What strict mode found. */
export class Findings {
  readonly list: Finding[] = []

  add(finding: UnindexedQuery): void {
    this.list.push(finding)
  }

  /** Names the caller of what one message to the database gave rise to. Those findings are the newest: the reply has only just been made. */
  attribute(requestId: string, { requestId: call, function: name, procedure }: Invocation, stack: string | undefined): void {
    for (const finding of this.list.slice(-50)) {
      if (finding.requestId !== requestId) continue
      finding.caller = { requestId: call, function: name, ...(procedure !== undefined && { procedure }) }
      // Ours ends where the message arrived, which explains nothing.
      finding.stack = stack ?? ''
    }
  }

  /** Drops what a look from outside the shop gave rise to. */
  forget(requestId: string): void {
    const kept = this.list.filter(finding => finding.requestId !== requestId)
    if (kept.length < this.list.length) this.list.splice(0, this.list.length, ...kept)
  }

  clear(): void {
    this.list.length = 0
  }
}
