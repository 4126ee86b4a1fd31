import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../emulator/control/faults'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { startShop } from '../functions/shop'

const REQUESTS = 1500

const PATHS = [
  '/call/probe', '/call/', '/call/../control', '/call/%00', '/call/probe/deeper', '/http/notify', '/http//notify', '/http/notify/%e4%b8', '/http/..%2fsweep', '/upload', '/upload/x',
  '/storage/', '/storage/%ff', '/storage/a?sign=x&t=y', '/storage/a?sign=&t=', '/control', '/control/clock/advance', '/control/faults', '/control/limits', '/control/people',
  '/control/database/things', '/control/database/things?where={"$where":1}', '/control/database/things?order=,,-', '/control/database/%20/x', '/control/timers/nightly/overlap',
  '/control/timers/__proto__/run', '/control/notifications/x/delay', '/control/logs?limit=-1', '/control/refund-outcome', '/phone/request-subscribe-message', '/admin', '/admin/i/none', '/admin/i/', '/console/%2e%2e/package.json', '/%', '//',
]
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']
const BODIES = ['', '{', '[]', 'null', '"text"', '{"count":1e9}', '{"ms":-1}', '{"ms":"1"}', '{"__proto__":{"x":1}}', '{"action":"storage.batchCopyFile","file_list":[null]}', '{"action":"storage.getFileAuthority","fileList":[1]}', '{"action":"functions.invokeFunction"}', '{"plan":{}}', '\u0000\uFFFF', '{"times":{}}', '----\r\n\r\n']
const HEADERS: Record<string, string>[] = [
  {}, { 'content-type': 'application/json' }, { 'content-type': 'multipart/form-data' }, { 'content-type': 'multipart/form-data; boundary=--' }, { 'x-lintuan-person': 'alice' }, { 'x-lintuan-person': '__proto__' },
  { authorization: 'x' }, { authorization: 'local-upload 9-ff' }, { origin: 'null' }, { origin: 'not an origin' },
]

/** Sent without a client that would tidy up the path. */
function send(cloud: LocalCloud, method: string, path: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(cloud.url)
    request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    }).on('error', reject).end(body)
  })
}

describe('requests that make no sense', () => {
  it(`are answered, all ${REQUESTS} of them, without a fault and without a trace`, async () => {
    await using cloud = await startShop({ app: 'no-such-folder' })
    const random = seededRandom(12)
    const draw = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    const before = [await cloud.storage.list(), cloud.database.collections(), cloud.people.list(), cloud.clock.now()]
    const faulty: string[] = []
    for (let sent = 0; sent < REQUESTS; sent += 1) {
      const [method, path, headers, body] = [draw(METHODS), draw(PATHS), draw(HEADERS), draw(BODIES)]
      const status = await send(cloud, method, path, headers, body)
      if (status >= 500) faulty.push(`${status} ${method} ${path} ${JSON.stringify(headers)} ${body}`)
    }
    expect(faulty).toEqual([])
    expect([await cloud.storage.list(), cloud.database.collections(), cloud.people.list(), cloud.clock.now()]).toEqual(before)
    expect(cloud.plan.limits.plan).toBe('none')
    expect(await cloud.call('probe', { do: 'echo', fine: true }, { person: 'alice' })).toMatchObject({ fine: true })
  })
})
