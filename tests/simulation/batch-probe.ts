import { takeOverSdk } from './cloud/database'
import { takeOverFetch } from './cloud/network'
import { takeOverTime } from './engine/virtual-time'
import { runSeed } from './run-seed'
process.env.TENCENTCLOUD = 'true'; process.env.TENCENTCLOUD_SECRETID = 'id'; process.env.TENCENTCLOUD_SECRETKEY = 'key'
await import('@cloudbase/node-sdk')
takeOverSdk(); takeOverFetch(); takeOverTime()
const from = Number(process.argv[2]), n = Number(process.argv[3]), keep = Number(process.argv[4] ?? 0)
const cpu0 = process.cpuUsage(); let ev = 0
const seen: Record<string, number> = {}
for (let s = from; s < from + n; s++) { const r = await runSeed(s, {}, keep); ev += r.events
 for (const [k,v] of Object.entries(r.sometimes)) seen[k] = (seen[k] ?? 0) + (v ? 1 : 0)
 if (keep) console.log(r.trace.join('\n')); if (r.broken.length || keep) console.log(s, r.hash, r.events, r.broken.slice(0,4).map(x=>x.slice(0,600)), Object.keys(r.rates).join()) }
const c = process.cpuUsage(cpu0); console.log(n, 'seeds cpu s', (c.user + c.system)/1e6, 'seeds/cpu-s', n / ((c.user + c.system)/1e6), 'events', ev)
const { SOMETIMES } = await import('./sometimes'); console.log(SOMETIMES.map(s => `${s}: ${seen[s] ?? 0}`).join('\n'))
