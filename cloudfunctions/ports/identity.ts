export interface IdentityRequest {
  /** Ours, comes back with the result. */
  readonly reference: string
  readonly name: string
  readonly idNumber: string
}

/** With the token the person's phone opens the check; it lasts ten minutes. `unknown`: nothing is known, begin again. */
export type IdentityBegun = { readonly outcome: 'begun'; readonly token: string } | { readonly outcome: 'rejected'; readonly code: string } | { readonly outcome: 'unknown' }

/** `waiting`: the person has not finished. `failed` is final for this token. */
export type IdentityResult = { readonly outcome: 'passed' } | { readonly outcome: 'waiting' } | { readonly outcome: 'failed'; readonly code: string } | { readonly outcome: 'unknown' }

/** A service that compares a person's real name, id number and living face (S76). */
export interface Identity {
  begin: (request: IdentityRequest) => Promise<IdentityBegun>
  result: (token: string) => Promise<IdentityResult>
}
