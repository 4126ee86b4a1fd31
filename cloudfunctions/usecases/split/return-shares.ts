import type { Refund } from '../../domain/refund/refund'
import { planReturns, recordReturn, shareNumber, type Split, type SplitReturn } from '../../domain/split/split'
import { shareReturnedPosting } from '../../domain/split/split-postings'
import type { Ports } from '../../ports'
import { SHARE_TEXT } from '../effects/texts'

/**
 * Before a refund of a payment that was shared out, the shares come back (pitfall 28: return, then refund). True once nothing stands in the refund's
 * way; false while a share or its return is under way. What cannot come back is the merchant's to settle and does not keep the shopper waiting.
 */
export async function returnShares(ports: Ports, refund: Refund): Promise<boolean> {
  const split = await ports.store.get('splits', refund.orderId)
  // Not asked for yet: the shares will be worked out from what is then left.
  if (!split || split.state === 'due' || split.state === 'missed') return true
  if (split.state === 'sharing') return false
  const planned = await plan(ports, refund)
  if (!planned) return true
  const mine = planned.returns.filter(one => one.refundId === refund.id)
  for (const one of mine.filter(entry => entry.state === 'failed')) await raise(ports, one)
  for (const one of mine.filter(entry => entry.state === 'asked')) {
    if (!await askBack(ports, planned, one)) return false
  }
  return true
}

/** Writes down what will be asked back, before it is: the same amounts under the same numbers, however often. */
function plan({ store }: Ports, refund: Refund): Promise<Split | undefined> {
  return store.transaction(async (tx) => {
    const [split, order] = [await tx.get('splits', refund.orderId), await tx.get('orders', refund.orderId)]
    if (!split || !order) return undefined
    const planned = planReturns(split, refund.id, order.givenBack.wechatFen)
    if (planned !== split) await tx.replace('splits', planned)
    return planned
  })
}

async function askBack(ports: Ports, split: Split, one: SplitReturn): Promise<boolean> {
  const { payments } = ports
  const mchid = split.shares.find(share => share.supplierId === one.supplierId)?.payee.account ?? ''
  const known = await payments.queryReturn(one.id, shareNumber(split))
  const answer = known.outcome === 'absent'
    ? await payments.returnShare({ outOrderNo: shareNumber(split), outReturnNo: one.id, mchid, amountFen: one.amountFen, description: SHARE_TEXT.giveBack(split.id) })
    : known
  if (answer.outcome === 'rejected') return end(ports, split.id, one, 'failed')
  if (answer.outcome !== 'known' || answer.facts.result === 'processing') return false
  return end(ports, split.id, one, answer.facts.result === 'succeeded' ? 'returned' : 'failed')
}

async function end(ports: Ports, splitId: string, one: SplitReturn, state: 'returned' | 'failed'): Promise<boolean> {
  const { store, clock } = ports
  await store.transaction(async (tx) => {
    const current = await tx.get('splits', splitId)
    if (current?.returns.find(entry => entry.id === one.id)?.state !== 'asked') return
    await tx.replace('splits', recordReturn(current, one.id, state))
    if (state === 'returned') await tx.insert('postings', shareReturnedPosting(current, one, clock.now()))
  })
  if (state === 'failed') await raise(ports, one)
  return true
}

async function raise({ store, clock }: Ports, { id, supplierId, amountFen }: SplitReturn): Promise<void> {
  await store.insert('work_items', { id: `back-${id}`, kind: 'split_not_returned', state: 'open', subject: id, detail: `${supplierId} ${amountFen}`, at: clock.now() })
}
