import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Database } from '../../emulator/cloudbase/database/index'
import { LocalCloud } from '../../emulator/local-cloud'
import { serveParent } from './child'
import { COLLECTION, exportOfGoods, INDEXES } from './goods'

/** The local cloud in a process of its own, over a data folder that is filled first if it is asked to. */
const [, , data = '', fill = '0'] = process.argv

if (Number(fill) > 0) {
  const database = Database.open({ file: join(data, 'database.sqlite'), now: Date.now })
  database.importFrom(exportOfGoods(Number(fill)))
  database.close()
}
const config = { database: { collections: [COLLECTION], indexes: INDEXES } }
const cloud = await LocalCloud.start({ data, config, timers: false })

export interface Memory {
  heapMb: number
  rssMb: number
}

/** Everything the database holds, in one number. */
function databaseHash(): string {
  const hash = createHash('sha256')
  cloud.database.exportTo(line => hash.update(line))
  return hash.digest('hex')
}

function memory(): Memory {
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return { heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20 }
}

serveParent(cloud.url, ({ ask }: { ask: 'memory' | 'hash' | 'stop' }): Memory | string | Promise<void> => {
  if (ask === 'stop') return cloud.stop()
  return ask === 'memory' ? memory() : databaseHash()
})
