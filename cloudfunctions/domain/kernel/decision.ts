/** What a pure decision answers: what happened, or why not. A refusal is a value, a defect is thrown. */
export type Decision<T, Refusal extends string> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export function accept<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function refuse<Refusal extends string>(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal }
}

/** Ends a `switch` over a closed union: reaching it is a defect. */
export function impossible(value: never): never {
  throw new Error(`impossible value: ${JSON.stringify(value)}`)
}
