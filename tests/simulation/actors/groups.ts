import { type Errand, places } from '../people/buying'
import type { Actor } from './actor'
import { endsSomehow, paysLate } from './endings'

/** The group somebody is shown last: as far as anybody knows open with a seat left, and mostly one they have not joined. */
export function groupToJoin({ world, phone, random }: Errand): string | undefined {
  const { documents, groupIds } = world
  const open = groupIds.filter((id) => {
    const group = documents.one('groups', id)
    return group === undefined || (group.state === 'open' && group.free > 0 && (random.chance(0.15) || group.seats[phone.openid] === undefined))
  })
  return (random.chance(0.1) ? groupIds : open).at(-1)
}

const SKUS = ['orange-5', 'orange-5', 'orange-10'] as const

export const opensGroup: Actor = {
  name: 'opens a group', who: 'shopper', weight: 3,
  act: async (errand) => {
    await endsSomehow(errand, await places(errand, { kind: 'open', groupId: null, lines: [{ productId: 'orange', skuId: errand.random.pick(SKUS), quantity: 1 }] }))
  },
}

export const joinsGroup: Actor = {
  name: 'joins a group', who: 'shopper', weight: 7,
  act: async (errand) => {
    const groupId = groupToJoin(errand)
    if (groupId === undefined) return opensGroup.act(errand)
    await endsSomehow(errand, await places(errand, { kind: 'join', groupId, lines: [{ productId: 'orange', skuId: errand.random.pick(SKUS), quantity: 1 }] }))
  },
}

/** Changes their mind, and changes it back: what is still being given back of the first order must not touch the second. */
export const joinsAgain: Actor = {
  name: 'joins again', who: 'shopper', weight: 2,
  act: async (errand) => {
    const { world, phone, random } = errand
    const groupId = groupToJoin(errand)
    if (groupId === undefined) return
    const join = (): ReturnType<typeof places> => places(errand, { kind: 'join', groupId, lines: [{ productId: 'orange', skuId: 'orange-5', quantity: 1 }] })
    const first = await join()
    if (!first) return
    if (random.chance(0.5)) await phone.shop('order.pay', { orderId: first.orderId })
    await phone.shop('order.cancel', { orderId: first.orderId })
    const second = await join()
    // Long enough for the sweep to come back to the first order.
    if (second) await world.timeline.sleep(random.int(60_000, 150_000))
    await endsSomehow(errand, second)
  },
}

/** Takes a seat when the group's time is nearly over, and pays at its very end: the money is told of when the group is over (I6). */
export const joinsAtTheEnd: Actor = {
  name: 'joins at the end', who: 'shopper', weight: 2.5,
  act: async (errand) => {
    const { world, random } = errand
    const { timeline } = world
    const open = world.documents.all('groups').filter(group => group.state === 'open' && group.listed && group.free > 0 && group.deadlineAt > timeline.now + 60_000)
    const group = open.sort((a, b) => a.deadlineAt - b.deadlineAt)[0]
    if (!group) return
    await timeline.sleep(Math.max(0, group.deadlineAt - timeline.now - random.int(25_000, 60_000)))
    const order = await places(errand, { kind: 'join', groupId: group.id, lines: [{ productId: 'orange', skuId: 'orange-5', quantity: 1 }] })
    if (order) await paysLate(errand, order)
  },
}
