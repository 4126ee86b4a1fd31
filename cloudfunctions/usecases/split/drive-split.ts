import { fen } from '../../domain/kernel/fen'
import { NO_SETUP } from '../../domain/shop/setup'
import { decideShares, DEFAULT_CAP_PERCENT, isMissed, moveSplit, recordShares, shareNumber, type Split, unfreezeNumber } from '../../domain/split/split'
import { sharePaidPosting } from '../../domain/split/split-postings'
import type { MoneyAnswer, Ports, ShareFacts } from '../../ports'
import type { EffectResult } from '../effects/run-effects'
import { SHARE_TEXT } from '../effects/texts'

/** So a refusal is told that may pass when the platform lets go of the payment; its words are not to be read. */
const MAY_PASS = 'INVALIDREQUEST'

/**
 * Shares an order's payment out, step by step, until every receiver has a result and the rest is the merchant's (S55, L7): look what is
 * there, ask under the one number, note each result with its posting, unfreeze under another number. Each step can be repeated; an unknown answer is asked again.
 */
export async function driveSplit(ports: Ports, orderId: string): Promise<EffectResult> {
  // A few steps a run: states only move forward.
  for (let step = 0; step < 4; step++) {
    const split = await ports.store.get('splits', orderId)
    if (!split || split.state === 'done' || split.state === 'missed') return 'done'
    if (!await advance(ports, split)) return 'later'
  }
  return 'later'
}

/** True when the split came a step further. */
function advance(ports: Ports, split: Split): Promise<boolean> {
  switch (split.state) {
    case 'due': return workOut(ports, split)
    case 'sharing': return askForShares(ports, split)
    case 'unfreezing': return unfreeze(ports, split)
    case 'done': case 'missed': return Promise.resolve(false)
  }
}

async function workOut(ports: Ports, split: Split): Promise<boolean> {
  const { store, payments, clock } = ports
  if (isMissed(split, clock.now())) return miss(ports, split)
  const [answer, setup] = [await payments.unsplit(split.transactionId), await store.get('shop_setup', NO_SETUP.id)]
  if (answer.outcome !== 'known') return false
  const { splitCapPercent = DEFAULT_CAP_PERCENT } = setup ?? NO_SETUP
  return store.transaction(async (tx) => {
    const [current, order] = [await tx.get('splits', split.id), await tx.get('orders', split.id)]
    if (current?.state !== 'due' || !order) return current !== undefined
    await tx.replace('splits', decideShares(current, order, fen(answer.facts.unsplitFen), splitCapPercent))
    // What is given back is decided on the order, so a refund promised at the same moment must lose against this or win.
    await tx.replace('orders', { ...order, version: order.version + 1 })
    return true
  })
}

async function askForShares(ports: Ports, split: Split): Promise<boolean> {
  const { payments, clock } = ports
  const answer = await asked(await payments.queryShare(split.transactionId, shareNumber(split)), () => payments.share({
    transactionId: split.transactionId,
    outOrderNo: shareNumber(split),
    receivers: split.shares.filter(share => share.amountFen > 0).map(({ payee, amountFen }) => ({ type: payee.type, account: payee.account, amountFen, description: SHARE_TEXT.share(split.id) })),
  }))
  if (answer.outcome === 'known') return answer.facts.finished ? saveResults(ports, split, answer.facts.receivers) : false
  if (answer.outcome !== 'rejected') return false
  if (isMissed(split, clock.now())) return miss(ports, split)
  return answer.code === MAY_PASS ? false : saveResults(ports, split, split.shares.map(share => ({ account: share.payee.account, amountFen: share.amountFen, result: 'failed', detailId: '', why: answer.code })))
}

/** Only a number WeChat has never heard of is asked for: whatever was asked before is found by the query. */
async function asked(known: MoneyAnswer<ShareFacts>, ask: () => Promise<MoneyAnswer<ShareFacts>>): Promise<MoneyAnswer<ShareFacts>> {
  return known.outcome === 'absent' ? ask() : known
}

async function saveResults(ports: Ports, split: Split, results: ShareFacts['receivers']): Promise<boolean> {
  const { store, clock } = ports
  const recorded = await store.transaction(async (tx) => {
    const current = await tx.get('splits', split.id)
    if (current?.state !== 'sharing') return undefined
    const next = recordShares(current, results)
    await tx.replace('splits', next)
    for (const share of next.shares.filter(one => one.result === 'paid')) await tx.insert('postings', sharePaidPosting(next, share, clock.now()))
    return next
  })
  await tellOfUnpaid(ports, recorded ?? split)
  return true
}

async function unfreeze(ports: Ports, split: Split): Promise<boolean> {
  const { payments, store, clock } = ports
  // Said again here, because the worker that noted the results may have died before it told anyone.
  await tellOfUnpaid(ports, split)
  const number = unfreezeNumber(split)
  const answer = await asked(await payments.queryShare(split.transactionId, number), () => payments.unfreeze(split.transactionId, number, SHARE_TEXT.unfreeze(split.id)))
  if (answer.outcome === 'known' && !answer.facts.finished) return false
  if (answer.outcome !== 'known') {
    // Nothing may be left, or WeChat has unfrozen it by itself.
    const left = answer.outcome === 'rejected' ? await payments.unsplit(split.transactionId) : undefined
    if (!isMissed(split, clock.now()) && !(left?.outcome === 'known' && left.facts.unsplitFen === 0)) return false
  }
  return store.transaction(async (tx) => {
    const current = await tx.get('splits', split.id)
    if (current?.state === 'unfreezing') await tx.replace('splits', moveSplit(current, 'done'))
    return true
  })
}

async function miss(ports: Ports, split: Split): Promise<boolean> {
  await ports.store.transaction(async (tx) => {
    const current = await tx.get('splits', split.id)
    if (current?.state === 'due' || current?.state === 'sharing') await tx.replace('splits', moveSplit(current, 'missed', { shares: current.shares.map(share => ({ ...share, result: 'failed', why: 'MISSED' })) }))
  })
  await raise(ports, split, 'MISSED')
  return true
}

/** Suppliers who did not get all that is owed to them are paid by other means: the merchant must know. */
async function tellOfUnpaid(ports: Ports, { shares, id }: Split): Promise<void> {
  const unpaid = shares.filter(share => share.result === 'failed' || (share.result === 'paid' && share.amountFen < share.owedFen))
  if (unpaid.length > 0) await raise(ports, { id }, unpaid.map(share => `${share.supplierId} ${share.owedFen - (share.result === 'paid' ? share.amountFen : 0)} ${share.why ?? 'CAP'}`).join(', '))
}

async function raise({ store, clock }: Ports, { id }: Pick<Split, 'id'>, detail: string): Promise<void> {
  await store.insert('work_items', { id: `split-${id}`, kind: 'split_unpaid', state: 'open', subject: id, detail: detail.slice(0, 200), at: clock.now() })
}
