import fc from 'fast-check'
import { describe, expect, inject, it } from 'vitest'
import { Database } from '../../../emulator/cloudbase/database/index'
import { fuzz } from '../../crash/fuzz'

const ACTIONS = [
  'insertDocument', 'getDocument', 'calculateDocument', 'modifyDocument', 'modifyAndReturnDoc', 'removeDocument', 'aggregateDocuments', 'addCollection',
  'commitTransaction', 'abortTransaction', 'constructor', '__proto__', '',
]

const awkward = fc.constantFrom(
  '{"$numberInt":"x"}', '{"$date":{}}', '{"$oid":"12"}', '{"$regularExpression":{"pattern":"("}}', '{"$tcb_server_date":{"offset":"x"}}', '{"__proto__":{"a":1}}',
  '{"a":{"$gt":{"$in":1}}}', '{"$and":{}}', '{"a":{"$elemMatch":1}}', '{"$inc":{"a.$.b":1}}', '{"$set":{"_id":1}}', '{"$set":{"":1}}', '{"$push":{"a":{"$each":1}}}', '{',
  '[', '""', 'null', '1', '{"$expr":{"$nope":1}}', '{"a":{"$near":{}}}', '{"a":{"$geoWithin":{"$geometry":{"type":"Polygon","coordinates":[[[]]]}}}}', `${'['.repeat(5000)}`,
  `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`, '{"a":{"$mod":[]}}', '{"$rename":{"a":"a"}}', '{"$set":{"a.b":1,"a":1}}', '{"$set":{"list.4000000":1}}', '{"a":"\\ud800"}',
)
const text = fc.oneof({ weight: 3, arbitrary: awkward }, { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) }, { weight: 1, arbitrary: fc.string() })
const anything = fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) })

const request = fc.record({
  action: fc.constantFrom(...ACTIONS).map(action => `database.${action}`),
  collectionName: fc.oneof({ weight: 5, arbitrary: fc.constant('c') }, { weight: 1, arbitrary: anything }),
  query: anything, order: anything, projection: anything, limit: fc.jsonValue(), offset: fc.jsonValue(), merge: fc.constantFrom(true, false, 1), upsert: fc.constantFrom(true, false),
  multi: fc.boolean(), data: fc.oneof(anything, fc.array(text, { maxLength: 2 })), transactionId: fc.oneof(fc.string(), fc.integer()),
  stages: fc.array(fc.record({ stageKey: fc.constantFrom('$match', '$group', '$sort', '$lookup', '$bucket', '$geoNear', '$facet', '$nope'), stageValue: text }), { maxLength: 2 }),
}, { requiredKeys: ['action'] })

const CODES = /^(INVALID_PARAM|INVALID_ACTION|DATABASE_[A-Z_]+|EXCEED_[A-Z_]+)$/

describe('malformed requests', () => {
  it('are answered with a code, and a refused one changes nothing', async () => {
    const database = Database.open({ now: () => 0, collections: ['c'], indexes: [{ collection: 'c', name: 'a', fields: [{ field: 'a', direction: 'asc' }] }] })
    const before = { action: 'database.insertDocument', collectionName: 'c', data: ['{"_id":"x","a":1,"list":[1,2]}'] }
    await database.handle(before)
    const state = (): string[] => {
      const lines: string[] = []
      database.exportTo(line => lines.push(line))
      return lines
    }
    await fc.assert(fc.asyncProperty(request, async (body) => {
      const stateBefore = state()
      const reply = await database.handle(body as Record<string, unknown>)
      expect(typeof reply.requestId).toBe('string')
      if (reply.code === undefined) return
      expect(reply.code).toMatch(CODES)
      expect(reply.message).not.toContain('InternalError')
      // A list of documents may stop in the middle, as in MongoDB; everything else is done or not done.
      if (body.action !== 'database.insertDocument') expect(state()).toEqual(stateBefore)
    }), { numRuns: 3000 })
    database.reset()
    expect(await database.handle(before)).toMatchObject({ data: { insertedIds: ['x'] } })
    expect(Object.prototype).not.toHaveProperty('a')
    database.close()
  })
  it('over the wire are refused with a code each, change nothing and leave nothing behind', async () => {
    const { problems, codes, heapMbBefore, heapMbAfter } = await fuzz(1500, 3, inject('programs').benchServer)
    expect(problems).toEqual([])
    expect([...codes.keys()]).toEqual(expect.arrayContaining(['INVALID_PARAM', 'INVALID_ACTION', 'SIGN_PARAM_INVALID', 'DATABASE_REQUEST_FAILED', 'DATABASE_TRANSACTION_FAIL']))
    expect(heapMbAfter - heapMbBefore).toBeLessThan(16)
  })
})
