import { impossible } from '../../domain/kernel/decision'
import { decideTransfer, restoreCommission, type Transfer, type TransferStatement } from '../../domain/transfer/transfer'
import type { MoneyAnswer, Ports, TransferFacts } from '../../ports'
import type { EffectResult } from '../effects/run-effects'
import { TRANSFER_TEXT } from '../effects/texts'

/** WeChat's own number of commissions among the things a transfer may be for. */
const COMMISSION_SCENE = '1005'

/**
 * Brings a promised transfer to its end: look what WeChat has under its one number, ask for it only when it has none, note every answer with its postings. An
 * answer that did not come is asked for again, never taken for a failure.
 */
export async function driveTransfer(ports: Ports, transferId: string): Promise<EffectResult> {
  const transfer = await ports.store.get('transfers', transferId)
  if (!transfer || transfer.endedAt !== undefined) return 'done'
  const current = await recordAnswer(ports, transfer, await askFor(ports, transfer))
  return current.endedAt === undefined ? 'later' : 'done'
}

async function askFor({ payments, seal }: Ports, transfer: Transfer): Promise<MoneyAnswer<TransferFacts>> {
  const { id, openid, amountFen, sealedName } = transfer
  const known = await payments.queryTransfer(id)
  if (known.outcome !== 'absent') return known
  const asked = await payments.transfer({
    outBillNo: id, openid, amountFen, scene: COMMISSION_SCENE, remark: TRANSFER_TEXT.remark, reports: TRANSFER_TEXT.reports,
    ...(sealedName !== undefined && { name: seal.open(sealedName, id) }),
  })
  if (asked.outcome !== 'rejected') return asked
  // A refusal counts only when WeChat still has nothing: another worker's request may have been taken meanwhile.
  const again = await payments.queryTransfer(id)
  return again.outcome === 'absent' ? asked : again
}

/** Records what WeChat answered through the one door and answers the transfer as it then is. */
export async function recordAnswer(ports: Ports, transfer: Transfer, answer: MoneyAnswer<TransferFacts>): Promise<Transfer> {
  switch (answer.outcome) {
    case 'known': return recordTransfer(ports, transfer.id, answer.facts)
    case 'rejected': return recordTransfer(ports, transfer.id, { state: 'refused', why: answer.code })
    case 'absent': case 'later': case 'unknown': return transfer
    default: return impossible(answer)
  }
}

async function recordTransfer({ store, clock }: Ports, id: string, statement: TransferStatement): Promise<Transfer> {
  return store.transaction(async (tx) => {
    const transfer = await tx.get('transfers', id)
    if (!transfer) throw new Error(`transfer ${id} vanished`)
    const recorded = decideTransfer(transfer, statement, clock.now())
    if (!recorded) return transfer
    await tx.replace('transfers', recorded.transfer)
    for (const posting of recorded.postings) await tx.insert('postings', posting)
    if (recorded.restored) {
      const member = await tx.get('members', transfer.openid)
      if (!member) throw new Error(`transfer ${id} is nobody's`)
      await tx.replace('members', restoreCommission(member, transfer))
    }
    return recorded.transfer
  })
}
