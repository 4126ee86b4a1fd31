import { asMerchant, type CallsFunctions } from './shop-client'

/** The demo shop takes stored value, with a bonus by steps, and gives points for coming back. A real shop begins with none of it. */
export async function seedWallet(cloud: CallsFunctions): Promise<void> {
  await asMerchant(cloud, 'switches.save', { storedValue: true })
  await asMerchant(cloud, 'bonus.save', { topUpBonuses: [{ fromFen: 10_000, bonusFen: 1000 }, { fromFen: 30_000, bonusFen: 4000 }, { fromFen: 50_000, bonusFen: 8000 }] })
  await asMerchant(cloud, 'checkin.save', { points: 5, streak: { days: 7, points: 20 } })
}
