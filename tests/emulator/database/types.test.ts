import { createRequire } from 'node:module'
import { EJSON } from 'bson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../../emulator/cloudbase/database/index'
import { type Rig, startRig } from './support'

let rig: Rig
let database: Database

beforeAll(async () => {
  rig = await startRig({ collections: ['types'] })
  database = rig.database
})

afterAll(() => rig.stop())

let serial = 0

async function insert(value: string): Promise<string> {
  const id = `v${serial++}`
  const reply = await database.handle({ action: 'database.insertDocument', collectionName: 'types', data: [`{"_id":"${id}","v":${value}}`] })
  expect(reply.code).toBeUndefined()
  return id
}

async function read(id: string): Promise<string> {
  const reply = await database.handle({ action: 'database.getDocument', collectionName: 'types', queryType: 'DOC', query: `{"_id":"${id}"}` })
  return (reply.data as { list: string[] }).list[0] ?? ''
}

const kept = [
  '{"$numberInt":"5"}', '{"$numberInt":"-2147483648"}', '{"$numberLong":"5"}', '{"$numberLong":"9007199254740993"}', '{"$numberLong":"-9223372036854775808"}',
  '{"$numberLong":"4294967296"}', '{"$numberDouble":"5.0"}', '{"$numberDouble":"-0.0"}', '{"$numberDouble":"1.5"}', '{"$numberDouble":"Infinity"}',
  '{"$numberDouble":"NaN"}', '{"$numberDecimal":"12.340"}', '{"$date":{"$numberLong":"-1"}}', '{"$oid":"0123456789abcdef01234567"}',
  '{"$regularExpression":{"pattern":"^a","options":"i"}}', '{"$binary":{"base64":"AQID","subType":"00"}}', '{"$timestamp":{"t":1,"i":2}}',
  '{"$minKey":1}', '{"$maxKey":1}', 'null', 'true', '"text with \\"quotes\\" and 樱桃"', '[]', '{}', '{"type":"Point","coordinates":[{"$numberInt":"1"},{"$numberDouble":"2.5"}]}',
]

describe('Extended JSON', () => {
  it.each(kept)('keeps %s as it was sent, alone and nested', async (value) => {
    expect(await read(await insert(value))).toContain(`"v":${value}}`)
    expect(await read(await insert(`[{"x":${value}}]`))).toContain(`"v":[{"x":${value}}]}`)
  })

  it.each(kept)('a read answers what the bson package reads: %s', async (value) => {
    const text = await read(await insert(value))
    expect(EJSON.stringify(EJSON.parse(text, { relaxed: false }), { relaxed: false })).toBe(text)
  })

  const sums: [by: string, from: string, result: string][] = [
    ['{"$numberInt":"1"}', '{"$numberInt":"1"}', '{"$numberInt":"2"}'],
    ['{"$numberInt":"1"}', '{"$numberInt":"2147483647"}', '{"$numberLong":"2147483648"}'],
    ['{"$numberInt":"1"}', '{"$numberLong":"1"}', '{"$numberLong":"2"}'],
    ['{"$numberInt":"1"}', '{"$numberLong":"9007199254740993"}', '{"$numberLong":"9007199254740994"}'],
    ['{"$numberDouble":"0.5"}', '{"$numberDouble":"1.5"}', '{"$numberDouble":"2.0"}'],
    ['{"$numberDouble":"1.0"}', '{"$numberInt":"1"}', '{"$numberDouble":"2.0"}'],
    ['{"$numberDecimal":"0.1"}', '{"$numberDecimal":"0.2"}', '{"$numberDecimal":"0.3"}'],
    ['{"$numberInt":"-1"}', '{"$numberDecimal":"12.340"}', '{"$numberDecimal":"11.340"}'],
    ['{"$numberDouble":"0.1"}', '{"$numberDecimal":"0.20"}', '{"$numberDecimal":"0.30"}'],
    ['{"$numberDecimal":"0.5"}', '{"$numberLong":"9007199254740993"}', '{"$numberDecimal":"9007199254740993.5"}'],
    ['{"$numberDecimal":"1"}', '{"$numberDecimal":"9999999999999999999999999999999999"}', '{"$numberDecimal":"1.000000000000000000000000000000000E+34"}'],
    ['{"$numberDecimal":"1E-6000"}', '{"$numberDecimal":"5"}', '{"$numberDecimal":"5"}'],
    ['{"$numberInt":"1"}', '{"$numberDecimal":"Infinity"}', '{"$numberDecimal":"Infinity"}'],
  ]

  it.each(sums)('inc by %s of %s', async (by, from, result) => {
    const id = await insert(from)
    await database.handle({ action: 'database.modifyDocument', collectionName: 'types', merge: true, multi: false, query: `{"_id":"${id}"}`, data: `{"$inc":{"v":${by}}}` })
    expect(await read(id)).toContain(`"v":${result}}`)
  })

  const products: [by: string, from: string, result: string][] = [
    ['{"$numberDecimal":"1.1"}', '{"$numberDecimal":"1.1"}', '{"$numberDecimal":"1.21"}'],
    ['{"$numberDouble":"0.25"}', '{"$numberDecimal":"-10.0"}', '{"$numberDecimal":"-2.500"}'],
    ['{"$numberDecimal":"3"}', '{"$numberDecimal":"0.3333333333333333333333333333333333"}', '{"$numberDecimal":"0.9999999999999999999999999999999999"}'],
  ]

  it.each(products)('mul by %s of %s', async (by, from, result) => {
    const id = await insert(from)
    await database.handle({ action: 'database.modifyDocument', collectionName: 'types', merge: true, multi: false, query: `{"_id":"${id}"}`, data: `{"$mul":{"v":${by}}}` })
    expect(await read(id)).toContain(`"v":${result}}`)
  })

  it('refuses a product beyond what a Decimal128 holds', async () => {
    const id = await insert('{"$numberDecimal":"9E+6144"}')
    const reply = await database.handle({ action: 'database.modifyDocument', collectionName: 'types', merge: true, query: `{"_id":"${id}"}`, data: '{"$mul":{"v":{"$numberInt":"10"}}}' })
    expect(reply.code).toBe('DATABASE_REQUEST_FAILED')
  })

  it('refuses an inc beyond 64 bits', async () => {
    const id = await insert('{"$numberLong":"9223372036854775807"}')
    const reply = await database.handle({ action: 'database.modifyDocument', collectionName: 'types', merge: true, query: `{"_id":"${id}"}`, data: '{"$inc":{"v":{"$numberInt":"1"}}}' })
    expect(reply.code).toBe('DATABASE_REQUEST_FAILED')
  })

  it('a number meets its equal of another class', async () => {
    const id = await insert('{"$numberLong":"77001"}')
    for (const same of ['{"$numberInt":"77001"}', '{"$numberDouble":"77001.0"}', '{"$numberDecimal":"77001"}']) {
      const reply = await database.handle({ action: 'database.calculateDocument', collectionName: 'types', query: `{"_id":"${id}","v":${same}}` })
      expect(reply.data).toEqual({ total: 1 })
    }
  })
})

describe('values through the SDK', () => {
  it('an ObjectId as _id and as a value', async () => {
    const { db } = rig
    const id = db.ObjectId({ id: 'abcdefabcdefabcdefabcdef' })
    await db.collection('types').add({ _id: id, ref: id })
    const { data } = await db.collection('types').aggregate().match({ ref: id }).end() as unknown as { data: { _id: { toString(): string } }[] }
    expect(data.map(({ _id }) => _id.toString())).toEqual(['abcdefabcdefabcdefabcdef'])
    expect(await db.collection('types').where({ _id: id }).count()).toMatchObject({ total: 1 })
  })

  it('geo values come back as geo values', async () => {
    const { db } = rig
    const point = new db.Geo.Point(113.5, 22.25)
    await db.collection('types').add({ _id: 'geo', point })
    const { data: [document] } = await db.collection('types').doc('geo').get() as { data: { point: { longitude: number; latitude: number } }[] }
    expect(document?.point).toMatchObject({ longitude: 113.5, latitude: 22.25 })
  })

  it('a regular expression is a value too', async () => {
    const { db } = rig
    await db.collection('types').add({ _id: 'regex', r: /^ab+c/i })
    expect(await db.collection('types').where({ _id: 'regex', r: /^ab+c/i }).count()).toMatchObject({ total: 1 })
  })

  it('serverDate in a query is the server time', async () => {
    const { db } = rig
    await db.collection('types').add({ _id: 'due', due: db.serverDate({ offset: 5000 }) })
    const due = (): Promise<unknown> => db.collection('types').where({ _id: 'due', due: db.command.lte(db.serverDate()) }).count()
    expect(await due()).toMatchObject({ total: 0 })
    rig.now += 5000
    expect(await due()).toMatchObject({ total: 1 })
  })

  it('decimals, which the SDK sends in the raw form, compare to the last digit', async () => {
    const { Decimal128: Sent } = createRequire(createRequire(import.meta.url).resolve('@cloudbase/database'))('bson') as typeof import('bson')
    const things = rig.db.collection('types').options({ raw: true })
    for (const [_id, price] of [['tenth', '0.1'], ['more', '0.1000000000000000000000000000000001']] as const) {
      await things.add({ _id, price: 0 })
      await things.where({ _id }).update({ $set: { price: Sent.fromString(price) } })
    }
    const ids = async (condition: object): Promise<unknown[]> => {
      const { data } = await things.where({ price: condition }).orderBy('price', 'asc').get() as { data: { _id: string }[] }
      return data.map(({ _id }) => _id)
    }
    expect(await ids({ $lte: Sent.fromString('0.10') })).toEqual(['tenth'])
    expect(await ids({ $gt: Sent.fromString('0.1'), $lt: 1 })).toEqual(['more'])
    expect(await ids({ $gte: Sent.fromString('0.1'), $lt: 1 })).toEqual(['tenth', 'more'])
    // As in MongoDB, the double 0.1 is a little more than a tenth.
    expect(await ids({ $lt: 0.1, $gt: 0 })).toEqual(['tenth', 'more'])
    expect(await ids({ $eq: 0.1 })).toEqual([])
  })
})
