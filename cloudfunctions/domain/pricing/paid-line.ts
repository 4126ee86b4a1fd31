import { addFen, type Fen, fen, subtractFen, timesFen, ZERO_FEN } from '../kernel/fen'
import { minFen, timesOver } from './arithmetic'
import { rungPriceFen, type SizeLadderRule } from './rules/size-ladder'

/** What is paid for a line and not given back, as an order stores it. Refunds subtract from it and never compute a price anew. */
export interface PaidLine {
  readonly lineId: string
  /** Pieces not given back. */
  readonly quantity: number
  readonly listPriceFen: Fen
  /** Their price before discounts on the whole order, which a better rung is compared with. */
  readonly pricedFen: Fen
  /** Money paid for them, their share of the freight included. */
  readonly paidFen: Fen
  /** Points spent on them, and the money those stood for. */
  readonly points: number
  readonly pointsFen: Fen
}

export interface PaidBack {
  readonly amountFen: Fen
  readonly points: number
  /** All the lines, with what is left of them. */
  readonly left: readonly PaidLine[]
}

export interface Returned {
  readonly lineId: string
  readonly quantity: number
}

/**
 * Gives back what was paid for some pieces of some lines (X12, S18, S21): a part of a line gets its share rounded down, its last pieces all that
 * is left, so that any sequence that returns everything returns exactly what was paid. Throws on an unknown line or more pieces than are left.
 */
export function refundOf(lines: readonly PaidLine[], returned: readonly Returned[]): PaidBack {
  let left = [...lines]
  let amountFen: Fen = ZERO_FEN
  let points = 0
  for (const { lineId, quantity } of returned) {
    const line = left.find(one => one.lineId === lineId)
    if (!line) throw new RangeError(`no line ${lineId}`)
    if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > line.quantity) throw new RangeError(`line ${lineId} has ${line.quantity} pieces left, not ${quantity}`)
    const part = (amount: number): number => timesOver(amount, quantity, line.quantity).quotient
    const paidFen = fen(part(line.paidFen))
    const back = part(line.points)
    amountFen = addFen(amountFen, paidFen)
    points += back
    const rest: PaidLine = {
      ...line,
      quantity: line.quantity - quantity,
      pricedFen: fen(line.pricedFen - part(line.pricedFen)),
      paidFen: subtractFen(line.paidFen, paidFen),
      points: line.points - back,
      pointsFen: fen(line.pointsFen - part(line.pointsFen)),
    }
    left = left.map(one => one === line ? rest : one)
  }
  return { amountFen, points, left }
}

/**
 * What a payer gets back when the group closes with so many people (S39, S52): the price agreed on less the price on the closing rung, for the
 * pieces not given back. What coupons and levels took off stays the shopper's, and the freight stays paid. Money first; where points paid the most of it, the rest in points,
 * whole ones. Zero when the rung is not better; asking again gives nothing again.
 */
export function rungRefund(line: PaidLine, ladder: SizeLadderRule, people: number, freightFen: Fen = ZERO_FEN): PaidBack {
  const closingFen = timesFen(rungPriceFen(ladder, line.listPriceFen, people), line.quantity)
  if (closingFen >= line.pricedFen) return { amountFen: ZERO_FEN, points: 0, left: [line] }
  const differenceFen = subtractFen(line.pricedFen, closingFen)
  const amountFen = minFen(differenceFen, subtractFen(line.paidFen, minFen(freightFen, line.paidFen)))
  const byPointsFen = minFen(subtractFen(differenceFen, amountFen), line.pointsFen)
  const points = line.pointsFen === 0 ? 0 : timesOver(line.points, byPointsFen, line.pointsFen).quotient
  const left: PaidLine = {
    ...line,
    pricedFen: closingFen,
    paidFen: subtractFen(line.paidFen, amountFen),
    points: line.points - points,
    pointsFen: subtractFen(line.pointsFen, byPointsFen),
  }
  return { amountFen, points, left: [left] }
}
