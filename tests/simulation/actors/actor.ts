import type { Trades } from '../people/goods-plan'
import type { Errand } from '../people/buying'

/** Something a person does. Adding one is a file beside this one and its line in `index.ts`. */
export interface Actor {
  readonly name: string
  readonly who: 'shopper' | 'merchant' | 'supplier'
  /** Only done in shops that have this trade. */
  readonly trade?: keyof Trades
  /** Only done where people have this habit. */
  readonly habit?: 'reads'
  readonly weight: number
  readonly act: (errand: Errand) => Promise<void>
}
