import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { TestShop } from './shop'

/** T0 is ten in the morning of 1 May in Shanghai; at ten the next morning that day is due. */
export const TO_TEN = DAY_MS

/** A shop whose WeChat takes 0.6 % and which knows it. */
export function settlementShop(): TestShop {
  const shop = new TestShop()
  shop.pay.money.feePerMyriad = 60
  shop.database.put('shop_setup', { ...NO_SETUP, feeRates: [{ from: 0, method: 'wechat', perMyriad: 60 }] })
  return shop
}

/** The clock goes on to half past ten of the next morning, with a few sweeps in it. */
export async function dayCloses(shop: TestShop): Promise<void> {
  const day = Math.floor((shop.now + 8 * HOUR_MS) / DAY_MS) + 1
  shop.now = day * DAY_MS - 8 * HOUR_MS + 10 * HOUR_MS
  for (let minute = 0; minute < 5; minute++) {
    shop.now += MINUTE_MS
    await sweep(shop.worker())
  }
}

export async function merchant<T>(shop: TestShop, procedure: string, input: unknown): Promise<T> {
  const reply = await shop.admin('merchant', { procedure, input })
  if (reply.outcome !== 'ok') throw new Error(`${procedure}: ${JSON.stringify(reply)} ${shop.faults.join()}`)
  return reply.value as T
}
