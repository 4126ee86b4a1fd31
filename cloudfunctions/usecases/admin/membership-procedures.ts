import type { MembershipView } from '../../contract'
import type { membershipProcedures } from '../../contract/wallet'
import type { ParsedInputOf } from '../../contract/procedure'
import { fen } from '../../domain/kernel/fen'
import { NO_SETUP, type ShopSetup } from '../../domain/shop/setup'
import type { Transaction } from '../../ports'
import { answer, type Answer, type Call } from '../answer'
import type { Implementations } from '../handle-call'
import { levelView } from '../wallet/points-procedures'
import { changeSetup } from './change-setup'

type Input<Name extends keyof typeof membershipProcedures> = ParsedInputOf<(typeof membershipProcedures)[Name]>
const SWITCHES = ['simulatedCompletion', 'storedValue'] as const satisfies readonly (keyof ShopSetup['switches'])[]

type Saved = Promise<Answer<MembershipView, never>>

async function getMembership({ ports }: Call): Saved {
  return answer(membershipView(await ports.store.get('shop_setup', 'shop') ?? NO_SETUP))
}

/** Turns on or off what a shop may only do under conditions, and notes who did; the answer carries the note that goes with each (S16, S20). */
async function saveSwitches(call: Call, input: Input<'switches.save'>): Saved {
  const { clock, ids } = call.ports
  const turned = SWITCHES.map(name => ({ name, to: input[name], auditId: ids.next() }))
  return save(call, async (setup, tx) => {
    let switches = setup.switches
    for (const { name, to, auditId } of turned) {
      if (to === undefined || to === switches[name]) continue
      switches = { ...switches, [name]: to }
      await tx.insert('audits', { id: auditId, at: clock.now(), openid: call.openid, act: 'switch.turn', subject: name, detail: to ? 'on' : 'off' })
    }
    return { ...setup, switches }
  })
}

/** What putting in money brings on top; top-ups already asked for keep the bonus they were shown (S20). */
async function saveTopUpBonuses(call: Call, { topUpBonuses }: Input<'bonus.save'>): Saved {
  return save(call, setup => ({ ...setup, topUpBonuses: topUpBonuses.map(({ fromFen, bonusFen }) => ({ fromFen: fen(fromFen), bonusFen: fen(bonusFen) })) }))
}

async function saveCheckIn(call: Call, { points, streak }: Input<'checkin.save'>): Saved {
  return save(call, ({ checkInStreak: _, ...setup }) => ({ ...setup, checkInPoints: points, ...(streak && { checkInStreak: streak }) }))
}

async function save({ ports }: Call, change: (setup: ShopSetup, tx: Transaction) => ShopSetup | Promise<ShopSetup>): Saved {
  const changed = await changeSetup(ports, change)
  if ('refusal' in changed) throw new Error('a change without refusals was refused')
  return answer(membershipView(changed))
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
  'bonus.save': saveTopUpBonuses,
  'checkin.save': saveCheckIn,
}
