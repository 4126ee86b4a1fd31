import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, type Db, type Rig, startRig } from './support'

type Fields = Record<string, unknown>

let rig: Rig
let serial = 0

beforeAll(async () => {
  rig = await startRig({ collections: ['things'] })
})

afterAll(() => rig.stop())

/** Stores `before`, applies the update through the SDK and returns what stands afterwards, without `_id`. */
async function after(before: Fields, update: Fields, raw = false): Promise<Fields> {
  const id = `t${serial++}`
  const things = rig.db.collection('things')
  await things.add({ _id: id, ...before })
  await things.doc(id).get()
  await (raw ? things.options({ raw: true }) : things).where({ _id: id }).update(update)
  const { data: [document] } = await things.doc(id).get() as { data: Fields[] }
  const { _id, ...rest } = document ?? {}
  expect(_id).toBe(id)
  return rest
}

type Case = [name: string, before: Fields, update: (_: Db['command'], db: Db) => Fields, after: Fields]

const cases: Case[] = [
  ['a plain value', { n: 1 }, () => ({ n: 2 }), { n: 2 }],
  ['a new field', { n: 1 }, () => ({ m: 'x' }), { n: 1, m: 'x' }],
  ['a nested object merges', { o: { p: 1, q: 2 } }, () => ({ o: { p: 5 } }), { o: { p: 5, q: 2 } }],
  ['set replaces a nested object', { o: { p: 1, q: 2 } }, _ => ({ o: _.set({ p: 5 }) }), { o: { p: 5 } }],
  ['a nested path creates the way', {}, () => ({ 'a.b.c': 1 }), { a: { b: { c: 1 } } }],
  ['a position in an array', { list: [1, 2, 3] }, () => ({ 'list.1': 9 }), { list: [1, 9, 3] }],
  ['a position beyond the end pads with null', { list: [1] }, () => ({ 'list.3': 9 }), { list: [1, null, null, 9] }],
  ['a field of an element', { list: [{ a: 1 }, { a: 2 }] }, () => ({ 'list.1.a': 7 }), { list: [{ a: 1 }, { a: 7 }] }],
  ['an array replaces an array', { list: [1, 2] }, () => ({ list: [3] }), { list: [3] }],
  ['null is a value', { n: 1 }, () => ({ n: null }), { n: null }],
  ['a date', {}, () => ({ at: new Date(77) }), { at: new Date(77) }],
  ['serverDate', {}, (_, db) => ({ at: db.serverDate({ offset: -1000 }) }), { at: new Date(Date.UTC(2026, 0, 1) - 1000) }],
  ['serverDate inside an array', {}, (_, db) => ({ list: [{ at: db.serverDate() }] }), { list: [{ at: new Date(Date.UTC(2026, 0, 1)) }] }],
  ['inc', { n: 1 }, _ => ({ n: _.inc(4) }), { n: 5 }],
  ['inc by a fraction', { n: 1 }, _ => ({ n: _.inc(0.5) }), { n: 1.5 }],
  ['inc downwards', { n: 1 }, _ => ({ n: _.inc(-3) }), { n: -2 }],
  ['inc of nothing sets', {}, _ => ({ 'a.n': _.inc(3) }), { a: { n: 3 } }],
  ['inc beyond 32 bits', { n: 2147483647 }, _ => ({ n: _.inc(1) }), { n: 2147483648 }],
  ['mul', { n: 6 }, _ => ({ n: _.mul(7) }), { n: 42 }],
  ['mul of nothing is zero', {}, _ => ({ n: _.mul(7) }), { n: 0 }],
  ['min takes the lesser', { n: 5 }, _ => ({ n: _.min(3) }), { n: 3 }],
  ['min keeps the lesser', { n: 5 }, _ => ({ n: _.min(8) }), { n: 5 }],
  ['min of nothing sets', {}, _ => ({ n: _.min(8) }), { n: 8 }],
  ['max takes the greater', { n: 5 }, _ => ({ n: _.max(8) }), { n: 8 }],
  ['max keeps the greater', { n: 5 }, _ => ({ n: _.max(3) }), { n: 5 }],
  ['max of a date', { at: new Date(5) }, _ => ({ at: _.max(new Date(9)) }), { at: new Date(9) }],
  ['max across types goes by type', { n: 5 }, _ => ({ n: _.max('a') }), { n: 'a' }],
  ['remove', { n: 1, m: 2 }, _ => ({ n: _.remove() }), { m: 2 }],
  ['remove of a nested field', { o: { p: 1, q: 2 } }, _ => ({ 'o.p': _.remove() }), { o: { q: 2 } }],
  ['remove of an element leaves null', { list: [1, 2, 3] }, _ => ({ 'list.1': _.remove() }), { list: [1, null, 3] }],
  ['rename', { n: 1 }, _ => ({ n: _.rename('m') }), { m: 1 }],
  ['rename into a nested path', { n: 1 }, _ => ({ n: _.rename('o.m') }), { o: { m: 1 } }],
  ['rename of nothing', { x: 1 }, _ => ({ n: _.rename('m') }), { x: 1 }],
  ['push', { list: [1] }, _ => ({ list: _.push(2) }), { list: [1, 2] }],
  ['push several', { list: [1] }, _ => ({ list: _.push([2, 3]) }), { list: [1, 2, 3] }],
  ['push of nothing makes an array', {}, _ => ({ list: _.push(['a']) }), { list: ['a'] }],
  ['push of documents', { list: [] }, _ => ({ list: _.push({ a: 1 }) }), { list: [{ a: 1 }] }],
  ['push each at a position', { list: [1, 4] }, _ => ({ list: _.push({ each: [2, 3], position: 1 }) }), { list: [1, 2, 3, 4] }],
  ['push at a position from the end', { list: [1, 4] }, _ => ({ list: _.push({ each: [3], position: -1 }) }), { list: [1, 3, 4] }],
  ['push and sort', { list: [5, 1] }, _ => ({ list: _.push({ each: [3], sort: 1 }) }), { list: [1, 3, 5] }],
  ['push and sort by a field', { list: [{ n: 1 }] }, _ => ({ list: _.push({ each: [{ n: 9 }, { n: 5 }], sort: { n: -1 } }) }), { list: [{ n: 9 }, { n: 5 }, { n: 1 }] }],
  ['push and keep the first', { list: [1, 2] }, _ => ({ list: _.push({ each: [3, 4], slice: 3 }) }), { list: [1, 2, 3] }],
  ['push and keep the last', { list: [1, 2] }, _ => ({ list: _.push({ each: [3, 4], slice: -2 }) }), { list: [3, 4] }],
  ['push, sort and slice together', { list: [4] }, _ => ({ list: _.push({ each: [9, 7, 1], sort: -1, slice: 2 }) }), { list: [9, 7] }],
  ['pop', { list: [1, 2, 3] }, _ => ({ list: _.pop() }), { list: [1, 2] }],
  ['pop of an empty array', { list: [] }, _ => ({ list: _.pop() }), { list: [] }],
  ['shift', { list: [1, 2, 3] }, _ => ({ list: _.shift() }), { list: [2, 3] }],
  ['unshift', { list: [3] }, _ => ({ list: _.unshift([1, 2]) }), { list: [1, 2, 3] }],
  ['pull of a value', { list: [1, 2, 1] }, _ => ({ list: _.pull(1) }), { list: [2] }],
  ['pull by a command', { list: [1, 5, 9] }, _ => ({ list: _.pull(_.gte(5)) }), { list: [1] }],
  ['pull in a list', { list: ['a', 'b', 'c'] }, _ => ({ list: _.pull(_.in(['a', 'c'])) }), { list: ['b'] }],
  ['pull of documents that match', { list: [{ k: 1, v: 2 }, { k: 2 }] }, _ => ({ list: _.pull({ k: 1 }) }), { list: [{ k: 2 }] }],
  ['pull of documents by a command', { list: [{ k: 1 }, { k: 5 }] }, _ => ({ list: _.pull({ k: _.gt(3) }) }), { list: [{ k: 1 }] }],
  ['pull of nothing', { x: 1 }, _ => ({ list: _.pull(1) }), { x: 1 }],
  ['pullAll', { list: [1, 2, 3, 1] }, _ => ({ list: _.pullAll([1, 3]) }), { list: [2] }],
  ['addToSet of something new', { list: [1] }, _ => ({ list: _.addToSet(2) }), { list: [1, 2] }],
  ['addToSet of something there', { list: [1, { a: 1 }] }, _ => ({ list: _.addToSet({ a: 1 }) }), { list: [1, { a: 1 }] }],
  ['addToSet each', { list: [1] }, _ => ({ list: _.addToSet({ $each: [1, 2, 2] }) }), { list: [1, 2] }],
  ['addToSet of nothing makes an array', {}, _ => ({ list: _.addToSet('x') }), { list: ['x'] }],
  ['bit', { n: 13 }, _ => ({ n: (_ as unknown as { bit(v: unknown): unknown }).bit({ and: 10 }) }), { n: 8 }],
  ['several commands at once', { n: 1, list: [1] }, _ => ({ n: _.inc(1), list: _.push(2), s: 'x' }), { n: 2, list: [1, 2], s: 'x' }],
]

describe('update commands', () => {
  it.each(cases)('%s', async (_name, before, update, expected) => {
    expect(await after(before, update(rig.db.command, rig.db))).toEqual(expected)
  })

  it('raw updates pass as they are', async () => {
    expect(await after({ n: 1, list: [1, 2, 3] }, { $inc: { n: 1 }, $set: { 'list.$[]': 0 } }, true)).toEqual({ n: 2, list: [0, 0, 0] })
    expect(await after({ n: 1 }, { $currentDate: { at: true } }, true)).toEqual({ n: 1, at: new Date(rig.now) })
  })
})

describe('the element the query met', () => {
  async function positional(before: Fields, query: Fields, update: Fields): Promise<unknown> {
    const id = `p${serial++}`
    const things = rig.db.collection('things')
    await things.add({ _id: id, ...before })
    await things.where({ _id: id, ...query }).update(update)
    return (await things.doc(id).get() as { data: Fields[] }).data[0]?.list
  }

  it('a value', async () => {
    expect(await positional({ list: [1, 5, 9] }, { list: 5 }, { 'list.$': 6 })).toEqual([1, 6, 9])
  })

  it('a field of an element', async () => {
    expect(await positional({ list: [{ k: 1, v: 0 }, { k: 2, v: 0 }] }, { 'list.k': 2 }, { 'list.$.v': 8 })).toEqual([{ k: 1, v: 0 }, { k: 2, v: 8 }])
  })

  it('elemMatch', async () => {
    const list = [{ k: 1, v: 1 }, { k: 1, v: 5 }]
    const _ = rig.db.command
    expect(await positional({ list }, { list: _.elemMatch({ k: 1, v: _.gt(3) }) }, { 'list.$.v': _.inc(1) })).toEqual([{ k: 1, v: 1 }, { k: 1, v: 6 }])
  })
})

describe('updates that are refused leave the document alone', () => {
  const refused: [name: string, before: Fields, update: (_: Db['command']) => Fields][] = [
    ['inc of a text', { n: 'x' }, _ => ({ n: _.inc(1) })],
    ['inc of null', { n: null }, _ => ({ n: _.inc(1) })],
    ['inc by a text', { n: 1 }, _ => ({ n: _.inc('x' as never) })],
    ['mul of a text', { n: 'x' }, _ => ({ n: _.mul(2) })],
    ['push to what is no array', { list: 1 }, _ => ({ list: _.push(2) })],
    ['pop from what is no array', { list: 'x' }, _ => ({ list: _.pop() })],
    ['pull from what is no array', { list: {} }, _ => ({ list: _.pull(1) })],
    ['addToSet to what is no array', { list: 3 }, _ => ({ list: _.addToSet(1) })],
    ['a path through a value', { n: 1 }, () => ({ 'n.m': 1 })],
    ['a path through null', { n: null }, () => ({ 'n.m': 1 })],
    ['a named field in an array', { list: [1] }, () => ({ 'list.x': 1 })],
    ['two commands on one field', { n: 1, o: {} }, _ => ({ n: _.inc(1), 'n.x': 1 })],
    ['an empty part of a path', {}, () => ({ 'a..b': 1 })],
    ['no match for the position', { list: [1] }, () => ({ 'list.$': 1 })],
    ['rename onto itself', { n: 1 }, _ => ({ n: _.rename('n') })],
  ]

  it.each(refused)('%s', async (_name, before, update) => {
    const id = `r${serial++}`
    const things = rig.db.collection('things')
    await things.add({ _id: id, ...before })
    const fields = update(rig.db.command)
    expect(await codeOf(things.doc(id).update(fields))).toBe('DATABASE_REQUEST_FAILED')
    expect(await codeOf(things.where({ _id: id }).update(fields))).toBe('DATABASE_REQUEST_FAILED')
    expect((await things.doc(id).get() as { data: Fields[] }).data).toEqual([{ _id: id, ...before }])
  })

  it('an update of nothing', async () => {
    expect(await codeOf(rig.db.collection('things').doc('x').update({}))).toBe('INVALID_PARAM')
    expect(await codeOf(rig.db.collection('things').where({ _id: 'x' }).update({ o: {} }))).toBe('INVALID_PARAM')
  })

  it('the _id', async () => {
    expect(await codeOf(rig.db.collection('things').doc('x').update({ _id: 'y' }))).toBe('INVALID_PARAM')
    const raw = rig.db.collection('things').options({ raw: true })
    await raw.add({ _id: 'fixed' })
    expect(await codeOf(raw.where({ _id: 'fixed' }).update({ $set: { _id: 'other' } }))).toBe('DATABASE_REQUEST_FAILED')
    expect(await codeOf(raw.where({ _id: 'fixed' }).update({ $unset: { _id: '' } }))).toBe('DATABASE_REQUEST_FAILED')
  })
})
