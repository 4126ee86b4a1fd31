import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, type Db, type Rig, startRig } from './support'

type Aggregate = ReturnType<ReturnType<Db['collection']>['aggregate']>

let rig: Rig

beforeAll(async () => {
  rig = await startRig({ collections: ['empty'], indexes: [{ collection: 'skus', name: 'code', fields: [{ field: 'code', direction: 'asc' }] }] })
  await rig.db.createCollection('orders')
  await rig.db.collection('orders').add([
    { _id: 'o1', who: 'ann', fen: 100, items: ['a', 'b'], at: new Date('2026-03-01T16:30:00Z'), name: 'Ann Lee' },
    { _id: 'o2', who: 'bob', fen: 250, items: ['b'], at: new Date('2026-03-02T01:00:00Z'), name: 'Bob' },
    { _id: 'o3', who: 'ann', fen: 50, items: [], at: new Date('2026-03-02T20:00:00Z'), name: 'Ann Lee' },
    { _id: 'o4', who: 'cai', fen: 900, items: ['c', 'a'], at: new Date('2026-04-01T00:00:00Z'), name: '蔡' },
  ])
  await rig.db.collection('skus').add([{ _id: 's1', code: 'a', fen: 10, stock: 5 }, { _id: 's2', code: 'b', fen: 20, stock: 0 }, { _id: 's3', code: 'c', fen: 30, stock: 7 }])
})

afterAll(() => rig.stop())

async function run(build: (aggregate: Aggregate, db: Db) => Aggregate, collection = 'orders'): Promise<unknown[]> {
  const { data } = await build(rig.db.collection(collection).aggregate(), rig.db).end() as unknown as { data: unknown[] }
  return data
}

type Case = [name: string, build: (aggregate: Aggregate, db: Db) => Aggregate, result: unknown[]]

const stages: Case[] = [
  ['match', (a, db) => a.match({ fen: db.command.gte(200) }).project({ _id: 1 }), [{ _id: 'o2' }, { _id: 'o4' }]],
  ['match after another stage', (a, db) => a.addFields({ twice: db.command.aggregate.multiply(['$fen', 2]) }).match({ twice: 500 }).project({ _id: 1 }), [{ _id: 'o2' }]],
  ['project with an expression', (a, db) => a.match({ _id: 'o1' }).project({ _id: 0, yuan: db.command.aggregate.divide(['$fen', 100]), n: db.command.aggregate.size('$items') }), [{ yuan: 1, n: 2 }]],
  ['group and sort', (a, db) => a.group({ _id: '$who', sum: db.command.aggregate.sum('$fen'), n: db.command.aggregate.sum(1) }).sort({ _id: 1 }), [{ _id: 'ann', sum: 150, n: 2 }, { _id: 'bob', sum: 250, n: 1 }, { _id: 'cai', sum: 900, n: 1 }]],
  ['group of all', (a, db) => a.group({ _id: null, avg: db.command.aggregate.avg('$fen'), max: db.command.aggregate.max('$fen'), min: db.command.aggregate.min('$fen') }), [{ _id: null, avg: 325, max: 900, min: 50 }]],
  ['group with first, last, push and addToSet', (a, db) => a.sort({ fen: 1 }).group({ _id: null, first: db.command.aggregate.first('$_id'), last: db.command.aggregate.last('$_id'), all: db.command.aggregate.push('$fen') }), [{ _id: null, first: 'o3', last: 'o4', all: [50, 100, 250, 900] }]],
  ['sort, skip, limit', a => a.sort({ fen: -1 }).skip(1).limit(2).project({ _id: 1 }), [{ _id: 'o2' }, { _id: 'o1' }]],
  ['sort then limit', a => a.sort({ who: 1, fen: -1 }).limit(2).project({ _id: 1 }), [{ _id: 'o1' }, { _id: 'o3' }]],
  ['unwind', a => a.match({ who: 'ann' }).unwind('$items').project({ _id: 0, items: 1 }), [{ items: 'a' }, { items: 'b' }]],
  ['unwind keeping empty arrays', a => a.match({ who: 'ann' }).unwind({ path: '$items', preserveNullAndEmptyArrays: true, includeArrayIndex: 'at' }).project({ at: 1 }), [{ _id: 'o1', at: 0 }, { _id: 'o1', at: 1 }, { _id: 'o3', at: null }]],
  ['addFields', a => a.match({ _id: 'o2' }).addFields({ 'a.b': '$fen' }).project({ a: 1 }), [{ _id: 'o2', a: { b: 250 } }]],
  ['bucket', (a, db) => a.bucket({ groupBy: '$fen', boundaries: [0, 100, 500], default: 'more', output: { n: db.command.aggregate.sum(1) } }), [{ _id: 0, n: 1 }, { _id: 100, n: 2 }, { _id: 'more', n: 1 }]],
  ['bucketAuto', a => a.bucketAuto({ groupBy: '$fen', buckets: 2 }), [{ _id: { min: 50, max: 250 }, count: 2 }, { _id: { min: 250, max: 900 }, count: 2 }]],
  ['count', a => a.match({ who: 'ann' }).count('n'), [{ n: 2 }]],
  ['sortByCount', a => a.unwind('$items').sortByCount('$items').limit(1).project({ count: 1, _id: 0 }), [{ count: 2 }]],
  ['replaceRoot', a => a.match({ _id: 'o2' }).replaceRoot({ newRoot: { x: '$who' } }), [{ x: 'bob' }]],
  ['lookup by fields', a => a.match({ _id: 'o1' }).lookup({ from: 'skus', localField: 'items', foreignField: 'code', as: 'found' }).project({ 'found._id': 1 }), [{ _id: 'o1', found: [{ _id: 's1' }, { _id: 's2' }] }]],
  ['lookup of what is not there', a => a.match({ _id: 'o3' }).lookup({ from: 'nowhere', localField: 'who', foreignField: 'code', as: 'found' }).project({ found: 1 }), [{ _id: 'o3', found: [] }]],
  ['lookup by a pipeline', (a, db) => {
    const { aggregate: $, expr } = db.command
    const pipeline = $.pipeline().match(expr($.and([$.in(['$code', '$$codes']), $.gt(['$stock', 0])]))).project({ code: 1, _id: 0 }).done()
    return a.match({ _id: 'o1' }).lookup({ from: 'skus', let: { codes: '$items' }, pipeline, as: 'found' } as never).project({ found: 1 })
  }, [{ _id: 'o1', found: [{ code: 'a' }] }]],
  ['lookup by a pipeline with an equality', (a, db) => {
    const { aggregate: $, expr } = db.command
    const pipeline = $.pipeline().match(expr($.eq(['$code', '$$code']))).project({ fen: 1, _id: 0 }).done()
    return a.unwind('$items').lookup({ from: 'skus', let: { code: '$items' }, pipeline, as: 'sku' } as never).project({ sku: 1, items: 1 }).sort({ items: 1, _id: 1 })
  }, [
    { _id: 'o1', items: 'a', sku: [{ fen: 10 }] }, { _id: 'o4', items: 'a', sku: [{ fen: 10 }] }, { _id: 'o1', items: 'b', sku: [{ fen: 20 }] },
    { _id: 'o2', items: 'b', sku: [{ fen: 20 }] }, { _id: 'o4', items: 'c', sku: [{ fen: 30 }] },
  ]],
]

describe('aggregation stages', () => {
  it.each(stages)('%s', async (_name, build, result) => {
    expect(await run(build)).toEqual(result)
  })

  it('sample', async () => {
    expect(await run(a => a.sample({ size: 3 }))).toHaveLength(3)
  })

  it('facet, and other stages in the raw form', async () => {
    const pipeline = [{ $facet: { rich: [{ $match: { fen: { $gt: 200 } } }, { $count: 'n' }], cheap: [{ $sort: { fen: 1 } }, { $limit: 1 }, { $project: { _id: 1 } }] } }]
    const { data } = await rig.db.collection('orders').options({ raw: true }).aggregate(pipeline as never).end() as unknown as { data: unknown[] }
    expect(data).toEqual([{ rich: [{ n: 2 }], cheap: [{ _id: 'o3' }] }])
  })

  it('over nothing', async () => {
    expect(await run(a => a.match({}), 'empty')).toEqual([])
    expect(await run((a, db) => a.group({ _id: null, n: db.command.aggregate.sum(1) }), 'empty')).toEqual([])
  })

  it.each([
    ['an unknown stage', [{ $nonsense: {} }]],
    ['a stage that writes', [{ $out: 'x' }]],
    ['an unknown expression', [{ $project: { x: { $nonsense: 1 } } }]],
  ])('refuses %s', async (_name, pipeline) => {
    expect(await codeOf(rig.db.collection('orders').options({ raw: true }).aggregate(pipeline as never).end())).toBe('DATABASE_REQUEST_FAILED')
  })
})

type Expression = [name: string, build: ($: Db['command']['aggregate']) => unknown, value: unknown]

const expressions: Expression[] = [
  ['abs', $ => $.abs(-3), 3],
  ['add', $ => $.add(['$fen', 1, 2]), 103],
  ['add to a date', $ => $.add(['$at', 1000]), new Date('2026-03-01T16:30:01Z')],
  ['ceil', $ => $.ceil(1.2), 2],
  ['floor', $ => $.floor(1.8), 1],
  ['subtract', $ => $.subtract(['$fen', 30]), 70],
  ['multiply', $ => $.multiply(['$fen', 3]), 300],
  ['divide', $ => $.divide(['$fen', 8]), 12.5],
  ['mod', $ => $.mod(['$fen', 7]), 2],
  ['pow', $ => $.pow([2, 10]), 1024],
  ['sqrt', $ => $.sqrt(81), 9],
  ['trunc', $ => $.trunc(-1.7), -1],
  ['trunc of a list', $ => $.trunc([1.789, 2] as never), 1.78],
  ['gt across types', $ => $.gt(['a', 1]), true],
  ['eq of missing and null', $ => $.eq(['$none', null]), false],
  ['lt of missing and null', $ => $.lt(['$none', null]), true],
  ['year of nothing', $ => $.year('$none'), null],
  ['setUnion with nothing', $ => $.setUnion(['$items', '$none']), null],
  ['log10', $ => $.log10(1000), 3],
  ['arrayElemAt', $ => $.arrayElemAt(['$items', -1]), 'b'],
  ['concatArrays', $ => $.concatArrays(['$items', ['z']]), ['a', 'b', 'z']],
  ['filter', $ => $.filter({ input: '$items', as: 'i', cond: $.eq(['$$i', 'b']) }), ['b']],
  ['map', $ => $.map({ input: [1, 2], as: 'n', in: $.add(['$$n', 10]) }), [11, 12]],
  ['reduce', $ => $.reduce({ input: [1, 2, 3], initialValue: 0, in: $.add(['$$value', '$$this']) }), 6],
  ['in', $ => $.in(['a', '$items']), true],
  ['indexOfArray', $ => $.indexOfArray(['$items', 'b']), 1],
  ['isArray', $ => $.isArray('$items'), true],
  ['range', $ => $.range([0, 6, 2]), [0, 2, 4]],
  ['reverseArray', $ => $.reverseArray('$items'), ['b', 'a']],
  ['size', $ => $.size('$items'), 2],
  ['slice', $ => $.slice(['$items', 1]), ['a']],
  ['zip', $ => $.zip({ inputs: ['$items', [1, 2]] }), [['a', 1], ['b', 2]]],
  ['arrayToObject', $ => $.arrayToObject([[['k', 1]]] as never), { k: 1 }],
  ['objectToArray', $ => $.objectToArray({ k: '$fen' } as never), [{ k: 'k', v: 100 }]],
  ['mergeObjects', $ => $.mergeObjects([{ a: 1 }, { b: '$fen' }] as never), { a: 1, b: 100 }],
  ['and', $ => $.and([true, $.gt(['$fen', 1])]), true],
  ['or', $ => $.or([false, $.gt(['$fen', 1000])]), false],
  ['not', $ => $.not([$.gt(['$fen', 1])] as never), false],
  ['cmp', $ => $.cmp(['$fen', 200]), -1],
  ['neq', $ => $.neq(['$fen', 200]), true],
  ['cond', $ => $.cond({ if: $.gte(['$fen', 100]), then: 'big', else: 'small' }), 'big'],
  ['ifNull', $ => $.ifNull(['$none', 'x']), 'x'],
  ['switch', $ => $.switch({ branches: [{ case: $.gt(['$fen', 500]), then: 1 }], default: 2 }), 2],
  ['let', $ => $.let({ vars: { t: $.add(['$fen', 1]) }, in: $.multiply(['$$t', 2]) }), 202],
  ['literal', $ => $.literal('$fen'), '$fen'],
  ['year', $ => $.year('$at'), 2026],
  ['month', $ => $.month('$at'), 3],
  ['dayOfMonth', $ => $.dayOfMonth('$at'), 1],
  ['dayOfMonth in a zone', $ => $.dayOfMonth({ date: '$at', timezone: '+0800' } as never), 2],
  ['hour', $ => $.hour('$at'), 16],
  ['minute', $ => $.minute('$at'), 30],
  ['second', $ => $.second('$at'), 0],
  ['millisecond', $ => $.millisecond('$at'), 0],
  ['dayOfWeek', $ => $.dayOfWeek('$at'), 1],
  ['dayOfYear', $ => $.dayOfYear('$at'), 60],
  ['dateToString', $ => $.dateToString({ date: '$at', format: '%Y-%m-%d', timezone: 'Asia/Shanghai' }), '2026-03-02'],
  ['dateFromParts', $ => $.dateFromParts({ year: 2026, month: 2, day: 3 }), new Date('2026-02-03T00:00:00Z')],
  ['dateFromString', $ => $.dateFromString({ dateString: '2026-02-03T04:05:06Z' }), new Date('2026-02-03T04:05:06Z')],
  ['setUnion', $ => $.setUnion(['$items', ['b', 'c']]), ['a', 'b', 'c']],
  ['setIntersection', $ => $.setIntersection(['$items', ['b', 'c']]), ['b']],
  ['setDifference', $ => $.setDifference(['$items', ['b']]), ['a']],
  ['setEquals', $ => $.setEquals(['$items', ['b', 'a']]), true],
  ['setIsSubset', $ => $.setIsSubset([['a'], '$items']), true],
  ['allElementsTrue', $ => $.allElementsTrue([[true, 1]] as never), true],
  ['anyElementTrue', $ => $.anyElementTrue([[false, 0]] as never), false],
  ['concat', $ => $.concat(['$who', '-', '$name']), 'ann-Ann Lee'],
  ['split', $ => $.split(['$name', ' ']), ['Ann', 'Lee']],
  ['strLenCP', $ => $.strLenCP('樱桃'), 2],
  ['strLenBytes', $ => $.strLenBytes('樱桃'), 6],
  ['strcasecmp', $ => $.strcasecmp(['ANN', '$who']), 0],
  ['substr', $ => $.substr(['$name', 0, 3]), 'Ann'],
  ['substrCP', $ => $.substrCP(['樱桃汁', 1, 1]), '桃'],
  ['indexOfCP', $ => $.indexOfCP(['$name', 'L']), 4],
  ['toLower', $ => $.toLower('$name'), 'ann lee'],
  ['toUpper', $ => $.toUpper('$who'), 'ANN'],
]

describe('aggregation expressions', () => {
  it.each(expressions)('%s', async (_name, build, value) => {
    const [row] = await run((a, db) => a.match({ _id: 'o1' }).project({ _id: 0, value: build(db.command.aggregate) }))
    expect(row).toEqual({ value })
  })

  it('stdDevPop and stdDevSamp', async () => {
    const [row] = await run((a, db) => a.group({ _id: null, pop: db.command.aggregate.stdDevPop('$fen'), samp: db.command.aggregate.stdDevSamp('$fen') }))
    expect((row as { pop: number }).pop).toBeCloseTo(340.4, 0)
    expect((row as { samp: number }).samp).toBeCloseTo(393.1, 0)
  })

  it('groups by an ObjectId and by a date', async () => {
    const { db } = rig
    await db.createCollection('refs')
    const [x, y] = [db.ObjectId({ id: 'a'.repeat(24) }), db.ObjectId({ id: 'b'.repeat(24) })]
    await db.collection('refs').add([{ ref: x, at: new Date(1) }, { ref: y, at: new Date(1) }, { ref: x, at: new Date(2) }])
    const byRef = await run(a => a.sortByCount('$ref'), 'refs') as { _id: { toString(): string }; count: number }[]
    expect(byRef.map(({ _id, count }) => [_id.toString(), count])).toEqual([['a'.repeat(24), 2], ['b'.repeat(24), 1]])
    expect(await run(a => a.sortByCount('$at'), 'refs')).toEqual([{ _id: new Date(1), count: 2 }, { _id: new Date(2), count: 1 }])
  })
})
