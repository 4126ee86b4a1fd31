import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import { newMember } from '../../../cloudfunctions/domain/member/member'
import { TRANSFER } from '../commission'
import type { TestShop } from '../shop'

/** Alice has earned a little, which the ledger knows. */
export async function earned(world: TestShop): Promise<void> {
  const [at, amountFen] = [world.now, fen(5000)]
  await Promise.resolve()
  if (world.database.one('postings', 'month.commission')) return
  world.database.put('members', { ...world.database.one('members', 'alice') ?? newMember('alice', at), commissionFen: amountFen })
  world.database.put('postings', {
    id: 'month.commission', kind: 'commission_earned', orderId: '', at, pointEntries: [], commissionOf: 'alice',
    entries: [{ account: 'commission', amountFen }, { account: 'commission_payable', amountFen: fen(0 - amountFen), party: 'alice' }],
  })
}

/** She has asked for some of it and not confirmed yet; where the limits allow nothing, she has not. */
export async function takenOut(world: TestShop): Promise<void> {
  await earned(world)
  await world.call('alice', { procedure: 'commission.withdraw', input: { transferId: TRANSFER, amountFen: 100, name: null } })
}

/** She has confirmed, and nobody has told us. */
export async function confirmed(world: TestShop): Promise<void> {
  await takenOut(world)
  world.pay.money.confirmTransfer(TRANSFER)
}
