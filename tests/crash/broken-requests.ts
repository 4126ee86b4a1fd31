import { COLLECTION, goodId } from '../bench/goods'

type Pick = <T>(items: readonly T[]) => T
type Fields = Record<string, unknown>

/** What goes over the socket. `cut` breaks the connection off in the middle of the body. */
export interface BrokenRequest {
  method: string
  headers: Record<string, string>
  body: string
  cut: boolean
}

/** Texts where a query, a change or a document in Extended JSON belongs: none of them is one. */
const BROKEN_TEXT: readonly string[] = [
  '', '{', '[', 'null', '1', '""', '[{}]', '{"a":}', '{"_id":1}}', '{"$numberInt":"x"}', '{"a":{"$numberInt":"99999999999"}}', '{"a":{"$date":{}}}', '{"a":{"$oid":"12"}}',
  '{"a":{"$numberDouble":"zwei"}}', '{"a":{"$numberLong":"1.5"}}', '{"a":{"$regularExpression":{"pattern":7}}}', '{"a":{"$tcb_server_date":{"offset":"x"}}}', '{"__proto__":{"a":1}}',
  `${'['.repeat(5000)}`, `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`, '\u0000', '{"a":"\u0001"}', 'undefined', '{"a":{"$binary":5}}', '{"a":{"$numberDecimal":"1.2.3"}}',
]
const BROKEN_QUERY: readonly string[] = [
  ...BROKEN_TEXT, '{"$nope":1}', '{"a":{"$gt":1,"b":2,"$nope":3}}', '{"$and":{}}', '{"$or":[]}', '{"a":{"$elemMatch":1}}', '{"a":{"$mod":[]}}', '{"a":{"$in":1}}', '{"a":{"$size":-1}}',
  '{"a":{"$regex":"("}}', '{"a":{"$near":{}}}', '{"a":{"$geoWithin":{"$geometry":{"type":"Polygon","coordinates":[[[]]]}}}}', '{"$expr":{"$nope":1}}', '{"a":{"$not":1}}',
]
const BROKEN_UPDATE: readonly string[] = [
  ...BROKEN_TEXT, '{"$nope":{"a":1}}', '{"$set":{"_id":"other"}}', '{"$set":1}', '{"$inc":{"title":1}}', '{"$push":{"title":1}}', '{"$push":{"a":{"$each":1}}}', '{"$set":{"":1}}',
  '{"$rename":{"title":"title"}}', '{"$set":{"title":1},"$inc":{"title":1}}', '{"$set":{"title.deeper":1}}', '{"$pop":{"title":3}}', '{"$unset":{"_id":""}}', '{"$set":{"a":{"$b":1}}}',
]
const WRONG_TYPE: readonly unknown[] = [7, -1, 1.5, true, [], {}, ['x'], { $numberInt: '1' }, [[]]]
const NO_COLLECTION: readonly unknown[] = ['', 'nowhere', '../goods', '$cmd', 'goods\u0000', 7, [], {}, true]
const STAGES: readonly unknown[] = [
  7, 'x', {}, [7], [{}], [{ stageKey: '$match' }], [{ stageKey: '$nope', stageValue: '{}' }], [{ stageKey: '$group', stageValue: '{}' }], [{ stageKey: '$match', stageValue: '{' }],
  [{ stageKey: '$out', stageValue: '"goods"' }], [{ stageKey: '$merge', stageValue: '{"into":"goods"}' }], [{ stageKey: '$bucket', stageValue: '{"groupBy":1}' }],
  [{ stageKey: '$lookup', stageValue: '{"from":1}' }], [{ stageKey: '$sort', stageValue: '{"a":7}' }], [{ stageKey: '$facet', stageValue: '{"a":{"$match":{}}}' }],
]

const QUERY = JSON.stringify({ _id: goodId(1) })
const DOCUMENT = '{"_id":"fuzz","number":-1}'

/** A call that would go through, and for each of its fields what breaks it. */
const CALLS: readonly { fields: Fields; broken: Readonly<Record<string, readonly unknown[]>> }[] = [
  { fields: { action: 'insertDocument', data: [DOCUMENT] }, broken: { data: [...WRONG_TYPE, DOCUMENT, ...BROKEN_TEXT.map(text => [text]), ['{"$a":1}'], [`{"_id":"${goodId(1)}"}`], ['{"_id":[1]}'], ['{"_id":"f","number":{"$numberInt":"1"}}']] } },
  { fields: { action: 'getDocument', query: QUERY }, broken: { query: [...WRONG_TYPE, ...BROKEN_QUERY], order: [...WRONG_TYPE, ...BROKEN_TEXT], projection: [...WRONG_TYPE, ...BROKEN_TEXT], limit: ['x', -1, 1.5, {}], offset: ['x', -1, []] } },
  { fields: { action: 'calculateDocument', query: QUERY }, broken: { query: [...WRONG_TYPE, ...BROKEN_QUERY] } },
  { fields: { action: 'modifyDocument', query: QUERY, merge: true, data: '{"$inc":{"stock":1}}' }, broken: { query: [...WRONG_TYPE, ...BROKEN_QUERY], data: [...WRONG_TYPE, ...BROKEN_UPDATE, undefined] } },
  { fields: { action: 'modifyDocument', query: QUERY, merge: false, upsert: true, data: '{"a":1}' }, broken: { query: [...WRONG_TYPE, ...BROKEN_QUERY], data: [...WRONG_TYPE, ...BROKEN_TEXT, '{"_id":"x"}', '{"$a":1}', undefined] } },
  { fields: { action: 'modifyAndReturnDoc', query: QUERY, data: '{"$inc":{"stock":1}}' }, broken: { query: [...WRONG_TYPE, ...BROKEN_QUERY], data: BROKEN_UPDATE } },
  { fields: { action: 'removeDocument', query: QUERY }, broken: { query: [...WRONG_TYPE, ...BROKEN_QUERY] } },
  { fields: { action: 'aggregateDocuments', stages: [] }, broken: { stages: STAGES } },
  { fields: { action: 'addCollection' }, broken: { collectionName: ['', 'a b', '$x', '-x', 'x'.repeat(65), 7, {}, COLLECTION] } },
  { fields: { action: 'commitTransaction', transactionId: 'x' }, broken: { transactionId: WRONG_TYPE } },
  { fields: { action: 'abortTransaction', transactionId: 'x' }, broken: { transactionId: WRONG_TYPE } },
]

const NO_JSON: readonly string[] = ['', '{', 'null', '[]', '7', '"database.getDocument"', '\u0000\u0001', '{"action":', 'action=database.getDocument', `[${'['.repeat(20_000)}`, 'x'.repeat(1_000_000)]
const NO_ACTION: readonly unknown[] = [undefined, null, 7, {}, [], '', 'database', 'database.', 'database.nope', 'database.constructor', 'database.__proto__', 'functions.nope', 'storage.nope', 'wx.nope', 'nope']

/** A request that can never go through, drawn from what is wrong with it. */
export function brokenRequest(random: () => number): BrokenRequest {
  const pick: Pick = items => items[Math.floor(random() * items.length)] as never
  const request: BrokenRequest = { method: 'POST', headers: { 'content-type': 'application/json', 'authorization': 'signed' }, body: JSON.stringify(brokenCall(pick)), cut: false }
  switch (Math.floor(random() * 20)) {
    case 0: return { ...request, body: pick(NO_JSON) }
    case 1: return { ...request, headers: { 'content-type': 'application/json' } }
    case 2: return { ...request, method: pick(['GET', 'PUT', 'DELETE', 'OPTIONS']) }
    case 3: return { ...request, body: request.body.slice(0, Math.floor(random() * (request.body.length - 1))) }
    case 4: return { ...request, cut: true }
    case 5: return { ...request, body: JSON.stringify({ action: pick(NO_ACTION), collectionName: COLLECTION, query: QUERY, data: [DOCUMENT] }) }
    default: return request
  }
}

function brokenCall(pick: Pick): Fields {
  const { fields, broken } = pick(CALLS)
  const call: Fields = { collectionName: COLLECTION, ...fields, action: `database.${String(fields.action)}` }
  const name = pick([...Object.keys(broken), ...Object.keys(broken), 'collectionName', 'transactionId'])
  const values = broken[name] ?? (name === 'collectionName' ? NO_COLLECTION : [...WRONG_TYPE, 'x', 'f'.repeat(32)])
  // For a new collection a name that is not there yet would do; what breaks it stands in its own list.
  return { ...call, [name]: pick(values) }
}
