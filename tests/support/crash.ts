import type { Hooks } from './memory-store'

/** Thrown out of every call of a worker that has died. Whatever catches it can do nothing more, because its next call throws too. */
export class Crashed extends Error {
  override name = 'Crashed'
}

export interface CrashPoint {
  /** The n-th call of the worker, from 1. */
  readonly call: number
  /** Whether that call still took effect. */
  readonly effect: 'before' | 'after'
  /** False for a worker that only loses this one call, or its answer, and goes on. */
  readonly fatal: boolean
}

/** Hooks of a worker that dies at one of its calls, or sees it fail. `calls` are the ones it made. */
export function dyingAt(point: CrashPoint): Hooks & { readonly calls: string[]; readonly struck: () => boolean } {
  const calls: string[] = []
  /** Several calls may be under way side by side. */
  const underWay: { call: string; number: number }[] = []
  let dead = false
  let struck = false
  const strike = (): never => {
    struck = true
    dead = point.fatal
    throw new Crashed(`at call ${point.call}`)
  }
  return {
    calls,
    struck: () => struck,
    before: (call) => {
      if (dead) throw new Crashed('is dead')
      underWay.push({ call, number: calls.push(call) })
      if (calls.length === point.call && point.effect === 'before') strike()
    },
    after: (call) => {
      const [ended] = underWay.splice(underWay.findIndex(one => one.call === call), 1)
      if (dead) throw new Crashed('is dead')
      if (ended?.number === point.call && point.effect === 'after') strike()
    },
  }
}
