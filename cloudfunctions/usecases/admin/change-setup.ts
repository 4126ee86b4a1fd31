import { NO_SETUP, type ShopSetup } from '../../domain/shop/setup'
import { Busy, type Change, type Ports } from '../../ports'

/** Changes some fields of what the merchant decided for the shop, leaving the others as they are, and answers all of it as it then is. */
export async function changeSetup({ store }: Ports, change: Change): Promise<ShopSetup> {
  if (!await store.update('shop_setup', NO_SETUP.id, change)) {
    await store.insert('shop_setup', NO_SETUP)
    if (!await store.update('shop_setup', NO_SETUP.id, change)) throw new Busy('shop setup')
  }
  return await store.get('shop_setup', NO_SETUP.id) ?? NO_SETUP
}
