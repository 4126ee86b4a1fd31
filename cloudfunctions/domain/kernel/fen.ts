declare const unit: unique symbol

/** Money in fen, the hundredth of a yuan: always a whole number (X12). */
export type Fen = number & { readonly [unit]: 'fen' }

/** Brands a whole number as fen. Throws on fractions, NaN, infinities and unsafe integers: such a value is a defect, never input. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of fen: ${amount}`)
  return (amount === 0 ? 0 : amount) as Fen
}

export const ZERO_FEN = fen(0)

export function addFen(...amounts: readonly Fen[]): Fen {
  return fen(amounts.reduce<number>((sum, amount) => sum + amount, 0))
}

export function subtractFen(from: Fen, amount: Fen): Fen {
  return fen(from - amount)
}

/** Price of `quantity` pieces; the quantity is a whole number too. */
export function timesFen(price: Fen, quantity: number): Fen {
  if (!Number.isSafeInteger(quantity)) throw new RangeError(`not a whole quantity: ${quantity}`)
  return fen(price * quantity)
}
