import { rungPriceFen } from './ladder'
import type { PriceStepView } from '@/services/types'

/** The step a price stands on by the server's clock (S15); the instant itself has the new price. Null before the first. */
export function stepAt(steps: readonly PriceStepView[], now: number): PriceStepView | null {
  return steps.filter(step => now >= step.from).at(-1) ?? null
}

export function nextStep(steps: readonly PriceStepView[], now: number): PriceStepView | null {
  return steps.find(step => now < step.from) ?? null
}

/** What a piece costs at this moment. The server decides again with the quote. */
export function stepPriceFen(listPriceFen: number, steps: readonly PriceStepView[], now: number): number {
  return rungPriceFen(listPriceFen, { payPercent: stepAt(steps, now)?.payPercent ?? 100 })
}
