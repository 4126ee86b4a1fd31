import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, type Rig, startRig } from './support'

type Row = Record<string, unknown> & { _id: string }

let rig: Rig

beforeAll(async () => {
  rig = await startRig({ collections: ['things', 'many', 'empty'] })
  const many = Array.from({ length: 1205 }, (_, n) => ({ _id: `m${String(n).padStart(4, '0')}`, n, group: n % 3, o: { a: n, b: -n }, list: [1, 2, 3, 4] }))
  for (let at = 0; at < many.length; at += 500) await rig.db.collection('many').add(many.slice(at, at + 500))
})

afterAll(() => rig.stop())

async function rows(query: { get(): Promise<unknown> }): Promise<Row[]> {
  return (await query.get() as { data: Row[] }).data
}

describe('add', () => {
  it('makes an id', async () => {
    const { id } = await rig.db.collection('things').add({ n: 1 }) as { id: string }
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(await rows(rig.db.collection('things').doc(id))).toEqual([{ _id: id, n: 1 }])
  })

  it('keeps the id given, text or number', async () => {
    const things = rig.db.collection('things')
    expect(await things.add({ _id: 'mine' })).toMatchObject({ id: 'mine' })
    expect(await things.add({ _id: 7 })).toMatchObject({ id: 7 })
    expect(await rows(things.doc(7 as never))).toEqual([{ _id: 7 }])
    expect(await rows(things.doc('7'))).toEqual([])
  })

  it('takes several at once, in order, up to the first that is refused', async () => {
    const things = rig.db.collection('things')
    expect(await things.add([{ _id: 'k1' }, { _id: 'k2' }])).toMatchObject({ ids: ['k1', 'k2'] })
    expect(await codeOf(things.add([{ _id: 'k3' }, { _id: 'k1' }, { _id: 'k4' }]))).toBe('DATABASE_DUPLICATE_WRITE')
    expect((await rows(things.where({ _id: /^k/ }))).map(({ _id }) => _id)).toEqual(['k1', 'k2', 'k3'])
  })

  it('says E11000 of a duplicate', async () => {
    await expect(rig.db.collection('many').add({ _id: 'm0001' })).rejects.toMatchObject({ code: 'DATABASE_DUPLICATE_WRITE', message: expect.stringContaining('E11000') })
  })

  it.each([
    ['a field that begins with $', { o: { $x: 1 } }],
    ['an _id that is an array', { _id: [1] }],
  ])('refuses %s', async (_name, document) => {
    expect(await codeOf(rig.db.collection('things').add(document))).toBe('DATABASE_REQUEST_FAILED')
  })

  it('refuses a document above 512 KB and takes one just below', async () => {
    const things = rig.db.collection('things')
    expect(await codeOf(things.add({ text: 'x'.repeat(512 * 1024) }))).toBe('DATABASE_REQUEST_FAILED')
    expect(await codeOf(things.add({ text: 'x'.repeat(512 * 1024 - 100) }))).toBe('accepted')
    await things.add({ _id: 'grows', text: 'x'.repeat(500 * 1024) })
    expect(await codeOf(things.doc('grows').update({ more: 'x'.repeat(20 * 1024) }))).toBe('DATABASE_REQUEST_FAILED')
  })
})

describe('collections', () => {
  it('must exist', async () => {
    const none = rig.db.collection('none')
    const calls = [none.get(), none.add({}), none.count(), none.doc('x').get(), none.doc('x').set({ a: 1 }), none.doc('x').update({ a: 1 }), none.doc('x').remove()]
    for (const call of calls) expect(await codeOf(call)).toBe('DATABASE_COLLECTION_NOT_EXIST')
    expect(await codeOf(none.aggregate().match({}).end())).toBe('DATABASE_COLLECTION_NOT_EXIST')
    await expect(rig.db.collection('none').get()).rejects.toMatchObject({ message: expect.stringContaining('Db or Table not exist: none') })
  })

  it('are made once', async () => {
    expect(await codeOf(rig.db.createCollection('fresh'))).toBe('accepted')
    expect(await codeOf(rig.db.collection('fresh').add({ a: 1 }))).toBe('accepted')
    expect(await codeOf(rig.db.createCollection('fresh'))).toBe('DATABASE_COLLECTION_ALREADY_EXIST')
    expect(await codeOf(rig.db.createCollection('bad name'))).toBe('INVALID_PARAM')
  })
})

describe('get', () => {
  it('returns 100 unless asked, and 1,000 at most', async () => {
    const many = rig.db.collection('many')
    expect(await rows(many)).toHaveLength(100)
    expect(await rows(many.where({ group: 0 }))).toHaveLength(100)
    expect(await rows(many.limit(7))).toHaveLength(7)
    expect(await rows(many.limit(1000))).toHaveLength(1000)
    expect(await rows(many.limit(5000))).toHaveLength(1000)
  })

  it('clamps a limit that came past the SDK', async () => {
    const reply = await rig.database.handle({ action: 'database.getDocument', collectionName: 'many', limit: 5000 })
    expect((reply.data as { list: unknown[] }).list).toHaveLength(1000)
  })

  it('skips', async () => {
    const many = rig.db.collection('many')
    expect((await rows(many.skip(3).limit(2))).map(({ n }) => n)).toEqual([3, 4])
    expect((await rows(many.where({ group: 1 }).orderBy('n', 'desc').skip(1).limit(2))).map(({ n }) => n)).toEqual([1201, 1198])
    expect(await rows(many.skip(1205))).toEqual([])
  })

  it('orders by several fields', async () => {
    const found = await rows(rig.db.collection('many').orderBy('group', 'desc').orderBy('n', 'asc').limit(3))
    expect(found.map(({ group, n }) => [group, n])).toEqual([[2, 2], [2, 5], [2, 8]])
  })

  it('orders values of all types as MongoDB does', async () => {
    const { db } = rig
    const values = [true, 'b', null, 3, new Date(5), { a: 1 }, [], false, 'a', -1, db.ObjectId({ id: '0123456789abcdef01234567' }), [0, 9]]
    await db.createCollection('mixed')
    for (const [index, v] of values.entries()) await db.collection('mixed').add({ _id: String(index).padStart(2, '0'), v })
    await db.collection('mixed').add({ _id: '12' })
    const ascending = (await rows(db.collection('mixed').orderBy('v', 'asc').orderBy('_id', 'asc'))).map(({ _id }) => Number(_id))
    expect(ascending).toEqual([6, 2, 12, 9, 11, 3, 8, 1, 5, 10, 7, 0, 4])
    const descending = (await rows(db.collection('mixed').orderBy('v', 'desc').orderBy('_id', 'asc'))).map(({ _id }) => Number(_id))
    expect(descending).toEqual([4, 0, 7, 10, 5, 1, 8, 11, 3, 9, 2, 12, 6])
  })

  const projections: [name: string, field: Record<string, unknown>, shown: unknown][] = [
    ['fields named', { n: true }, { _id: 'm0002', n: 2 }],
    ['fields named, without the id', { n: 1, _id: 0 }, { n: 2 }],
    ['all but those named', { list: false, o: false }, { _id: 'm0002', n: 2, group: 2 }],
    ['a nested field', { 'o.a': true }, { _id: 'm0002', o: { a: 2 } }],
    ['all but a nested field', { 'o.a': 0, list: 0 }, { _id: 'm0002', n: 2, group: 2, o: { b: -2 } }],
    ['a field that is not there', { none: true }, { _id: 'm0002' }],
    ['the first of an array', { list: { $slice: 2 }, n: 1 }, { _id: 'm0002', n: 2, list: [1, 2] }],
    ['the last of an array', { list: { $slice: -1 }, n: 1 }, { _id: 'm0002', n: 2, list: [4] }],
    ['a stretch of an array', { list: { $slice: [1, 2] }, n: 1 }, { _id: 'm0002', n: 2, list: [2, 3] }],
    ['the element that matches', { list: { $elemMatch: { $gt: 2 } } }, { _id: 'm0002', list: [3] }],
  ]

  it.each(projections)('field(): %s', async (_name, field, shown) => {
    const many = rig.db.collection('many')
    expect(await rows(many.where({ n: 2 }).field(field as never))).toEqual([shown])
    expect(await rows(many.doc('m0002').field(field as never))).toEqual([shown])
  })

  it('field() does not mix', async () => {
    expect(await codeOf(rig.db.collection('many').field({ n: true, o: false } as never).get())).toBe('DATABASE_REQUEST_FAILED')
  })

  it('a document that is not there is an empty list', async () => {
    expect(await rows(rig.db.collection('many').doc('zzz'))).toEqual([])
  })
})

describe('count', () => {
  it('counts', async () => {
    expect(await rig.db.collection('many').count()).toMatchObject({ total: 1205 })
    expect(await rig.db.collection('many').where({ group: 2 }).count()).toMatchObject({ total: 401 })
    expect(await rig.db.collection('empty').count()).toMatchObject({ total: 0 })
  })
})

describe('set, update, remove', () => {
  it('set replaces, or makes', async () => {
    const doc = rig.db.collection('things').doc('set')
    expect(await doc.set({ a: 1, b: 2 })).toMatchObject({ updated: 0, upsertedId: 'set' })
    expect(await doc.set({ c: 3 })).toMatchObject({ updated: 1, upsertedId: null })
    expect(await rows(doc)).toEqual([{ _id: 'set', c: 3 }])
  })

  it('update of nothing says 0', async () => {
    expect(await rig.db.collection('things').doc('nobody').update({ a: 1 })).toMatchObject({ updated: 0 })
    expect(await rows(rig.db.collection('things').doc('nobody'))).toEqual([])
  })

  it('update that changes nothing says 0, as MongoDB counts what it modified', async () => {
    await rig.db.collection('things').add({ _id: 'same', a: 1 })
    expect(await rig.db.collection('things').doc('same').update({ a: 1 })).toMatchObject({ updated: 0 })
  })

  it('where().update changes all that match, or one with multiple: false', async () => {
    const things = rig.db.collection('things')
    await things.add([{ _id: 'u1', kind: 'u' }, { _id: 'u2', kind: 'u' }, { _id: 'u3', kind: 'u' }])
    expect(await things.where({ kind: 'u' }).update({ x: 1 })).toMatchObject({ updated: 3 })
    expect(await things.where({ kind: 'u' }).options({ multiple: false }).update({ x: 2 })).toMatchObject({ updated: 1 })
    expect(await things.where({ x: 2 }).count()).toMatchObject({ total: 1 })
    expect(await things.where({ kind: 'u' }).options({ multiple: false }).remove()).toMatchObject({ deleted: 1 })
    expect(await things.where({ kind: 'u' }).remove()).toMatchObject({ deleted: 2 })
  })

  it('a conditional update on an id applies only while the condition holds', async () => {
    const { db } = rig
    const stock = db.collection('things')
    await stock.add({ _id: 'stock', left: 5 })
    const take = (): Promise<unknown> => stock.where({ _id: 'stock', left: db.command.gte(1) }).update({ left: db.command.inc(-1) })
    const results = await Promise.all(Array.from({ length: 12 }, take)) as { updated: number }[]
    expect(results.filter(({ updated }) => updated === 1)).toHaveLength(5)
    expect(await rows(stock.doc('stock'))).toEqual([{ _id: 'stock', left: 0 }])
  })

  it('remove', async () => {
    const doc = rig.db.collection('things').doc('gone')
    await doc.set({ a: 1 })
    expect(await doc.remove()).toMatchObject({ deleted: 1 })
    expect(await doc.remove()).toMatchObject({ deleted: 0 })
  })

  it('remove without a condition is refused', async () => {
    expect(await codeOf(rig.db.collection('many').remove())).toBe('INVALID_PARAM')
    expect(await rig.db.collection('many').count()).toMatchObject({ total: 1205 })
  })

  it('updateAndReturn works inside a transaction', async () => {
    const { db } = rig
    await db.collection('things').add({ _id: 'ret', n: 1 })
    const transaction = await db.startTransaction()
    const inside = transaction.collection('things')
    expect(await inside.where({ _id: 'ret' }).updateAndReturn({ n: db.command.inc(4) })).toMatchObject({ updated: 1, doc: { _id: 'ret', n: 5 } })
    expect(await inside.where({ _id: 'none' }).updateAndReturn({ n: 1 })).toMatchObject({ updated: 0, doc: null })
    await transaction.commit()
    expect(await codeOf(db.collection('things').where({ _id: 'ret' }).updateAndReturn({ n: 1 }))).toBe('INVALID_PARAM')
  })
})
