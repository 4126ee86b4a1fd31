import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, type Db, type Rig, startRig } from './support'

type Condition = Record<string, unknown>

let rig: Rig

const documents: Record<string, unknown>[] = [
  { _id: 'a', n: 1, s: 'apple', tags: ['red', 'round'], at: new Date(1000), o: { p: 1, q: { r: 5 } }, ok: true },
  { _id: 'b', n: 2, s: 'banana', tags: ['yellow'], at: new Date(2000), o: { p: 2 }, ok: false },
  { _id: 'c', n: 3.5, s: 'Cherry', tags: [], at: new Date(3000), o: {}, none: null },
  { _id: 'd', n: '3', s: '樱桃', tags: 'red', items: [{ sku: 'x', n: 1 }, { sku: 'y', n: 5 }] },
  { _id: 'e', n: [1, 10], items: [{ sku: 'x', n: 5 }, { sku: 'z', n: 1 }], grid: [[1, 2], [3]] },
  { _id: 'f', n: -4, items: [{ sku: 'w' }, 7], deep: [{ list: [{ v: 1 }, { v: 2 }] }, { list: [{ v: 3 }] }] },
]

beforeAll(async () => {
  rig = await startRig({ collections: ['fruit', 'empty'] })
  await rig.db.collection('fruit').add(documents)
})

afterAll(() => rig.stop())

async function idsOf(condition: Condition): Promise<string> {
  const { data } = await rig.db.collection('fruit').where(condition).get() as { data: { _id: string }[] }
  return data.map(({ _id }) => _id).join('')
}

/** The SDK declares `mod` without its arguments. */
function mod(_: Db['command'], ...divisorAndRemainder: unknown[]): unknown {
  return (_.mod as (...args: unknown[]) => unknown)(...divisorAndRemainder)
}

type Case = [name: string, condition: (_: Db['command'], db: Db) => Condition, ids: string]

const cases: Case[] = [
  ['a plain value', () => ({ n: 1 }), 'ae'],
  ['eq', _ => ({ n: _.eq(1) }), 'ae'],
  ['eq with a nested document, all of it', _ => ({ o: _.eq({ p: 2 }) }), 'b'],
  ['eq with an array, all of it', _ => ({ tags: _.eq(['red', 'round']) }), 'a'],
  ['eq with an array in another order', _ => ({ tags: _.eq(['round', 'red']) }), ''],
  ['eq with an inner array', _ => ({ grid: _.eq([3]) }), 'e'],
  ['a value meets an element of an array', () => ({ tags: 'red' }), 'ad'],
  ['an empty array equals only itself', _ => ({ tags: _.eq([]) }), 'c'],
  ['null meets null and missing', () => ({ none: null }), 'abcdef'],
  ['null does not meet what is there', () => ({ ok: null }), 'cdef'],
  ['neq takes missing too', _ => ({ ok: _.neq(true) }), 'bcdef'],
  ['neq on an array needs every element to differ', _ => ({ n: _.neq(1) }), 'bcdf'],
  ['neq null', _ => ({ o: _.neq(null) }), 'abc'],
  ['gt', _ => ({ n: _.gt(2) }), 'ce'],
  ['gte', _ => ({ n: _.gte(2) }), 'bce'],
  ['lt', _ => ({ n: _.lt(1) }), 'f'],
  ['lte', _ => ({ n: _.lte(1) }), 'aef'],
  ['gt of a text meets no number', _ => ({ n: _.gt('1') }), 'd'],
  ['gt of a date', _ => ({ at: _.gt(new Date(1000)) }), 'bc'],
  ['an equal date', () => ({ at: new Date(2000) }), 'b'],
  ['false below true', _ => ({ ok: _.lt(true) }), 'b'],
  ['a range', _ => ({ n: _.gt(1).lt(3) }), 'be'],
  ['a range by and()', _ => ({ n: _.and(_.gt(1), _.lt(3)) }), 'be'],
  ['texts by code point', _ => ({ s: _.gte('b') }), 'bd'],
  ['in', _ => ({ s: _.in(['apple', 'Cherry']) }), 'ac'],
  ['in with null', _ => ({ s: _.in([null]) }), 'ef'],
  ['in of nothing', _ => ({ s: _.in([]) }), ''],
  ['in on an array', _ => ({ tags: _.in(['yellow', 'round']) }), 'ab'],
  ['nin', _ => ({ s: _.nin(['apple', 'banana']) }), 'cdef'],
  ['nin on an array', _ => ({ n: _.nin([10, 2]) }), 'acdf'],
  ['and of objects', _ => _.and([{ n: _.gte(1) }, { tags: 'red' }]) as unknown as Condition, 'a'],
  ['or of objects', _ => _.or([{ n: 2 }, { s: '樱桃' }]) as unknown as Condition, 'bd'],
  ['or on a field', _ => ({ n: _.or(_.eq(2), _.lt(0)) }), 'bf'],
  ['or by chain', _ => ({ n: _.eq(2).or(_.lt(0)) }), 'bf'],
  ['nor', _ => _.nor([{ n: _.gt(1) }, { tags: 'red' }]) as unknown as Condition, 'f'],
  ['not', _ => ({ n: _.not(_.gt(1)) }), 'adf'],
  ['not of a range negates the whole', _ => ({ n: { $not: { $gt: 0, $lt: 2 } } }), 'bcdf'],
  ['not of a regular expression', _ => ({ s: _.not(/an/ as never) }), 'acdef'],
  ['exists', _ => ({ none: _.exists(true) }), 'c'],
  ['exists not', _ => ({ o: _.exists(false) }), 'def'],
  ['exists of a nested field', _ => ({ 'o.q.r': _.exists(true) }), 'a'],
  ['exists not across an array without documents', _ => ({ 'tags.x': _.exists(false) }), 'abcdef'],
  ['mod', _ => ({ n: mod(_, 2, 1) }), 'ace'],
  ['mod of a negative number', _ => ({ n: mod(_, 4, 0) }), 'f'],
  ['mod in a list', _ => ({ n: mod(_, [2, 0]) }), 'bef'],
  ['all', _ => ({ tags: _.all(['round', 'red']) }), 'a'],
  ['all of one meets a plain value too', _ => ({ tags: _.all(['red']) }), 'ad'],
  ['all of nothing', _ => ({ tags: _.all([]) }), ''],
  ['all with elemMatch', _ => ({ items: _.all([_.elemMatch({ sku: 'x' }), _.elemMatch({ sku: 'z' })]) }), 'e'],
  ['elemMatch needs one element for all', _ => ({ items: _.elemMatch({ sku: 'x', n: _.gt(2) }) }), 'e'],
  ['without elemMatch two elements may share', _ => ({ 'items.sku': 'x', 'items.n': _.gt(2) }), 'de'],
  ['elemMatch with a command', _ => ({ n: _.elemMatch(_.gt(5) as never) }), 'e'],
  ['elemMatch with a plain operator object', () => ({ n: { $elemMatch: { $gt: 5, $lt: 20 } } }), 'e'],
  ['size', _ => ({ tags: _.size(2) }), 'a'],
  ['size 0', _ => ({ tags: _.size(0) }), 'c'],
  ['a nested path', () => ({ 'o.p': 2 }), 'b'],
  ['a nested object is a path', () => ({ o: { q: { r: 5 } } }), 'a'],
  ['a nested object keeps commands', _ => ({ o: { p: _.gte(2) } }), 'b'],
  ['a path through an array', () => ({ 'items.sku': 'z' }), 'e'],
  ['a position in an array', () => ({ 'items.0.sku': 'x' }), 'de'],
  ['a position that holds a value', () => ({ 'n.1': 10 }), 'e'],
  ['a position beyond the end', () => ({ 'n.7': 10 }), ''],
  ['two arrays deep', () => ({ 'deep.list.v': 3 }), 'f'],
  ['a missing field inside an array counts as null', () => ({ 'items.n': null }), 'abcf'],
  ['a regular expression', () => ({ s: /an/ }), 'b'],
  ['a regular expression ignoring case', () => ({ s: /^c/i }), 'c'],
  ['a regular expression on an array', () => ({ tags: /^r/ }), 'ad'],
  ['db.RegExp', (_, db) => ({ s: db.RegExp({ regexp: 'CHERRY', options: 'i' }) }), 'c'],
  ['in with a regular expression', () => ({ s: { $in: [{ $regularExpression: { pattern: '^a', options: '' } }, '樱桃'] } }), 'ad'],
  ['$regex and $options', () => ({ s: { $regex: 'APP', $options: 'i' } }), 'a'],
  ['$type', () => ({ n: { $type: 'string' } }), 'd'],
  ['$type in a list', () => ({ tags: { $type: ['array', 'string'] } }), 'abcd'],
  ['_id in a list', _ => ({ _id: _.in(['f', 'a', 'zz']) }), 'af'],
  ['_id above', _ => ({ _id: _.gt('d') }), 'ef'],
  ['everything', () => ({}), 'abcdef'],
  ['undefined is left out', () => ({ n: 2, s: undefined }), 'b'],
  ['expr', _ => _.expr(_.aggregate.gt(['$o.p', '$n'])) as unknown as Condition, ''],
  ['expr on two fields', _ => _.expr(_.aggregate.eq(['$o.p', '$n'])) as unknown as Condition, 'ab'],
]

describe('query commands', () => {
  it.each(cases)('%s', async (_name, condition, ids) => {
    expect(await idsOf(condition(rig.db.command, rig.db))).toBe(ids)
  })

  it.each(cases)('count agrees: %s', async (_name, condition, ids) => {
    const { total } = await rig.db.collection('fruit').where(condition(rig.db.command, rig.db)).count() as { total: number }
    expect(total).toBe(ids.length)
  })
})

describe('queries that are refused', () => {
  const refused: [name: string, condition: Condition, code: string][] = [
    ['an unknown operator', { n: { $near1: 1 } }, 'DATABASE_REQUEST_FAILED'],
    ['an unknown operator at the top', { $foo: [] }, 'DATABASE_REQUEST_FAILED'],
    ['$where', { $where: 'true' }, 'DATABASE_REQUEST_FAILED'],
    ['$in without a list', { n: { $in: 3 } }, 'DATABASE_REQUEST_FAILED'],
    ['$or of nothing', { $or: [] }, 'DATABASE_REQUEST_FAILED'],
    ['$size below zero', { n: { $size: -1 } }, 'DATABASE_REQUEST_FAILED'],
    ['$mod by zero', { n: { $mod: [0, 1] } }, 'DATABASE_REQUEST_FAILED'],
    ['$not of a value', { n: { $not: 3 } }, 'DATABASE_REQUEST_FAILED'],
    ['$gt of a regular expression', { s: { $gt: { $regularExpression: { pattern: 'a', options: '' } } } }, 'DATABASE_REQUEST_FAILED'],
    ['an invalid regular expression', { s: { $regex: '(' } }, 'DATABASE_REQUEST_FAILED'],
    ['$options alone', { s: { $options: 'i' } }, 'DATABASE_REQUEST_FAILED'],
  ]

  it.each(refused)('%s', async (_name, condition, code) => {
    for (const collection of ['fruit', 'empty']) expect(await codeOf(rig.db.collection(collection).where(condition).get())).toBe(code)
  })
})
