import type { GenericSchema, InferInput, InferOutput } from 'valibot'

/**
 * Who may call a procedure. `shopper` is anyone WeChat vouches for; `merchant` must be on the staff list at the moment of the call, `supplier` among the
 * staff of a supplier, `operator` one who oversees the shop and does not sell in it.
 */
export type Caller = 'shopper' | 'merchant' | 'supplier' | 'operator'

/** One procedure of the contract: its input schema, the type of its answer and the refusals it may give. */
export interface Procedure<Input extends GenericSchema = GenericSchema, Output = unknown, Refusal extends string = string> {
  readonly caller: Caller
  readonly input: Input
  readonly refusals: readonly Refusal[]
  /**
   * It takes in personal data, which needs the caller's consent to the privacy text in force (S12). `asked`: looked up before it runs; `known`: it reads
   * the member anyway and looks itself, which saves a round trip. Either way it declares the refusal `consent_needed`.
   */
  readonly consent?: 'asked' | 'known'
  /** Carries the output type only; never set. */
  readonly output?: Output
}

/** Declares a procedure; the output is a type argument: `procedure<GoodsView>()({ … })`. */
export function procedure<Output>() {
  return <Input extends GenericSchema, const Refusal extends string = never>(
    definition: { caller: Caller; input: Input; refusals?: readonly Refusal[]; consent?: 'asked' | 'known' },
  ): Procedure<Input, Output, Refusal> => ({ ...definition, refusals: definition.refusals ?? [] })
}

export type ProcedureTable = Readonly<Record<string, Procedure>>
/** What the phone sends. */
export type InputOf<P extends Procedure> = InferInput<P['input']>
/** What the server works with after validation. */
export type ParsedInputOf<P extends Procedure> = InferOutput<P['input']>
export type OutputOf<P extends Procedure> = P extends Procedure<GenericSchema, infer Output, string> ? Output : never
export type RefusalOf<P extends Procedure> = P extends Procedure<GenericSchema, unknown, infer Refusal> ? Refusal : never

/** What a function is called with. */
export interface CallEnvelope {
  readonly procedure: string
  readonly input: unknown
}

/** Refusals any procedure may give. `not_allowed` is the caller's role, `busy` asks to try again in a moment. */
export type CommonRefusal = 'not_allowed' | 'busy'

/**
 * The five answers of a function. `unknown_procedure`, `bad_input`, `refused` and `internal` are told apart so that the phone can say
 * the right thing; every answer carries the server's clock (S17).
 */
export type Reply<Output = unknown, Refusal extends string = string> = { readonly serverNow: number } & (
  | { readonly outcome: 'ok'; readonly value: Output }
  | { readonly outcome: 'refused'; readonly refusal: Refusal | CommonRefusal; readonly detail?: unknown }
  | { readonly outcome: 'bad_input'; readonly issues: readonly InputIssue[] }
  | { readonly outcome: 'unknown_procedure' }
  | { readonly outcome: 'internal'; readonly requestId: string }
)

export interface InputIssue {
  /** Dotted path of the field, empty for the whole input. */
  readonly path: string
  readonly message: string
}
