import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toEjson } from '../../../emulator/cloudbase/database/ejson'
import { Database, type IndexDeclaration, type UnindexedQuery } from '../../../emulator/cloudbase/database/index'
import { anyValue } from './arbitrary-values'
import { codeOf, type Db, type Rig, startRig } from './support'

function index(collection: string, name: string, fields: string, options: Partial<IndexDeclaration> = {}): IndexDeclaration {
  const parts = fields.split(' ').map(field => ({ field: field.replace(/^-/, ''), direction: field.startsWith('-') ? 'desc' as const : 'asc' as const }))
  return { collection, name, fields: parts, ...options }
}

describe('unique indexes', () => {
  let rig: Rig
  beforeAll(async () => {
    rig = await startRig({
      indexes: [
        index('one', 'no', 'no', { unique: true }), index('sparse', 'no', 'no', { unique: true, sparse: true }),
        index('pair', 'pair', 'a -b', { unique: true }), index('many', 'tags', 'tags', { unique: true }),
      ],
    })
  })
  afterAll(() => rig.stop())

  const add = (collection: string, document: object): Promise<string> => codeOf(rig.db.collection(collection).add(document))

  it('refuse the second, by add, update and set', async () => {
    expect(await add('one', { _id: 'a', no: 1 })).toBe('accepted')
    expect(await add('one', { _id: 'b', no: 1 })).toBe('DATABASE_DUPLICATE_WRITE')
    expect(await add('one', { _id: 'c', no: 2 })).toBe('accepted')
    expect(await codeOf(rig.db.collection('one').doc('c').update({ no: 1 }))).toBe('DATABASE_DUPLICATE_WRITE')
    expect(await codeOf(rig.db.collection('one').doc('d').set({ no: 2 }))).toBe('DATABASE_DUPLICATE_WRITE')
    expect(await codeOf(rig.db.collection('one').doc('c').update({ no: 3 }))).toBe('accepted')
    expect(await add('one', { _id: 'e', no: 2 })).toBe('accepted')
    await expect(rig.db.collection('one').add({ no: 2 })).rejects.toMatchObject({ message: expect.stringMatching(/E11000.*index: no/) })
  })

  it('count a missing field as null, once', async () => {
    expect(await add('one', { _id: 'n1' })).toBe('accepted')
    expect(await add('one', { _id: 'n2', no: null })).toBe('DATABASE_DUPLICATE_WRITE')
  })

  it('that are sparse leave out documents without the field', async () => {
    expect(await add('sparse', { _id: 's1' })).toBe('accepted')
    expect(await add('sparse', { _id: 's2' })).toBe('accepted')
    expect(await add('sparse', { _id: 's3', no: 1 })).toBe('accepted')
    expect(await add('sparse', { _id: 's4', no: 1 })).toBe('DATABASE_DUPLICATE_WRITE')
    const { data } = await rig.db.collection('sparse').orderBy('no', 'asc').get() as { data: unknown[] }
    expect(data).toHaveLength(3)
    expect(await rig.db.collection('sparse').where({ no: null }).count()).toMatchObject({ total: 2 })
  })

  it('of two fields look at both', async () => {
    expect(await add('pair', { a: 1, b: 1 })).toBe('accepted')
    expect(await add('pair', { a: 1, b: 2 })).toBe('accepted')
    expect(await add('pair', { a: 1, b: 1 })).toBe('DATABASE_DUPLICATE_WRITE')
  })

  it('hold every element of an array', async () => {
    expect(await add('many', { _id: 'm', tags: ['x', 'y', 'x'] })).toBe('accepted')
    expect(await add('many', { tags: ['z', 'y'] })).toBe('DATABASE_DUPLICATE_WRITE')
    expect(await add('many', { tags: 'x' })).toBe('DATABASE_DUPLICATE_WRITE')
    await rig.db.collection('many').doc('m').update({ tags: ['y'] })
    expect(await add('many', { tags: 'x' })).toBe('accepted')
  })

  it('let one of many writers through', async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, (_, n) => add('one', { _id: `race${n}`, no: 'race' })))
    expect(codes.filter(code => code === 'accepted')).toHaveLength(1)
  })
})

describe('declaring', () => {
  it('an index over documents that break it is refused', () => {
    const database = Database.open({ now: () => 0, collections: ['c'] })
    database.importFrom(['{"into":"c","document":"{\\"_id\\":\\"a\\",\\"n\\":1}"}', '{"into":"c","document":"{\\"_id\\":\\"b\\",\\"n\\":1}"}'])
    expect(() => database.importFrom([JSON.stringify({ index: index('c', 'n', 'n', { unique: true }) })])).toThrow(/several documents share/)
    expect(database.collections()).toMatchObject([{ name: 'c', documents: 2, indexes: [] }])
    database.close()
  })

  it('two arrays in one index are refused', async () => {
    const rig = await startRig({ indexes: [index('c', 'ab', 'a b')] })
    expect(await codeOf(rig.db.collection('c').add({ a: [1, 2], b: [1, 2] }))).toBe('DATABASE_REQUEST_FAILED')
    expect(await codeOf(rig.db.collection('c').add({ a: [1, 2], b: 3 }))).toBe('accepted')
    await rig.stop()
  })
})

/** The same documents with and without indexes: whatever is asked, both answer alike. */
describe('an index never changes an answer', () => {
  const declared = [
    index('c', 'x', 'x'), index('c', 'xy', 'x -y'), index('c', 'yd', '-y x'), index('c', 'items', 'items.k'), index('c', 'sparse', 'y', { sparse: true }),
    index('c', 'three', 'x y items.k'),
  ]
  const value = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 3 }) }, { weight: 1, arbitrary: anyValue }, { weight: 1, arbitrary: fc.constantFrom('a', 'ab', 'b', null) })
  const list = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 })
  const documents = fc.array(fc.record({
    x: fc.oneof({ weight: 2, arbitrary: value }, { weight: 1, arbitrary: list }), y: fc.integer({ min: 0, max: 3 }), items: fc.array(fc.record({ k: fc.integer({ min: 0, max: 3 }) }), { maxLength: 2 }),
  }, { requiredKeys: [] }), { minLength: 1, maxLength: 12 })
  const condition = fc.oneof(
    value.filter(v => !(v instanceof Object)), fc.record({ $gt: value }), fc.record({ $gte: value, $lt: value }), fc.record({ $lte: value }), fc.record({ $in: fc.array(value, { maxLength: 3 }) }),
    fc.record({ $ne: value }), fc.record({ $exists: fc.boolean() }), fc.constant({ $regex: '^a' }), fc.record({ $all: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }) }),
  )
  const fields = fc.record({ x: condition, y: condition, 'items.k': condition, items: fc.record({ $elemMatch: fc.record({ k: condition }) }) }, { requiredKeys: [] })
  const query = fc.oneof({ weight: 3, arbitrary: fields }, { weight: 1, arbitrary: fc.record({ $or: fc.array(fields, { minLength: 1, maxLength: 2 }) }) })
  const order = fc.uniqueArray(fc.tuple(fc.constantFrom('x', 'y', 'items.k'), fc.constantFrom(1, -1)), { maxLength: 2, selector: ([field]) => field })

  it('where the two ends of a range are met by two elements of one array', async () => {
    const rig = await startRig({ indexes: [index('c', 'x', 'x')] })
    await rig.db.collection('c').add([{ _id: 'both', x: [1, 9] }, { _id: 'one', x: 6 }])
    const { data } = await rig.db.collection('c').where({ x: rig.db.command.gt(3).lt(5) }).get() as { data: { _id: string }[] }
    expect(data.map(({ _id }) => _id)).toEqual(['both'])
    await rig.stop()
  })

  it('where an array is ordered by an element outside of the condition', async () => {
    const rig = await startRig({ indexes: [index('c', 'x', 'x')] })
    await rig.db.collection('c').add([{ _id: 'six', x: 6 }, { _id: 'one and nine', x: [1, 9] }])
    const { data } = await rig.db.collection('c').where({ x: rig.db.command.gte(5) }).orderBy('x', 'asc').get() as { data: { _id: string }[] }
    expect(data.map(({ _id }) => _id)).toEqual(['one and nine', 'six'])
    await rig.stop()
  })

  it('by random documents, queries, orders and pages', async () => {
    await fc.assert(fc.asyncProperty(documents, fc.array(fc.tuple(query, order, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 12 }), async (rows, asked) => {
      const plain = Database.open({ now: () => 0, collections: ['c'] })
      const indexed = Database.open({ now: () => 0, indexes: declared })
      for (const [n, row] of rows.entries()) {
        const data = [toEjson({ _id: String(n).padStart(2, '0'), ...row })]
        const reply = await indexed.handle({ action: 'database.insertDocument', collectionName: 'c', data })
        // An index refuses two arrays at once, or a value it cannot hold; such a document is left out on both sides.
        if (reply.code === undefined) await plain.handle({ action: 'database.insertDocument', collectionName: 'c', data })
      }
      for (const [where, sort, offset, limit] of asked) {
        const body = {
          action: 'database.getDocument', collectionName: 'c', queryType: 'WHERE', query: toEjson(where), offset, limit,
          order: toEjson(Object.fromEntries([...sort, ['_id', 1]])),
        }
        const [a, b] = [await plain.handle(body), await indexed.handle(body)]
        expect({ where, sort, code: b.code, data: b.data }).toEqual({ where, sort, code: a.code, data: a.data })
      }
      plain.close()
      indexed.close()
    }), { numRuns: 400 })
  })
})

describe('explain', () => {
  it('says which index serves, and how much was looked at', async () => {
    const database = Database.open({ now: () => 0, indexes: [index('c', 'ab', 'a -b')] })
    const data = Array.from({ length: 200 }, (_, n) => `{"_id":"d${n}","a":${n % 4},"b":${n}}`)
    await database.handle({ action: 'database.insertDocument', collectionName: 'c', data })
    const explain = (query: string, order: string, limit: number): unknown => database.explain({ collectionName: 'c', query, order, limit })
    expect(explain('{"a":1}', '{"b":-1}', 5)).toEqual({ plan: 'index ab, 1 interval(s), in order', documents: 200, examined: 5, returned: 5 })
    expect(explain('{"a":{"$in":[1,2]}}', '{"b":1}', 5)).toMatchObject({ plan: 'index ab, 2 interval(s), in order', returned: 5 })
    expect(explain('{"a":1}', '{"c":1}', 5)).toMatchObject({ plan: 'index ab, 1 interval(s), sorted in memory', examined: 50 })
    expect(explain('{"$or":[{"a":1},{"_id":"d2"}]}', '{}', 100)).toMatchObject({ plan: 'union of 2 index walks', examined: 51 })
    expect(explain('{"b":1}', '{}', 5)).toMatchObject({ plan: 'scan of the collection', examined: 200 })
    database.close()
  })
})

describe('strict mode', () => {
  let rig: Rig
  const findings: UnindexedQuery[] = []
  beforeAll(async () => {
    rig = await startRig({
      collections: ['big', 'small'],
      indexes: [index('big', 'ab', 'a -b'), index('big', 'tag', 'tag')],
      strict: { threshold: 100, report: finding => findings.push(finding) },
    })
    await rig.db.collection('big').add(Array.from({ length: 300 }, (_, n) => ({ a: n % 2, b: n, c: n, tag: `t${n}` })))
    await rig.db.collection('small').add(Array.from({ length: 50 }, (_, n) => ({ a: n })))
  })
  afterAll(() => rig.stop())

  async function found(ask: (db: Db) => Promise<unknown>): Promise<UnindexedQuery[]> {
    findings.length = 0
    await ask(rig.db)
    return [...findings]
  }

  const served: [name: string, ask: (db: Db) => Promise<unknown>][] = [
    ['an indexed condition', db => db.collection('big').where({ a: 1 }).get()],
    ['an indexed condition and order', db => db.collection('big').where({ a: 1 }).orderBy('b', 'desc').limit(5).get()],
    ['the order backwards', db => db.collection('big').where({ a: 1 }).orderBy('b', 'asc').limit(5).get()],
    ['several values in order', db => db.collection('big').where({ a: db.command.in([0, 1]) }).orderBy('b', 'desc').limit(5).get()],
    ['the id', db => db.collection('big').where({ _id: db.command.in(['x', 'y']), c: 3 }).get()],
    ['paging by the id', db => db.collection('big').where({ _id: db.command.gt('x') }).orderBy('_id', 'asc').limit(5).get()],
    ['or of indexed conditions', db => db.collection('big').where(db.command.or([{ a: 1, b: 2 }, { tag: 't9' }])).get()],
    ['everything, in no order', db => db.collection('big').limit(5).get()],
    ['the count of everything', db => db.collection('big').count()],
    ['an indexed update', db => db.collection('big').where({ tag: 't5', c: 5 }).update({ d: 1 })],
    ['an indexed aggregation', db => db.collection('big').aggregate().match({ a: 1 }).count('n').end()],
    ['a small collection', db => db.collection('small').where({ a: 5 }).get()],
  ]
  it.each(served)('is silent on %s', async (_name, ask) => {
    expect(await found(ask)).toEqual([])
  })

  const unserved: [name: string, ask: (db: Db) => Promise<unknown>][] = [
    ['a condition without an index', db => db.collection('big').where({ c: 5 }).get()],
    ['an order without an index', db => db.collection('big').orderBy('c', 'asc').limit(5).get()],
    ['an order the index does not have', db => db.collection('big').where({ a: 1 }).orderBy('c', 'asc').limit(5).get()],
    ['the second field of an index', db => db.collection('big').where({ b: 5 }).get()],
    ['a condition beside an indexed order', db => db.collection('big').where({ c: -1 }).orderBy('tag', 'asc').get()],
    ['an or with a branch that no index serves', db => db.collection('big').where(db.command.or([{ a: 1 }, { c: 2 }])).get()],
    ['a count', db => db.collection('big').where({ c: 5 }).count()],
    ['an update', db => db.collection('big').where({ c: 5 }).update({ d: 1 })],
    ['a removal', db => db.collection('big').where({ c: -5 }).remove()],
    ['an aggregation', db => db.collection('big').aggregate().match({ c: 5 }).end()],
    ['an aggregation that stops early', db => db.collection('big').aggregate().match({ c: db.command.gte(0) }).limit(1).end()],
    ['a lookup', db => db.collection('small').aggregate().limit(1).lookup({ from: 'big', localField: 'a', foreignField: 'c', as: 'x' }).end()],
  ]
  it.each(unserved)('reports %s', async (_name, ask) => {
    expect(await found(ask)).toMatchObject([{ collection: 'big', documents: 300 }])
  })

  it('names the condition and, for a call in process, the caller', async () => {
    findings.length = 0
    async function aProcedure(): Promise<void> {
      await rig.database.handle({ action: 'database.getDocument', collectionName: 'big', query: '{"c":{"$numberInt":"5"}}', order: '{"b":-1}' })
    }
    await aProcedure()
    expect(findings).toMatchObject([{ action: 'database.getDocument', condition: '{"c":{"$numberInt":"5"}}', order: 'b desc', examined: 300 }])
    expect(findings[0]?.stack).toContain('aProcedure')
  })
})
