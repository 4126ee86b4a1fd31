import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Group, groupStateAt, liveSeat, missingPeople } from '../../cloudfunctions/domain/group/group'
import { completeShort, endGroup, paidOrderIds, paySeat } from '../../cloudfunctions/domain/group/seats'
import { HOUR_MS } from '../../cloudfunctions/domain/kernel/instant'
import { decideSeat } from '../../cloudfunctions/domain/order/purchase'
import { aGroup, aSeat, T0 } from '../support/builders'

const people = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5']

/** Takes a held seat, as the conditional update in the database does. */
function hold(group: Group, openid: string, now: number): Group {
  const decision = decideSeat(group, openid, now)
  return decision.ok ? { ...group, free: group.free - 1, seats: { ...group.seats, [openid]: aSeat(`order-${openid}`, { takenAt: now }) } } : group
}

function release(group: Group, openid: string): Group {
  const seat = group.seats[openid]
  return seat?.state === 'held' ? { ...group, free: group.free + 1, seats: { ...group.seats, [openid]: { ...seat, state: 'released' } } } : group
}

describe('seats of a group', () => {
  it('S14, I5, I6: over any course of events there are never more seats than its size, and it forms exactly when all are paid in time', () => {
    const step = fc.record({ act: fc.constantFrom('hold', 'pay', 'release'), who: fc.constantFrom(...people), later: fc.integer({ min: 0, max: 10 * 60_000 }) })
    fc.assert(fc.property(fc.integer({ min: 2, max: 5 }), fc.array(step, { maxLength: 60 }), (size, steps) => {
      let group = aGroup({ terms: { ...aGroup().terms, size, formAt: size }, free: size - 1, paid: 1 })
      let now = T0
      let formed = 0
      for (const { act, who, later } of steps) {
        now += later
        const before = group
        group = act === 'hold' ? hold(group, who, now) : act === 'release' ? release(group, who) : paySeat(group, who, `order-${who}`, now) ?? group
        if (before.state === 'open' && group.state === 'formed') formed += 1
        const live = Object.values(group.seats).filter(seat => seat.state !== 'released')
        expect(live.length + group.free).toBe(size)
        expect(group.free).toBeGreaterThanOrEqual(0)
        expect(group.state === 'formed').toBe(group.paid === size)
        expect(group.paid).toBe(live.filter(seat => seat.state === 'paid').length)
        if (before.state === 'open' && now >= group.deadlineAt) expect(group).toEqual(act === 'release' ? group : before)
      }
      expect(formed).toBeLessThanOrEqual(1)
    }))
  })

  it('S14: the last paid seat forms the group at that instant', () => {
    const group = aGroup({ free: 0, seats: { alice: aSeat('order-alice', { state: 'paid' }), bob: aSeat('order-bob', { takenAt: T0 + 5 }) } })
    const formed = paySeat(group, 'bob', 'order-bob', T0 + 10)
    expect(formed).toMatchObject({ state: 'formed', paid: 2, formedAt: T0 + 10 })
    expect(formed && paidOrderIds(formed)).toEqual(['order-alice', 'order-bob'])
  })

  it('pays only the seat that this order holds, while the group is open', () => {
    const group = aGroup({ free: 0, seats: { alice: aSeat('order-alice', { state: 'paid' }), bob: aSeat('order-bob') } })
    expect(paySeat(group, 'bob', 'order-other', T0)).toBeUndefined()
    expect(paySeat(group, 'carol', 'order-carol', T0)).toBeUndefined()
    expect(paySeat(group, 'alice', 'order-alice', T0)).toBeUndefined()
    expect(paySeat(group, 'bob', 'order-bob', T0 + HOUR_MS)).toBeUndefined()
    expect(paySeat({ ...group, state: 'failed' }, 'bob', 'order-bob', T0)).toBeUndefined()
  })

  it('S14: more seats than the group has is a defect, never a formed group', () => {
    const broken = aGroup({ free: 1, paid: 2, seats: { bob: aSeat('order-bob') } })
    expect(() => paySeat(broken, 'bob', 'order-bob', T0)).toThrow('more seats')
  })

  it('the first paid seat shows the group to others', () => {
    const fresh = aGroup({ listed: false, paid: 0, seats: { alice: aSeat('order-alice') } })
    expect(paySeat(fresh, 'alice', 'order-alice', T0)).toMatchObject({ listed: true, paid: 1, state: 'open' })
  })
})

describe('a group whose price follows a ladder', () => {
  const ladder = aGroup({ terms: { ...aGroup().terms, size: 50, formAt: 2 }, free: 48, paid: 2, seats: { alice: aSeat('order-alice', { state: 'paid' }), bob: aSeat('order-bob', { state: 'paid' }) } })

  it('S39: stays open for more people until its deadline and then forms with those who paid', () => {
    expect(groupStateAt(ladder, ladder.deadlineAt - 1)).toBe('open')
    expect(groupStateAt(ladder, ladder.deadlineAt)).toBe('formed')
    expect(endGroup(ladder, ladder.deadlineAt - 1)).toBeUndefined()
    expect(endGroup(ladder, ladder.deadlineAt)).toMatchObject({ state: 'formed', formedAt: ladder.deadlineAt, paid: 2 })
    expect(missingPeople(ladder)).toBe(0)
  })

  it('S39: fails short of the people it needs', () => {
    expect(endGroup({ ...ladder, paid: 1 }, ladder.deadlineAt)).toMatchObject({ state: 'failed' })
  })
})

describe('a group the merchant completes short', () => {
  it('S16: forms with its true head count before its deadline, and never empty or twice', () => {
    const group = aGroup({ terms: { ...aGroup().terms, size: 5, formAt: 5 }, free: 4 })
    const completed = completeShort(group, T0 + 5)
    expect(completed).toMatchObject({ state: 'formed', completedShort: { people: 1, at: T0 + 5 }, paid: 1 })
    expect(completed && completeShort(completed, T0 + 6)).toBeUndefined()
    expect(completeShort(group, group.deadlineAt)).toBeUndefined()
    expect(completeShort({ ...group, paid: 0 }, T0)).toBeUndefined()
  })
})

describe('the deadline of a group', () => {
  it('S17: has passed for every reader, whether or not anything was swept', () => {
    const group = aGroup()
    expect(groupStateAt(group, group.deadlineAt - 1)).toBe('open')
    expect(groupStateAt(group, group.deadlineAt)).toBe('failed')
    expect(groupStateAt({ ...group, state: 'formed' }, group.deadlineAt)).toBe('formed')
  })

  it('L6: fails an open group once, and no other', () => {
    const group = aGroup()
    expect(endGroup(group, group.deadlineAt - 1)).toBeUndefined()
    const failed = endGroup(group, group.deadlineAt)
    expect(failed).toMatchObject({ state: 'failed', failedAt: group.deadlineAt })
    expect(failed && endGroup(failed, group.deadlineAt)).toBeUndefined()
    expect(endGroup({ ...group, state: 'formed' }, group.deadlineAt)).toBeUndefined()
  })

  it('I5: a released seat is nobody’s', () => {
    const group = aGroup({ seats: { bob: aSeat('order-bob', { state: 'released' }) } })
    expect(liveSeat(group, 'bob')).toBeUndefined()
    expect(liveSeat(group, 'carol')).toBeUndefined()
  })
})
