import { describe, expect, it } from 'vitest'
import { Faults } from '../../../emulator/control/faults'
import { codeOf, type Rig, startRig } from './support'

async function withRig(options: Parameters<typeof startRig>[0], test: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = await startRig({ collections: ['c'], ...options })
  try {
    await test(rig)
  }
  finally {
    await rig.stop()
  }
}

describe('limits', () => {
  it('the reply', () => withRig({ limits: { maxReplyBytes: 10_000 } }, async ({ db }) => {
    await db.collection('c').add(Array.from({ length: 5 }, () => ({ text: 'x'.repeat(3000) })))
    expect(await codeOf(db.collection('c').limit(3).get())).toBe('accepted')
    expect(await codeOf(db.collection('c').get())).toBe('EXCEED_REQUEST_LIMIT')
    expect(await codeOf(db.collection('c').aggregate().match({}).end())).toBe('EXCEED_REQUEST_LIMIT')
  }))

  it('the size of a document', () => withRig({ limits: { maxDocumentBytes: 1000 } }, async ({ db }) => {
    expect(await codeOf(db.collection('c').add({ text: 'x'.repeat(900) }))).toBe('accepted')
    expect(await codeOf(db.collection('c').add({ text: 'x'.repeat(1000) }))).toBe('DATABASE_REQUEST_FAILED')
  }))

  it('100 collections', () => withRig({ collections: Array.from({ length: 100 }, (_, n) => `c${n}`) }, async ({ db }) => {
    expect(await codeOf(db.createCollection('more'))).toBe('EXCEED_REQUEST_LIMIT')
  }))
})

describe('faults', () => {
  it('after the effect only the answer is lost', () => {
    const faults = new Faults()
    return withRig({ faults }, async ({ db, database }) => {
      faults.add({ point: 'database:insertDocument', kind: 'reset-after' })
      expect(await codeOf(db.collection('c').add({ _id: 'a' }))).not.toBe('accepted')
      faults.add({ point: 'database:insertDocument', kind: 'error-after' })
      expect(await codeOf(db.collection('c').add({ _id: 'b' }))).toBe('SYS_ERR')
      expect(database.collections()[0]?.documents).toBe(2)
    })
  })

  it('before the effect nothing has happened', () => {
    const faults = new Faults()
    return withRig({ faults }, async ({ db, database }) => {
      faults.add({ point: 'database:insertDocument', kind: 'reset-before' })
      faults.add({ point: 'database:insertDocument', kind: 'error-before' })
      faults.add({ point: 'database:*', kind: 'rate-limited' })
      const codes = [await codeOf(db.collection('c').add({})), await codeOf(db.collection('c').add({})), await codeOf(db.collection('c').add({}))]
      expect(codes.slice(1)).toEqual(['SYS_ERR', 'EXCEED_REQUEST_LIMIT'])
      expect(codes[0]).not.toBe('accepted')
      expect(database.collections()[0]?.documents).toBe(0)
    })
  })

  it('a commit whose answer is lost has happened', () => {
    const faults = new Faults()
    return withRig({ faults }, async ({ db }) => {
      faults.add({ point: 'database:commitTransaction', kind: 'lose' })
      const t = await db.startTransaction()
      await t.collection('c').add({ _id: 'a', n: 1 })
      expect(await codeOf(t.commit())).not.toBe('accepted')
      expect(await db.collection('c').count()).toMatchObject({ total: 1 })
    })
  })

  it('delay and hang', () => {
    const faults = new Faults()
    return withRig({ faults }, async ({ db }) => {
      faults.add({ point: 'database:calculateDocument', kind: 'delay', ms: 5 })
      expect(await db.collection('c').count()).toMatchObject({ total: 0 })
      faults.add({ point: 'database:calculateDocument', kind: 'hang', ms: 5 })
      expect(await codeOf(db.collection('c').count())).not.toBe('accepted')
    })
  })
})
