import { NO_SETUP, type ShopSetup } from '../../domain/shop/setup'
import type { Ports, Transaction } from '../../ports'

/** A refusal a change came to; nothing is saved with it. */
export interface Rejected<Refusal extends string> { readonly refusal: Refusal; readonly detail?: unknown }

/**
 * Changes the shop's setup together with what belongs to the change, all or nothing. Two changes at once come one after the other: the second sees
 * the first.
 */
export async function changeSetup<Refusal extends string = never>(
  { store }: Ports,
  change: (setup: ShopSetup, tx: Transaction) => ShopSetup | Rejected<Refusal> | Promise<ShopSetup | Rejected<Refusal>>,
): Promise<ShopSetup | Rejected<Refusal>> {
  return store.transaction(async (tx) => {
    const setup = await tx.get('shop_setup', NO_SETUP.id)
    const changed = await change(setup ?? NO_SETUP, tx)
    if ('refusal' in changed) return changed
    await (setup ? tx.replace('shop_setup', changed) : tx.insert('shop_setup', changed))
    return changed
  })
}
