import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, type Db, type Rig, startRig } from './support'

let rig: Rig
let other: Db
let serial = 0

beforeAll(async () => {
  rig = await startRig({
    collections: ['docs'],
    indexes: [{ collection: 'docs', name: 'no', fields: [{ field: 'no', direction: 'asc' }], unique: true, sparse: true }],
  })
  other = rig.client()
})

afterAll(() => rig.stop())

type Transaction = Awaited<ReturnType<Db['startTransaction']>>

/** The document operations of a transaction, which the SDK's declarations do not name. */
interface Inside {
  get(): Promise<{ data: Record<string, unknown> | null }>
  set(data: object): Promise<{ updated: number; upserted: { _id: string | null }[] }>
  update(data: object): Promise<{ updated: number }>
  create(data: object): Promise<{ id: string }>
  remove(): Promise<{ deleted: number }>
}

function inside(transaction: Transaction, id: string): Inside {
  return transaction.collection('docs').doc(id) as unknown as Inside
}

async function fresh(n = 0): Promise<string> {
  const id = `d${serial++}`
  await rig.db.collection('docs').add({ _id: id, n })
  return id
}

async function valueOf(id: string): Promise<unknown> {
  const { data } = await rig.db.collection('docs').doc(id).get() as { data: { n: unknown }[] }
  return data[0]?.n
}

async function begin(db: Db = rig.db): Promise<Transaction> {
  return db.startTransaction()
}

/** Whether a call is still waiting after the server has had several turns to answer it. */
async function isWaiting(call: Promise<unknown>): Promise<boolean> {
  let settled = false
  void call.then(() => { settled = true }, () => { settled = true })
  for (let turn = 0; turn < 3; turn++) await rig.db.collection('docs').count()
  return !settled
}

describe('a transaction', () => {
  it('shows nothing of itself before the commit, and all of it after', async () => {
    const [a, b] = [await fresh(1), await fresh(2)]
    const t = await begin()
    await inside(t, a).update({ n: 10 })
    await inside(t, b).update({ n: 20 })
    expect([await valueOf(a), await valueOf(b)]).toEqual([1, 2])
    await t.commit()
    expect([await valueOf(a), await valueOf(b)]).toEqual([10, 20])
  })

  it('reads its own writes', async () => {
    const id = await fresh(1)
    const t = await begin()
    await inside(t, id).update({ n: 5 })
    await inside(t, `${id}-new`).set({ n: 6 })
    expect((await inside(t, id).get()).data).toEqual({ _id: id, n: 5 })
    expect((await inside(t, `${id}-new`).get()).data).toEqual({ _id: `${id}-new`, n: 6 })
    await inside(t, id).remove()
    expect((await inside(t, id).get()).data).toBeNull()
    await t.rollback()
    expect(await valueOf(id)).toBe(1)
  })

  it('leaves nothing behind after a rollback', async () => {
    const id = await fresh(1)
    const t = await begin()
    await inside(t, id).update({ n: 2 })
    await inside(t, `${id}-new`).create({ n: 3 })
    await t.rollback()
    expect([await valueOf(id), await valueOf(`${id}-new`)]).toEqual([1, undefined])
  })

  it('reads the state at its start, whatever others commit', async () => {
    const [changed, removed] = [await fresh(1), await fresh(1)]
    const t = await begin()
    await other.collection('docs').doc(changed).update({ n: 2 })
    await other.collection('docs').doc(changed).update({ n: 3 })
    await other.collection('docs').doc(removed).remove()
    await other.collection('docs').add({ _id: `${changed}-new`, n: 9 })
    expect((await inside(t, changed).get()).data).toEqual({ _id: changed, n: 1 })
    expect((await inside(t, removed).get()).data).toEqual({ _id: removed, n: 1 })
    expect((await inside(t, `${changed}-new`).get()).data).toBeNull()
    await t.commit()
    expect(await valueOf(changed)).toBe(3)
  })

  it('sees its snapshot and its own writes in queries too', async () => {
    const { db } = rig
    const docs = (t: Transaction): ReturnType<Db['collection']> => t.collection('docs') as unknown as ReturnType<Db['collection']>
    await db.collection('docs').add([{ _id: 'q1', kind: 'q', n: 1 }, { _id: 'q2', kind: 'q', n: 2 }, { _id: 'q3', kind: 'q', n: 3 }])
    const t = await begin()
    await other.collection('docs').doc('q1').update({ n: 99 })
    await other.collection('docs').doc('q2').update({ kind: 'other' })
    await inside(t, 'q3').update({ n: 0 })
    await inside(t, 'q4').create({ kind: 'q', n: 1.5 })
    const { data } = await docs(t).where({ kind: 'q' }).orderBy('n', 'asc').get() as { data: { _id: string; n: number }[] }
    expect(data.map(({ _id, n }) => `${_id}=${n}`)).toEqual(['q3=0', 'q1=1', 'q4=1.5', 'q2=2'])
    const { data: page } = await docs(t).where({ kind: 'q' }).orderBy('n', 'desc').skip(1).limit(2).get() as { data: { _id: string }[] }
    expect(page.map(({ _id }) => _id)).toEqual(['q4', 'q1'])
    await t.rollback()
  })

  it('update of nothing says 0 and holds nothing', async () => {
    const t = await begin()
    expect(await inside(t, 'nobody').update({ n: 1 })).toMatchObject({ updated: 0 })
    await t.commit()
  })

  it('says what it inserted', async () => {
    const t = await begin()
    expect(await inside(t, `s${serial}`).set({ n: 1 })).toMatchObject({ updated: 0, upserted: [{ _id: `s${serial}` }] })
    expect(await t.collection('docs').add({ _id: `s${serial}-b`, n: 1 })).toMatchObject({ inserted: 1, ok: 1, id: `s${serial}-b` })
    await t.rollback()
  })
})

describe('first writer wins', () => {
  it('a second transaction that writes the document now gets the conflict at once', async () => {
    const id = await fresh()
    const [first, second] = [await begin(), await begin(other)]
    await inside(first, id).update({ n: 1 })
    expect(await codeOf(inside(second, id).update({ n: 2 }))).toBe('DATABASE_TRANSACTION_CONFLICT')
    await first.commit()
    expect(await valueOf(id)).toBe(1)
  })

  it('a transaction that writes a document changed since its start gets the conflict', async () => {
    const id = await fresh()
    const t = await begin()
    await other.collection('docs').doc(id).update({ n: 7 })
    await expect(inside(t, id).update({ n: 1 })).rejects.toMatchObject({
      code: 'DATABASE_TRANSACTION_CONFLICT', message: expect.stringContaining('[ResourceUnavailable.TransactionConflict]'),
    })
    expect(await valueOf(id)).toBe(7)
  })

  it('the conflict ends the transaction and gives up what it held', async () => {
    const [held, wanted] = [await fresh(), await fresh()]
    const t = await begin()
    await inside(t, held).update({ n: 1 })
    await other.collection('docs').doc(wanted).update({ n: 7 })
    expect(await codeOf(inside(t, wanted).remove())).toBe('DATABASE_TRANSACTION_CONFLICT')
    expect(await codeOf(inside(t, held).get())).toBe('DATABASE_TRANSACTION_FAIL')
    expect(await codeOf(t.commit())).toBe('DATABASE_TRANSACTION_FAIL')
    expect(await other.collection('docs').doc(held).update({ n: 3 })).toMatchObject({ updated: 1 })
  })

  it('inserting what another inserts, or has inserted since, is a conflict', async () => {
    const [first, second, third] = [await begin(), await begin(other), await begin(other)]
    await inside(first, 'both').create({ n: 1 })
    expect(await codeOf(inside(second, 'both').create({ n: 2 }))).toBe('DATABASE_TRANSACTION_CONFLICT')
    await first.commit()
    expect(await codeOf(inside(third, 'both').create({ n: 3 }))).toBe('DATABASE_TRANSACTION_CONFLICT')
  })

  it('inserting what was there at the start is a duplicate, and ends the transaction', async () => {
    const id = await fresh()
    const t = await begin()
    expect(await codeOf(inside(t, id).create({ n: 1 }))).toBe('DATABASE_DUPLICATE_WRITE')
    expect(await codeOf(t.commit())).toBe('DATABASE_TRANSACTION_FAIL')
  })

  it('removing and updating conflict too', async () => {
    const id = await fresh()
    const [first, second] = [await begin(), await begin(other)]
    await inside(first, id).remove()
    expect(await codeOf(inside(second, id).update({ n: 1 }))).toBe('DATABASE_TRANSACTION_CONFLICT')
    await first.rollback()
    expect(await valueOf(id)).toBe(0)
  })

  it('write skew is possible: what is only read is not protected', async () => {
    const [a, b] = [await fresh(1), await fresh(1)]
    const [first, second] = [await begin(), await begin(other)]
    const sum = async (t: Transaction): Promise<number> => Number((await inside(t, a).get()).data?.n) + Number((await inside(t, b).get()).data?.n)
    expect([await sum(first), await sum(second)]).toEqual([2, 2])
    await inside(first, a).update({ n: 0 })
    await inside(second, b).update({ n: 0 })
    await first.commit()
    await second.commit()
    expect([await valueOf(a), await valueOf(b)]).toEqual([0, 0])
  })

  it('no update is lost among clients that retry', async () => {
    const id = await fresh(0)
    const clients = Array.from({ length: 6 }, () => rig.client())
    const addOne = async (db: Db): Promise<void> => {
      for (;;) {
        const t = await begin(db)
        const attempt = async (): Promise<void> => {
          const { data } = await inside(t, id).get()
          await inside(t, id).update({ n: Number(data?.n) + 1 })
          await t.commit()
        }
        const code = await codeOf(attempt())
        if (code === 'accepted') return
        expect(code).toBe('DATABASE_TRANSACTION_CONFLICT')
      }
    }
    await Promise.all(clients.map(async (db) => { for (let turn = 0; turn < 5; turn++) await addOne(db) }))
    expect(await valueOf(id)).toBe(30)
  })

  it('runTransaction of the SDK runs again after a conflict', async () => {
    const id = await fresh(0)
    let runs = 0
    const result = await rig.db.runTransaction(async (t: Transaction) => {
      runs += 1
      const { data } = await inside(t, id).get()
      if (runs === 1) await other.collection('docs').doc(id).update({ n: 100 })
      await inside(t, id).update({ n: Number(data?.n) + 1 })
      return 'done'
    })
    expect([result, runs, await valueOf(id)]).toEqual(['done', 2, 101])
  })
})

describe('a plain write', () => {
  it('waits while a transaction holds the document, and then applies to what was committed', async () => {
    const id = await fresh(1)
    const t = await begin()
    await inside(t, id).update({ n: 10 })
    const write = other.collection('docs').doc(id).update({ n: other.command.inc(1) })
    expect(await isWaiting(write)).toBe(true)
    await t.commit()
    expect(await write).toMatchObject({ updated: 1 })
    expect(await valueOf(id)).toBe(11)
  })

  it('judges its condition anew after waiting', async () => {
    const id = await fresh(1)
    const t = await begin()
    await inside(t, id).update({ n: 0 })
    const write = other.collection('docs').where({ _id: id, n: other.command.gte(1) }).update({ n: other.command.inc(-1) })
    expect(await isWaiting(write)).toBe(true)
    await t.commit()
    expect(await write).toMatchObject({ updated: 0 })
    expect(await valueOf(id)).toBe(0)
  })

  it('goes on at once after a rollback', async () => {
    const id = await fresh(1)
    const t = await begin()
    await inside(t, id).remove()
    const write = other.collection('docs').doc(id).update({ n: 5 })
    expect(await isWaiting(write)).toBe(true)
    await t.rollback()
    expect(await write).toMatchObject({ updated: 1 })
  })

  it('of a new document waits for the transaction that is inserting it', async () => {
    const t = await begin()
    await inside(t, 'coming').create({ n: 1 })
    const write = other.collection('docs').add({ _id: 'coming', n: 2 })
    expect(await isWaiting(write)).toBe(true)
    await t.commit()
    expect(await codeOf(write)).toBe('DATABASE_DUPLICATE_WRITE')
  })
})

describe('unique keys inside transactions', () => {
  const no = (): number => 1000 + serial++

  it('a duplicate of what is there', async () => {
    const key = no()
    await rig.db.collection('docs').add({ no: key })
    const t = await begin()
    await expect(t.collection('docs').add({ no: key })).rejects.toMatchObject({ code: 'DATABASE_DUPLICATE_WRITE', message: expect.stringContaining('E11000') })
  })

  it('a duplicate within the transaction itself', async () => {
    const key = no()
    const t = await begin()
    await t.collection('docs').add({ no: key })
    expect(await codeOf(t.collection('docs').add({ no: key }))).toBe('DATABASE_DUPLICATE_WRITE')
  })

  it('a key another transaction is about to take is a conflict', async () => {
    const key = no()
    const [first, second] = [await begin(), await begin(other)]
    await first.collection('docs').add({ no: key })
    expect(await codeOf(second.collection('docs').add({ no: key }))).toBe('DATABASE_TRANSACTION_CONFLICT')
    await first.rollback()
    expect(await codeOf(other.collection('docs').add({ no: key }))).toBe('accepted')
  })

  it('a key taken since the start is a conflict', async () => {
    const key = no()
    const t = await begin()
    await other.collection('docs').add({ no: key })
    expect(await codeOf(t.collection('docs').add({ no: key }))).toBe('DATABASE_TRANSACTION_CONFLICT')
  })

  it('a key may pass from one document to another', async () => {
    const key = no()
    await rig.db.collection('docs').add([{ _id: `x${key}`, no: key }, { _id: `y${key}` }])
    const t = await begin()
    await inside(t, `x${key}`).update({ no: rig.db.command.remove() })
    await inside(t, `y${key}`).update({ no: key })
    await t.commit()
    const { data } = await rig.db.collection('docs').where({ no: key }).get() as { data: { _id: string }[] }
    expect(data.map(({ _id }) => _id)).toEqual([`y${key}`])
  })

  it('a plain write waits for a key that a transaction holds', async () => {
    const key = no()
    const t = await begin()
    await t.collection('docs').add({ no: key })
    const write = other.collection('docs').add({ no: key })
    expect(await isWaiting(write)).toBe(true)
    await t.commit()
    expect(await codeOf(write)).toBe('DATABASE_DUPLICATE_WRITE')
  })
})

describe('the end of a transaction', () => {
  it.each(['commit', 'rollback'] as const)('nothing works after %s', async (end) => {
    const id = await fresh()
    const t = await begin()
    await t[end]()
    const calls = [() => inside(t, id).get(), () => inside(t, id).update({ n: 1 }), () => inside(t, id).remove(), () => t.commit(), () => t.rollback()]
    for (const call of calls) expect(await codeOf(call())).toBe('DATABASE_TRANSACTION_FAIL')
    await expect(inside(t, id).get()).rejects.toMatchObject({ message: expect.stringContaining('[ResourceUnavailable.TransactionNotExist]') })
  })

  it('comes by itself, and what it held is free', async () => {
    const short = await startRig({ collections: ['docs'], limits: { transactionLifeMs: 30 } })
    await short.db.collection('docs').add({ _id: 'x', n: 1 })
    const t = await short.db.startTransaction()
    await inside(t, 'x').update({ n: 2 })
    expect(await short.client().collection('docs').doc('x').update({ n: 3 })).toMatchObject({ updated: 1 })
    expect(await codeOf(t.commit())).toBe('DATABASE_TRANSACTION_FAIL')
    await short.stop()
  })

  it('a malformed call inside does not end it', async () => {
    const id = await fresh()
    const t = await begin()
    expect(await codeOf(inside(t, id).update({}))).toBe('INVALID_PARAM')
    expect(await codeOf(t.commit())).toBe('accepted')
  })

  it('while an operation on several documents is under way stops it, and frees everything', async () => {
    const ids = await Promise.all([fresh(), fresh(), fresh()])
    const { database } = rig
    const { transactionId } = await database.handle({ action: 'database.startTransaction' })
    const query = JSON.stringify({ _id: { $in: ids } })
    const update = database.handle({ action: 'database.modifyDocument', collectionName: 'docs', transactionId, multi: true, merge: true, query, data: '{"$set":{"n":5}}' })
    const abort = database.handle({ action: 'database.abortTransaction', transactionId })
    expect((await update).code).toBe('DATABASE_TRANSACTION_FAIL')
    expect((await abort).code).toBeUndefined()
    for (const id of ids) expect(await rig.db.collection('docs').doc(id).update({ n: 1 })).toMatchObject({ updated: 1 })
  })

  it('an update the document refuses ends it', async () => {
    const id = await fresh()
    const t = await begin()
    expect(await codeOf(inside(t, id).update({ 'n.x': 1 }))).toBe('DATABASE_REQUEST_FAILED')
    expect(await codeOf(t.commit())).toBe('DATABASE_TRANSACTION_FAIL')
  })
})
