import { LocalCloud } from '../../../emulator/local-cloud'
import { seedGoods } from '../../../emulator/seed'
import { asMerchant, asShopper } from '../../../emulator/seed/shop-client'
import { serveParent } from '../../bench/child'
import { CLIENTS_PREFIX, GOODS } from './work'

/** The whole shop over a data folder, to be killed: the built functions, the local cloud and WeChat Pay. Its clock has moved on since the last time, so that leases end. */
const [, , data = '', port = '0', clients = '32', sinceMs = '0'] = process.argv
const begun = performance.now()
const cloud = await LocalCloud.start({ data, port: Number(port), instances: 2, timers: false })
const readyMs = performance.now() - begun
cloud.people.create(Number(clients), CLIENTS_PREFIX)
const pieces = sinceMs === '0' ? await seed() : {}
if (sinceMs !== '0') await cloud.clock.advance(Number(sinceMs))

/** The demo shop with plenty of what is bought; answers how many pieces there are of it. */
async function seed(): Promise<Record<string, number>> {
  await seedGoods(cloud)
  for (const { id } of cloud.people.list()) {
    const { privacy } = await asShopper(cloud, id, 'me.get', {})
    if (!privacy.agreed) await asShopper(cloud, id, 'privacy.agree', { version: privacy.version })
  }
  const pieces: Record<string, number> = {}
  for (const { productId, skuId, size } of GOODS) {
    for (let times = 0; times < 4; times++) pieces[skuId] = (await asMerchant(cloud, 'stock.adjust', { adjustmentId: `plenty-${skuId}-${times}`, skuId, productId, pieces: 9000 })).available
    const now = cloud.clock.now()
    await asMerchant(cloud, 'activity.save', { productId, size, formAt: size, presale: false, durationMs: 60 * 60_000, leaseMs: 5 * 60_000, perShopperLimit: 1000, quantityLimit: 5, startsAt: now, endsAt: now + 30 * 86_400_000 })
  }
  return pieces
}

/** Sweeps one after the other, so that kills meet them as well. */
async function sweeps(): Promise<never> {
  for (;;) {
    await cloud.timers.runAll()
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

void sweeps()
serveParent({ url: cloud.url, readyMs, pieces }, () => cloud.stop())
