import type { Errand } from '../people/buying'

/** Something a person does. Adding one is a file beside this one and its line in `index.ts`. */
export interface Actor {
  readonly name: string
  readonly who: 'shopper' | 'merchant'
  readonly weight: number
  readonly act: (errand: Errand) => Promise<void>
}
