import type { Caller, InputOf, Procedure } from '../../../cloudfunctions/contract'
import type { TestShop } from '../shop'

type Sample<Input> = Input | ((world: TestShop) => Input | Promise<Input>)

interface Base<Input> {
  /** What whoever may call it asks for in the world of `world.ts`, and gets. */
  readonly input: Sample<Input>
  /** What else must have happened before it can be asked for. */
  readonly before?: (world: TestShop) => Promise<unknown>
  /** It changes nothing, so that it does not matter where it stops. */
  readonly reads?: true
  /** Every call of it counts: a phone that asks again after a lost answer has asked twice, which does no harm. Says why. */
  readonly everyCallCounts?: string
  /** How many pieces of a SKU there may be in the end, when that is what it changes. */
  readonly pieces?: Readonly<Record<string, readonly number[]>>
}

interface Owned<P extends Procedure, Who extends Caller> extends Base<InputOf<P>> {
  readonly for: Who
  /**
   * The field that names something of the caller's own: of somebody else's it must answer as of none. `public` when anyone may ask for any of it, `new` when
   * the caller makes the name, `none` when it is about the caller alone.
   */
  readonly own: (keyof InputOf<P> & string) | 'public' | 'new' | 'none'
}

/** To merchants, and to those who oversee the shop, belongs whatever is the shop's. */
interface Merchants<P extends Procedure> extends Base<InputOf<P>> { readonly for: 'merchant' | 'operator' }

/** How a procedure is proved: who may call it, with what, and about what. One row for each, which the compiler sees to. */
export type Row<P extends Procedure = Procedure> = Owned<P, Exclude<Caller, 'merchant' | 'operator'>> | Merchants<P>
export type Rows<Table extends Readonly<Record<string, Procedure>>> = { readonly [Name in keyof Table]: Row<Table[Name]> }
