import type { Effect } from '../../cloudfunctions/domain/effect/effect'
import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { Ports } from '../../cloudfunctions/ports'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { Crashed } from './crash'
import type { Hooks } from './memory-store'
import type { TestShop } from './shop'

/** A worker that dies as soon as this is so, at the end of the call after which it is. */
export function dyingWhen(happened: () => boolean): Hooks & { readonly died: () => boolean } {
  let dead = false
  const check = (): void => {
    if (dead) throw new Crashed('is dead')
  }
  return {
    died: () => dead,
    before: check,
    after: () => {
      dead ||= happened()
      check()
    },
  }
}

/** Does something until an effect of this kind is promised, and dies there; the effect is then due. */
export async function leavesTo(shop: TestShop, kind: Effect['kind'], work: (worker: Ports) => Promise<unknown>): Promise<TestShop> {
  const row = (): { dueAt: number } | undefined => shop.database.all('outbox').find(one => one.effect.kind === kind)
  const hooks = dyingWhen(() => row() !== undefined)
  const survived = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => {
    if (!(error instanceof Crashed)) throw error
  })
  await survived(work(shop.worker(hooks)))
  for (let minute = 0; !row() && minute < 200; minute++) {
    shop.now += MINUTE_MS
    await survived(sweep(shop.worker(hooks)))
  }
  const due = row()
  if (!due) throw new Error(`nothing leads to ${kind}`)
  shop.now = Math.max(shop.now, due.dueAt)
  return shop
}
