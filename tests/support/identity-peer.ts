import type { Identity, IdentityRequest, IdentityResult } from '../../cloudfunctions/ports'

/** A service that checks real name and face, as far as use cases need it: what became of a check is told to it. */
export class IdentityPeer {
  readonly begun = new Map<string, IdentityRequest>()
  readonly results = new Map<string, IdentityResult>()
  down = false

  connect(gate: <T>(call: string, effect: () => T) => Promise<T>): Identity {
    return {
      begin: request => gate('identity.begin', () => {
        if (this.down) return { outcome: 'unknown' as const }
        const token = `EID-${this.begun.size + 1}`
        this.begun.set(token, request)
        return { outcome: 'begun' as const, token }
      }),
      result: token => gate('identity.result', (): IdentityResult => {
        if (this.down || !this.begun.has(token)) return { outcome: 'unknown' }
        return this.results.get(token) ?? { outcome: 'waiting' }
      }),
    }
  }
}
