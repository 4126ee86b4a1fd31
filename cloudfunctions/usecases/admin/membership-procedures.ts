import type { MembershipView } from '../../contract'
import type { membershipProcedures } from '../../contract/wallet'
import type { ParsedInputOf } from '../../contract/procedure'
import { NO_SETUP, type ShopSetup } from '../../domain/shop/setup'
import type { Change } from '../../ports'
import { answer, type Answer, type Call } from '../answer'
import type { Implementations } from '../handle-call'
import { levelView } from '../wallet/points-procedures'
import { changeSetup } from './change-setup'

type Input<Name extends keyof typeof membershipProcedures> = ParsedInputOf<(typeof membershipProcedures)[Name]>
type Saved = Promise<Answer<MembershipView, never>>

async function getMembership({ ports }: Call): Saved {
  return answer(membershipView(await ports.store.get('shop_setup', 'shop') ?? NO_SETUP))
}

/** Turns on or off what a shop may only do under conditions; the answer carries the note that goes with each (S16, S20). */
async function saveSwitches(call: Call, { simulatedCompletion, storedValue }: Input<'switches.save'>): Saved {
  const set = {
    ...(simulatedCompletion !== undefined && { 'switches.simulatedCompletion': simulatedCompletion }),
    ...(storedValue !== undefined && { 'switches.storedValue': storedValue }),
  }
  return Object.keys(set).length > 0 ? save(call, { set }) : getMembership(call)
}

/** What putting in money brings on top; top-ups already asked for keep the bonus they were shown (S20). */
async function saveTopUpBonuses(call: Call, { topUpBonuses }: Input<'topUpBonuses.save'>): Saved {
  return save(call, { set: { topUpBonuses } })
}

async function saveLevels(call: Call, { levels }: Input<'levels.save'>): Saved {
  return save(call, { set: { levels } })
}

async function saveCheckIn(call: Call, { points, streak }: Input<'checkIn.save'>): Saved {
  return save(call, streak ? { set: { checkInPoints: points, checkInStreak: streak } } : { set: { checkInPoints: points }, unset: ['checkInStreak'] })
}

async function save({ ports }: Call, change: Change): Saved {
  return answer(membershipView(await changeSetup(ports, change)))
}

function membershipView({ switches, topUpBonuses, levels, checkInPoints, checkInStreak }: ShopSetup): MembershipView {
  return {
    switches: [
      { name: 'simulatedCompletion', on: switches.simulatedCompletion, note: null },
      { name: 'storedValue', on: switches.storedValue, note: 'prepaid_card_filing' },
    ],
    topUpBonuses,
    levels: levels.map(levelView),
    checkInPoints,
    checkInStreak: checkInStreak ?? null,
  }
}

export const membershipImplementations: Implementations<typeof membershipProcedures> = {
  'membership.get': getMembership,
  'switches.save': saveSwitches,
  'topUpBonuses.save': saveTopUpBonuses,
  'levels.save': saveLevels,
  'checkIn.save': saveCheckIn,
}
