import { describe, expect, it } from 'vitest'
import { troubleOf } from '../../../cloudfunctions/adapters/cloudbase/errors'
import { AlreadyExists, Busy, type Transaction } from '../../../cloudfunctions/ports/store'
import { databaseRig } from '../support/database'
import { memberOf } from '../support/documents'

const quota = (id: string, left: number) => ({ id, openid: 'o-alice', key: 'group_formed' as const, left })

/** Takes one off, once per receipt: as bodies do, it finds its own earlier work. */
const takeOne = (receipt: string) => async (tx: Transaction): Promise<string> => {
  if (await tx.get('message_quotas', receipt)) return 'done before'
  const current = await tx.get('message_quotas', 'q-1')
  if (!current) throw new Error('no quota')
  await tx.replace('message_quotas', { ...current, left: current.left - 1 })
  await tx.insert('message_quotas', quota(receipt, 0))
  return 'done'
}

describe('a transaction', () => {
  it('writes all or nothing and costs two round trips beside its reads and writes', async () => {
    const { store, announced, wire } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    announced.length = wire.length = 0
    expect(await store.transaction(takeOne('r-1'))).toBe('done')
    expect(announced).toEqual(['startTransaction', 'getDocument', 'getDocument', 'modifyDocument', 'insertDocument', 'commitTransaction'].map(verb => `database.${verb}`))
    expect(wire.map(({ action }) => action)).toEqual(announced)
    expect((await store.getMany('message_quotas', ['q-1', 'r-1'])).map(({ left }) => left).sort()).toEqual([0, 4])
  })

  it('reads its own writes and replaces whole documents', async () => {
    const { store } = await databaseRig()
    const seen = await store.transaction(async (tx) => {
      await tx.insert('members', memberOf({ nickname: 'a', holds: { one: 1 } }))
      await tx.replace('members', memberOf({ nickname: 'b', holds: {} }))
      return tx.get('members', 'o-alice')
    })
    expect(seen).toStrictEqual(memberOf({ nickname: 'b', holds: {} }))
    expect(await store.get('members', 'o-alice')).toStrictEqual(seen)
  })

  it('leaves nothing behind when its body throws, and gives the error on', async () => {
    const { store, announced } = await databaseRig()
    const error = new Error('changed my mind')
    await expect(store.transaction(async (tx) => {
      await tx.insert('message_quotas', quota('q-1', 5))
      throw error
    })).rejects.toBe(error)
    expect(announced.at(-1)).toBe('database.abortTransaction')
    expect(await store.get('message_quotas', 'q-1')).toBeUndefined()
    expect(await store.insert('message_quotas', quota('q-1', 1))).toBe(true)
  })

  it('fails with AlreadyExists on an id it never looked at', async () => {
    const { store } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    await expect(store.transaction(async (tx) => {
      await tx.insert('message_quotas', quota('q-2', 1))
      await tx.insert('message_quotas', quota('q-1', 1))
    })).rejects.toThrow(AlreadyExists)
    expect(await store.getMany('message_quotas', ['q-1', 'q-2'])).toEqual([quota('q-1', 5)])
  })

  it('runs again when an id it saw free was taken meanwhile', async () => {
    const { store, pauses } = await databaseRig()
    let runs = 0
    const result = await store.transaction(async (tx) => {
      runs += 1
      if (await tx.get('message_quotas', 'q-1')) return 'found'
      await store.insert('message_quotas', quota('q-1', 9))
      await tx.insert('message_quotas', quota('q-1', 1))
      return 'made'
    })
    expect([result, runs, pauses.length]).toEqual(['found', 2, 1])
    expect(await store.get('message_quotas', 'q-1')).toMatchObject({ left: 9 })
  })

  it('runs again after a conflict, on what is there then', async () => {
    const { store, another, announced } = await databaseRig()
    const other = another()
    await store.insert('message_quotas', quota('q-1', 5))
    announced.length = 0
    let runs = 0
    await store.transaction(async (tx) => {
      const current = await tx.get('message_quotas', 'q-1')
      runs += 1
      if (runs === 1) await other.update('message_quotas', 'q-1', { inc: { left: -1 } })
      await tx.replace('message_quotas', quota('q-1', (current?.left ?? 0) - 1))
    })
    expect(runs).toBe(2)
    expect(await store.get('message_quotas', 'q-1')).toMatchObject({ left: 3 })
    expect(announced).not.toContain('database.abortTransaction')
  })

  it('loses no decrement among many at once', async () => {
    const { store, another } = await databaseRig()
    const patient = another({ pause: ms => new Promise(resolve => setTimeout(resolve, ms)) })
    await store.insert('message_quotas', quota('q-1', 100))
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => patient.transaction(takeOne(`r-${index}`))))
    const done = results.filter(result => result.status === 'fulfilled').length
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(Busy)
    expect(done).toBeGreaterThan(0)
    expect(await store.get('message_quotas', 'q-1')).toMatchObject({ left: 100 - done })
  })

  it.each(['reset-after', 'reset-before', 'error-after'] as const)('runs again when the answer to its commit is lost, and changes nothing twice: %s', async (kind) => {
    const { store, faults } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    faults.add({ point: 'database:commitTransaction', kind })
    expect(await store.transaction(takeOne('r-1'))).toBe(kind === 'reset-before' ? 'done' : 'done before')
    expect(await store.get('message_quotas', 'q-1')).toMatchObject({ left: 4 })
  })

  it.each(['startTransaction', 'getDocument', 'modifyDocument', 'insertDocument'])('runs again when the answer to its %s is lost', async (point) => {
    const { store, faults } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    faults.add({ point: `database:${point}`, kind: 'reset-after' })
    expect(await store.transaction(takeOne('r-1'))).toBe('done')
    expect(await store.get('message_quotas', 'q-1')).toMatchObject({ left: 4 })
  })

  it('is busy after six tries, each a random 20 to 200 ms after the last', async () => {
    let draws = 0
    const { store, faults, pauses, wire } = await databaseRig({ random: () => (draws += 1) % 2 === 0 ? 0 : 0.999 })
    faults.add({ point: 'database:startTransaction', kind: 'rate-limited', times: Infinity })
    await expect(store.transaction(() => Promise.resolve())).rejects.toThrow(Busy)
    expect(wire).toHaveLength(6)
    expect(pauses.map(Math.round)).toEqual([200, 20, 200, 20, 200])
  })

  it('begins no further try after five seconds', async () => {
    let at = 0
    const { store, faults, wire } = await databaseRig({ elapsed: () => at += 2600 })
    faults.add({ point: 'database:startTransaction', kind: 'rate-limited', times: Infinity })
    await expect(store.transaction(() => Promise.resolve())).rejects.toThrow(Busy)
    expect(wire).toHaveLength(2)
  })

  it('commits nothing when the body swallows a failed call', async () => {
    const { store } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    await expect(store.transaction(async (tx) => {
      await tx.insert('message_quotas', quota('q-2', 1))
      await tx.insert('message_quotas', quota('q-1', 1)).catch(() => {})
    })).rejects.toThrow(AlreadyExists)
    expect(await store.get('message_quotas', 'q-2')).toBeUndefined()
  })

  it('replaces only what it has read', async () => {
    const { store } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    await expect(store.transaction(tx => tx.replace('message_quotas', quota('q-1', 1)))).rejects.toThrow(TypeError)
    await expect(store.transaction(async (tx) => {
      await tx.get('message_quotas', 'q-9')
      await tx.replace('message_quotas', quota('q-9', 1))
    })).rejects.toThrow(TypeError)
    expect(await store.getMany('message_quotas', ['q-1', 'q-9'])).toEqual([quota('q-1', 5)])
  })

  it('speaks one sentence at a time, however the body asks', async () => {
    const { store, announced } = await databaseRig()
    await store.insert('message_quotas', quota('q-1', 5))
    announced.length = 0
    const found = await store.transaction(tx => Promise.all([tx.get('message_quotas', 'q-1'), tx.get('message_quotas', 'q-9'), tx.get('message_quotas', 'q-1')]))
    expect(found).toEqual([quota('q-1', 5), undefined, quota('q-1', 5)])
    expect(announced).toHaveLength(5)
  })

  it('does not send undefined fields or the id twice', async () => {
    const { store, wire } = await databaseRig()
    await store.insert('visits', { id: 'v-1', openid: 'o', at: 1, source: 'qr', path: '/', code: 'abc' })
    await store.transaction(async (tx) => {
      const read = await tx.get('visits', 'v-1')
      if (read) await tx.replace('visits', { ...read, code: undefined as never })
    })
    const sent = wire.find(({ action }) => action === 'database.modifyDocument')?.body.data as string
    expect(Object.keys(JSON.parse(sent) as object).sort()).toEqual(['at', 'openid', 'path', 'source'])
    expect(await store.get('visits', 'v-1')).toStrictEqual({ id: 'v-1', openid: 'o', at: 1, source: 'qr', path: '/' })
  })
})

describe('the trouble behind an error', () => {
  it.each([
    [{ code: 'DATABASE_TRANSACTION_CONFLICT', message: '' }, 'conflict'],
    [{ errCode: -501001, errMsg: '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others.' }, 'conflict'],
    [new Error('[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server'), 'conflict'],
    [{ code: 'DATABASE_TRANSACTION_FAIL', message: 'x' }, 'conflict'],
    [new Error('WriteConflict error: this operation conflicted with another operation'), 'conflict'],
    [{ code: 'DATABASE_DUPLICATE_WRITE', message: '' }, 'duplicate'],
    [{ code: 'DATABASE_REQUEST_FAILED', message: 'multiple write errors: [{E11000 duplicate key error collection: a.b index: _id_}]' }, 'duplicate'],
    [{ errCode: -502001, errMsg: '[FailedOperation.DuplicateWrite] multiple write errors' }, 'duplicate'],
    [{ code: 11000, message: '' }, 'duplicate'],
    [{ code: 'EXCEED_RATELIMIT', message: '' }, 'overloaded'],
    [{ code: 'SYS_ERR', message: '[LimitExceeded.RequestLimit] too many' }, 'overloaded'],
    [{ code: 'ECONNREFUSED', message: 'connect' }, 'overloaded'],
    [{ code: 'ECONNRESET', message: 'socket hang up' }, 'unknown'],
    [{ code: 'ESOCKETTIMEDOUT', message: 'request timeout' }, 'unknown'],
    [{ code: 502, message: '502 Bad Gateway' }, 'unknown'],
    [{ code: 'SYS_ERR', message: 'system error' }, 'unknown'],
    [{ code: 'DATABASE_REQUEST_FAILED', message: 'context deadline: operation timed out' }, 'unknown'],
    [new SyntaxError('Unexpected end of JSON input'), 'unknown'],
    [{ code: 'DATABASE_COLLECTION_NOT_EXIST', message: '[ResourceNotFound] Db or Table not exist' }, 'refused'],
    [{ code: 'INVALID_PARAM', message: 'x' }, 'refused'],
    [new TypeError('not a document id'), 'refused'],
    [undefined, 'unknown'],
  ])('%j is known', (error, trouble) => {
    expect(troubleOf(error)).toBe(trouble)
  })
})
