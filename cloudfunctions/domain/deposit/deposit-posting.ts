import { subtractFen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Posting } from '../ledger/posting'
import { posting } from '../ledger/postings'
import type { DepositCommand } from './deposit'

/**
 * The money a command moves (S74): a deposit comes into the shop's bank account and goes back from it, and what is deducted is earned. Freezing moves
 * nothing.
 */
export function depositPosting(requestId: string, party: string, command: DepositCommand, at: Instant): Posting | undefined {
  if (command.kind === 'freeze' || command.kind === 'release') return undefined
  const { amountFen } = command
  const lessFen = subtractFen(ZERO_FEN, amountFen)
  const id = `${requestId}.deposit`
  switch (command.kind) {
    case 'receive': return posting(id, 'deposit_received', '', at, [{ account: 'bank', amountFen }, { account: 'deposits', amountFen: lessFen, party }])
    case 'withdraw': return posting(id, 'deposit_withdrawn', '', at, [{ account: 'deposits', amountFen, party }, { account: 'bank', amountFen: lessFen }])
    case 'deduct': return posting(id, 'deposit_deducted', '', at, [{ account: 'deposits', amountFen, party }, { account: 'revenue', amountFen: lessFen }])
  }
}
