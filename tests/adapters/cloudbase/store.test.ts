import { describe, expect, it } from 'vitest'
import { Busy, type PageCursor, type Scalar } from '../../../cloudfunctions/ports/store'
import { databaseRig } from '../support/database'
import { memberOf } from '../support/documents'

const visit = (id: string, at: number, openid = 'o-alice') => ({ id, openid, at, source: 'direct' as const, path: '/' })
const quota = (id: string, left: number) => ({ id, openid: 'o-alice', key: 'group_formed' as const, left })
const stock = (id: string, available: number) => ({ id, productId: 'p-1', available, held: 0, sold: 0, inflight: {} as never, inflightAt: 0 })
const reset = (point: string, kind: 'reset-before' | 'reset-after' | 'rate-limited', times = 1) => ({ point: `database:${point}`, kind, times })

describe('single documents', () => {
  it('come back as they went in, without what was undefined', async () => {
    const { store } = await databaseRig()
    const member = memberOf({ nickname: '爱丽丝 🍊', createdAt: 1_790_000_000_123, holds: { 'order-1': 5 }, note: undefined })
    expect(await store.insert('members', member)).toBe(true)
    const { note: _, ...expected } = member as typeof member & { note: undefined }
    expect(await store.get('members', 'o-alice')).toStrictEqual(expected)
    expect(await store.get('members', 'o-bob')).toBeUndefined()
  })

  it('are inserted once: a taken id is told, and nothing is overwritten', async () => {
    const { store } = await databaseRig()
    expect(await store.insert('visits', visit('v-1', 1))).toBe(true)
    expect(await store.insert('visits', visit('v-1', 2))).toBe(false)
    expect(await store.get('visits', 'v-1')).toMatchObject({ at: 1 })
  })

  it('are found many at once, missing and repeated ids left out', async () => {
    const { store, announced } = await databaseRig()
    for (const id of ['v-1', 'v-2', 'v-3']) await store.insert('visits', visit(id, 1))
    announced.length = 0
    expect((await store.getMany('visits', ['v-3', 'v-1', 'v-9', 'v-1'])).map(found => found.id).sort()).toEqual(['v-1', 'v-3'])
    expect(await store.getMany('visits', [])).toEqual([])
    expect(announced).toEqual(['database.getDocument'])
    await expect(store.getMany('visits', Array.from({ length: 101 }, (_, index) => `v-${index}`))).rejects.toThrow(RangeError)
  })

  it('are removed', async () => {
    const { store } = await databaseRig()
    await store.insert('visits', visit('v-1', 1))
    await store.remove('visits', 'v-1')
    await store.remove('visits', 'v-1')
    expect(await store.get('visits', 'v-1')).toBeUndefined()
  })
})

describe('conditional updates', () => {
  it('change one document when the condition holds, and say so', async () => {
    const { store } = await databaseRig()
    await store.insert('stocks', stock('s-1', 2))
    await store.insert('stocks', stock('s-2', 2))
    const take = () => store.update('stocks', 's-1', { inc: { available: -1, held: 1 } }, [{ field: 'available', is: 'gte', value: 1 }])
    expect([await take(), await take(), await take()]).toEqual([true, true, false])
    expect(await store.get('stocks', 's-1')).toMatchObject({ available: 0, held: 2 })
    expect(await store.get('stocks', 's-2')).toMatchObject({ available: 2, held: 0 })
    expect(await store.update('stocks', 's-9', { inc: { available: 1 } })).toBe(false)
  })

  it('let exactly one of many succeed', async () => {
    const { store } = await databaseRig()
    await store.insert('stocks', stock('s-1', 1))
    const results = await Promise.all(Array.from({ length: 20 }, () => store.update('stocks', 's-1', { inc: { available: -1 } }, [{ field: 'available', is: 'gte', value: 1 }])))
    expect(results.filter(Boolean)).toHaveLength(1)
  })

  it('replace a whole value, also an object, and touch nothing beside it', async () => {
    const { store } = await databaseRig()
    await store.insert('members', memberOf({ nickname: 'a', holds: { one: 1, two: 2 }, holdCount: 2, bought: { 'act-1': 3 } }))
    expect(await store.update('members', 'o-alice', { set: { holds: { three: 3 }, nickname: 'b' }, inc: { holdCount: -1 }, unset: ['bought.act-1'] })).toBe(true)
    expect(await store.get('members', 'o-alice')).toStrictEqual(memberOf({ nickname: 'b', holds: { three: 3 }, holdCount: 1, bought: {} }))
    expect(await store.update('members', 'o-alice', { set: { 'holds.four': 4 } }, [{ field: 'holds.four', is: 'absent' }])).toBe(true)
    expect(await store.update('members', 'o-alice', { set: { 'holds.four': 5 } }, [{ field: 'holds.four', is: 'absent' }])).toBe(false)
    expect(await store.get('members', 'o-alice')).toMatchObject({ holds: { three: 3, four: 4 } })
  })

  it('push to lists and pull from them', async () => {
    const { store } = await databaseRig()
    const product = { id: 'p-1', terms: ['橙'] } as never
    await store.insert('products', product)
    const add = () => store.update('products', 'p-1', { push: { terms: '子' } }, [{ field: 'terms', is: 'lacks', value: '子' }])
    expect([await add(), await add()]).toEqual([true, false])
    expect(await store.update('products', 'p-1', { pull: { terms: ['橙'] } }, [{ field: 'terms', is: 'has', value: '橙' }])).toBe(true)
    expect(await store.get('products', 'p-1')).toMatchObject({ terms: ['子'] })
  })

  it('take several conditions on one field', async () => {
    const { store } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    const when = (from: number, to: number) => [{ field: 'left', is: 'gte', value: from }, { field: 'left', is: 'lt', value: to }] as const
    expect(await store.update('message_quotas', 'q-1', { inc: { left: 1 } }, when(6, 9))).toBe(false)
    expect(await store.update('message_quotas', 'q-1', { inc: { left: 1 } }, when(1, 6))).toBe(true)
  })

  it.each<[string, Scalar[] | undefined, 'in' | 'nin' | 'present' | 'absent' | 'empty', boolean]>([
    ['left', [1, 5], 'in', true], ['left', [1, 2], 'in', false], ['left', [1, 2], 'nin', true],
    ['left', undefined, 'present', true], ['gone', undefined, 'absent', true], ['gone', undefined, 'present', false], ['left', undefined, 'empty', false],
  ])('know the comparison: %s %j %s', async (field, values, is, expected) => {
    const { store } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    const clause = is === 'in' || is === 'nin' ? { field, is, values: values ?? [] } : { field, is }
    expect(await store.update('message_quotas', 'q-1', { inc: { left: 1 } }, [clause])).toBe(expected)
  })

  it('tell an object without keys from one with', async () => {
    const { store } = await databaseRig()
    await store.insert('stocks', stock('s-1', 1))
    const tidy = () => store.update('stocks', 's-1', { inc: { sold: 1 } }, [{ field: 'inflight', is: 'empty' }])
    expect(await tidy()).toBe(true)
    await store.update('stocks', 's-1', { set: { 'inflight.o-1': 'x' } })
    expect(await tidy()).toBe(false)
  })
})

describe('X11: values that could be read as operators', () => {
  const bad: [string, unknown][] = [
    ['undefined', undefined], ['an operator', { $ne: null }], ['a list', ['o-alice']], ['an empty object', {}], ['a date', new Date(0)],
    ['NaN', Number.NaN], ['infinity', Number.POSITIVE_INFINITY], ['a function', () => 1], ['a symbol', Symbol('x')], ['a big integer', 1n],
    ['a fake command', { operator: 'neq', operands: [null], _internalType: {} }], ['a regular expression', /.*/],
  ]
  it.each(bad)('are refused where a plain value belongs: %s', async (_what, value) => {
    const { store, wire } = await databaseRig()
    const clause = [{ field: 'openid', is: 'eq' as const, value: value as never }]
    await expect(store.update('visits', 'v-1', { inc: { at: 1 } }, clause)).rejects.toThrow(TypeError)
    await expect(store.count('visits', clause)).rejects.toThrow(TypeError)
    await expect(store.page({ collection: 'visits', where: clause, order: { field: 'at', direction: 'asc' }, limit: 10 })).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { inc: { at: 1 } }, [{ field: 'openid', is: 'in', values: [value as never] }])).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { push: { path: value as never } })).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { inc: { at: value as never } })).rejects.toThrow(TypeError)
    expect(wire).toEqual([])
  })

  it.each([undefined, '', 5, { $ne: null }, ['v-1'], null, 'x'.repeat(300)])('are refused as an id: %j', async (id) => {
    const { store, wire } = await databaseRig()
    const bogus = id as never
    await expect(store.get('visits', bogus)).rejects.toThrow(TypeError)
    await expect(store.getMany('visits', [bogus])).rejects.toThrow(TypeError)
    await expect(store.update('visits', bogus, { inc: { at: 1 } })).rejects.toThrow(TypeError)
    await expect(store.remove('visits', bogus)).rejects.toThrow(TypeError)
    await expect(store.insert('visits', { ...visit('v-1', 1), id: bogus })).rejects.toThrow(TypeError)
    expect(wire).toEqual([])
  })

  it.each(['$where', '_id', 'a.$b', '', 'a..b', '__proto__', 'a.__proto__.b'])('are refused as a field: %s', async (field) => {
    const { store, wire } = await databaseRig()
    await expect(store.update('visits', 'v-1', { set: { [field]: 1 } })).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { inc: { at: 1 } }, [{ field, is: 'eq', value: 1 }])).rejects.toThrow(TypeError)
    expect(wire).toEqual([])
  })

  it.each<[string, object]>([
    ['an operator inside', { path: { $gt: '' } }], ['a dotted name', { path: { 'a.b': 1 } }], ['a date', { at: new Date() }],
    ['a BSON value', { at: { _bsontype: 'Long', low: 1 } }], ['NaN', { at: Number.NaN }], ['a class instance', { path: new Map() }],
  ])('are refused in a document: %s', async (_what, spoilt) => {
    const { store, wire } = await databaseRig()
    await expect(store.insert('visits', { ...visit('v-1', 1), ...spoilt } as never)).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { set: spoilt as Record<string, unknown> })).rejects.toThrow(TypeError)
    expect(wire).toEqual([])
  })

  it('are stored as text when they only look like operators', async () => {
    const { store } = await databaseRig()
    await store.insert('visits', { ...visit('v-1', 1), path: '$where: 1' })
    expect(await store.update('visits', 'v-1', { inc: { at: 1 } }, [{ field: 'path', is: 'eq', value: '$where: 1' }])).toBe(true)
  })

  it('never widen to every document: no condition, no change, no twice-changed field', async () => {
    const { store, wire } = await databaseRig()
    await expect(store.count('visits', [])).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', {})).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { set: { id: 'v-2' } })).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { set: { at: 1 }, inc: { at: 1 } })).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { inc: { at: 0.5 } })).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { inc: { at: 1 } }, [{ field: 'at', is: 'in', values: [] }])).rejects.toThrow(TypeError)
    await expect(store.update('visits', 'v-1', { inc: { at: 1 } }, [{ field: 'at', is: 'regex', value: '.*' } as never])).rejects.toThrow(TypeError)
    expect(wire).toEqual([])
  })
})

describe('pages', () => {
  it.each(['asc', 'desc'] as const)('walk 250 documents %s, most with equal values, each once and in order, along an index', async (direction) => {
    const { store, sdk, unindexed, wire } = await databaseRig()
    const documents = Array.from({ length: 250 }, (_, index) => ({ _id: `v-${String((index * 97) % 250).padStart(3, '0')}`, openid: 'o-alice', at: Math.floor(index / 60) }))
    await sdk.collection('visits').add(documents)
    await sdk.collection('visits').add([{ _id: 'v-bob', openid: 'o-bob', at: 1 }])
    wire.length = 0
    const seen: { at: number; id: string }[] = []
    let after: PageCursor | undefined
    while (seen.length <= documents.length) {
      const page = await store.page({ collection: 'visits', where: [{ field: 'openid', is: 'eq', value: 'o-alice' }], order: { field: 'at', direction }, limit: 40, ...(after && { after }) })
      seen.push(...page)
      const last = page.at(-1)
      if (!last) break
      after = { value: last.at, id: last.id }
    }
    const sorted = documents.map(({ _id, at }) => ({ id: _id, at })).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    expect(seen.map(({ id, at }) => ({ id, at }))).toEqual(direction === 'asc' ? sorted : sorted.reverse())
    expect(wire).toHaveLength(8)
    expect(unindexed).toEqual([])
  })

  it('walk along the id alone', async () => {
    const { store, sdk, unindexed } = await databaseRig()
    await sdk.collection('postings').add(['a', 'b', 'c'].map(id => ({ _id: id })))
    const first = await store.page({ collection: 'postings', where: [], order: { field: 'id', direction: 'asc' }, limit: 2 })
    const second = await store.page({ collection: 'postings', where: [], order: { field: 'id', direction: 'asc' }, limit: 2, after: { value: 'b', id: 'b' } })
    expect([first, second].map(page => page.map(({ id }) => id))).toEqual([['a', 'b'], ['c']])
    expect(unindexed).toEqual([])
  })

  it('find goods by all of their terms, best placed first', async () => {
    const { store, sdk, unindexed } = await databaseRig()
    await sdk.collection('products').add([
      { _id: 'p-1', state: 'on_sale', rank: 1, terms: ['冰糖', '糖橙'] }, { _id: 'p-2', state: 'on_sale', rank: 2, terms: ['冰糖', '糖橙'] },
      { _id: 'p-3', state: 'on_sale', rank: 3, terms: ['冰糖'] }, { _id: 'p-4', state: 'off_sale', rank: 4, terms: ['冰糖', '糖橙'] },
    ])
    const found = await store.page({
      collection: 'products', limit: 10, order: { field: 'rank', direction: 'desc' },
      where: [{ field: 'state', is: 'eq', value: 'on_sale' }, { field: 'terms', is: 'has_all', values: ['冰糖', '糖橙'] }],
    })
    expect(found.map(({ id }) => id)).toEqual(['p-2', 'p-1'])
    expect(unindexed).toEqual([])
  })

  it.each([0, 101, 2.5, Number.NaN])('hold 1 to 100 documents, not %d', async (limit) => {
    const { store } = await databaseRig()
    await expect(store.page({ collection: 'postings', where: [], order: { field: 'id', direction: 'asc' }, limit })).rejects.toThrow(RangeError)
  })

  it('are refused when no index serves them', async () => {
    const { store, wire } = await databaseRig()
    await expect(store.page({ collection: 'orders', where: [], order: { field: 'payableFen', direction: 'asc' }, limit: 10 })).rejects.toThrow(/no index of orders/)
    expect(wire).toEqual([])
  })

  it('are counted', async () => {
    const { store, sdk, unindexed } = await databaseRig()
    await sdk.collection('visits').add([1, 2, 3].map(at => ({ _id: `v-${at}`, openid: 'o-alice', at })))
    expect(await store.count('visits', [{ field: 'openid', is: 'eq', value: 'o-alice' }, { field: 'at', is: 'gt', value: 1 }])).toBe(2)
    expect(unindexed).toEqual([])
  })
})

describe('lost answers', () => {
  it.each(['reset-before', 'reset-after', 'rate-limited'] as const)('of reads are asked for once more: %s', async (kind) => {
    const { store, faults, announced, pauses } = await databaseRig()
    await store.insert('visits', visit('v-1', 1))
    announced.length = 0
    faults.add(reset('getDocument', kind))
    expect(await store.get('visits', 'v-1')).toMatchObject({ at: 1 })
    expect(announced).toEqual(['database.getDocument', 'database.getDocument'])
    expect(pauses).toHaveLength(1)
    faults.add(reset('getDocument', kind, 2))
    await expect(store.get('visits', 'v-1')).rejects.toThrow()
  })

  it('of writes are not guessed: the write throws and is sent once', async () => {
    const { store, faults, wire } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    wire.length = 0
    for (const point of ['modifyDocument', 'insertDocument', 'removeDocument']) faults.add(reset(point, 'reset-after'))
    await expect(store.update('message_quotas', 'q-1', { inc: { left: -1 } })).rejects.toThrow()
    await expect(store.insert('visits', visit('v-1', 1))).rejects.toThrow()
    await expect(store.remove('visits', 'v-9')).rejects.toThrow()
    expect(wire.map(({ action }) => action)).toEqual(['database.modifyDocument', 'database.insertDocument', 'database.removeDocument'])
    expect(await store.get('message_quotas', 'q-1')).toMatchObject({ left: 4 })
    expect(await store.get('visits', 'v-1')).toMatchObject({ at: 1 })
  })

  it('are told from a refusal for overload, which changed nothing', async () => {
    const { store, faults } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    faults.add(reset('modifyDocument', 'rate-limited'))
    await expect(store.update('message_quotas', 'q-1', { inc: { left: -1 } })).rejects.toThrow(Busy)
    faults.add(reset('getDocument', 'rate-limited', 2))
    await expect(store.get('message_quotas', 'q-1')).rejects.toThrow(Busy)
    expect(await store.get('message_quotas', 'q-1')).toMatchObject({ left: 5 })
  })
})

describe('round trips', () => {
  it('are one for every plain operation, announced as they go over the wire', async () => {
    const { store, announced, wire } = await databaseRig()
    await store.insert('visits', visit('v-1', 1))
    await store.get('visits', 'v-1')
    await store.getMany('visits', ['v-1', 'v-2'])
    await store.update('visits', 'v-1', { inc: { at: 1 } }, [{ field: 'at', is: 'eq', value: 1 }])
    await store.page({ collection: 'visits', where: [], order: { field: 'id', direction: 'asc' }, limit: 1 })
    await store.count('visits', [{ field: 'openid', is: 'eq', value: 'o-alice' }])
    await store.remove('visits', 'v-1')
    expect(wire.map(({ action }) => action)).toEqual(announced)
    expect(announced).toEqual(['insert', 'get', 'get', 'modify', 'get', 'calculate', 'remove'].map(verb => `database.${verb}Document`))
  })

  it('load the SDK once, at the first', async () => {
    let connected = 0
    const { another, sdk } = await databaseRig()
    const store = another({ connect: () => {
      connected += 1
      return Promise.resolve(sdk)
    } })
    expect(connected).toBe(0)
    await Promise.all([store.get('visits', 'v-1'), store.get('visits', 'v-2')])
    expect(connected).toBe(1)
  })
})
