import type { CheckedShop } from './checked-shop'

/** Deposits are the fold of the ledger, and never frozen beyond what there is (I2, S74). */
export function depositsBroken({ database }: CheckedShop): string[] {
  return database.all('deposits').flatMap(({ id, balanceFen, frozenFen, freezes }) => {
    const booked = 0 - database.all('postings').flatMap(posting => posting.entries).filter(entry => entry.account === 'deposits' && entry.party === id).reduce((sum, entry) => sum + entry.amountFen, 0)
    const frozen = Object.values(freezes).reduce((sum, freeze) => sum + freeze.amountFen, 0)
    return [
      ...booked === balanceFen ? [] : [`I2: the ledger gives ${id} a deposit of ${booked} fen, the document says ${balanceFen}`],
      ...frozen === frozenFen && frozenFen >= 0 && frozenFen <= balanceFen ? [] : [`S74: of ${balanceFen} fen of ${id} ${frozenFen} are frozen, freezes say ${frozen}`],
    ]
  })
}
