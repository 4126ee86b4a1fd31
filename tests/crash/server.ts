import { LocalCloud } from '../../emulator/local-cloud'
import { serveParent } from '../bench/child'
import { COLLECTIONS, INDEXES } from './work'

/** The local cloud over a data folder, to be killed. Says how long it took from being opened to answering. */
const [, , data = ''] = process.argv
const begun = performance.now()
const cloud = await LocalCloud.start({ data, config: { database: { collections: COLLECTIONS, indexes: INDEXES } }, timers: false })
serveParent({ url: cloud.url, readyMs: performance.now() - begun }, () => cloud.stop())
