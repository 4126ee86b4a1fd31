import type { Effect } from '../../domain/effect/effect'
import { moveOrder } from '../../domain/order/move-order'
import { vouchersOf } from '../../domain/voucher/voucher'
import type { Ports } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { type EffectResult, runOwn } from '../effects/run-effects'

/**
 * Makes the vouchers of a paid service order (S44). Their codes are noted on the order first, so that there is only ever one set, then each is written,
 * then the order is ready and WeChat is told (X8). Repeatable from wherever it stopped.
 */
export async function issueVouchers(ports: Ports, orderId: string): Promise<EffectResult> {
  const { store, clock } = ports
  const found = await store.get('orders', orderId)
  const line = found?.lines[0]
  if (found?.state !== 'preparing' || !line?.service) return 'done'
  const wanted = line.quantity * line.service.uses
  await store.update('orders', orderId, { set: { voucherIds: newCodes(ports, wanted) }, inc: { version: 1 } }, [{ field: 'voucherIds', is: 'absent' }, { field: 'state', is: 'eq', value: 'preparing' }])
  const order = await store.get('orders', orderId)
  const codes = order?.voucherIds
  if (order?.state !== 'preparing' || codes?.length !== wanted) return 'done'
  for (const voucher of vouchersOf(order, line, place => codes[place] ?? '')) {
    if (!await store.insert('vouchers', voucher) && (await store.get('vouchers', voucher.id))?.orderId !== orderId) return drawAgain(ports, orderId, voucher.id)
  }
  const { validUntil } = line.service
  const after: readonly Effect[] = [{ kind: 'upload_shipping', orderId }]
  const issued = await store.transaction(async (tx) => {
    const current = await tx.get('orders', orderId)
    if (current?.state !== 'preparing') return false
    const now = clock.now()
    await tx.replace('orders', moveOrder(current, 'ready', { readyAt: now, readyUntil: Math.max(validUntil, now) }))
    await saveEffects(tx, after, now)
    return true
  })
  if (issued) await runOwn(ports, after)
  return 'done'
}

/** Somebody else's voucher has this code: one chance in many billions. Another one takes its place on the order and everything is done anew. */
async function drawAgain(ports: Ports, orderId: string, taken: string): Promise<EffectResult> {
  await ports.store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (order?.state !== 'preparing' || !order.voucherIds?.includes(taken)) return
    const [other = ''] = newCodes(ports, 1)
    await tx.replace('orders', { ...order, voucherIds: order.voucherIds.map(code => code === taken ? other : code), version: order.version + 1 })
  })
  return 'later'
}

/** So many different codes of sixteen digits, each from a random id through a keyed hash. */
function newCodes({ ids, seal }: Ports, count: number): string[] {
  const codes = new Set<string>()
  while (codes.size < count) codes.add((BigInt(`0x${seal.mac(`voucher:${ids.next()}`)}`) % 10n ** 16n).toString().padStart(16, '0'))
  return [...codes]
}
